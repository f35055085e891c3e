/** Call stacks as positions in the running script, taken without the cost of formatting text. */

/** A position in the bundle: line and column from 1. One object for one position, where it is of a call stack. */
export interface GeneratedPosition {
  readonly line: number;
  readonly column: number;
}

interface ReadStack {
  readonly frames: readonly GeneratedPosition[];
  readonly direct: boolean;
}

/** The name under which the user's bundle runs; stack frames of it are the user's. */
export const scriptName = 'resnet-designer:model';

const frameLimit = 64;

// Taken before user code could have replaced them.
const errors = Error;
const captureStackTrace = Error.captureStackTrace.bind(Error);

type PrepareStackTrace = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** Whether a frame is the constructor of one of these classes, on its way to `super()`. */
function isConstructorOf(site: NodeJS.CallSite, classes: ReadonlySet<string>): boolean {
  return site.isConstructor() && classes.has(site.getFunctionName() ?? '');
}

/** Positions of the running script by their offsets in it: thousands of layers are made on a few lines. */
const known = new Map<number, GeneratedPosition>();

/** Called before another script runs, whose offsets are other positions. */
export function forgetPositions(): void {
  known.clear();
}

function positionOf(site: NodeJS.CallSite): GeneratedPosition {
  const offset = site.getPosition();
  const before = known.get(offset);
  if (before !== undefined) return before;
  const position = { line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
  known.set(offset, position);
  return position;
}

function readSites(
  sites: readonly NodeJS.CallSite[],
  constructors: ReadonlySet<string>,
): ReadStack {
  const frames: GeneratedPosition[] = [];
  for (const site of sites) {
    if (site.getFileName() !== scriptName) continue;
    if (frames.length === 0 && isConstructorOf(site, constructors)) continue;
    frames.push(positionOf(site));
  }
  return { frames, direct: sites[0]?.getFileName() === scriptName };
}

const noConstructors: ReadonlySet<string> = new Set();

/** V8 makes the frames of a captured stack when somebody reads it, by the function that stands here then. */
function readWith<T>(prepareStackTrace: PrepareStackTrace, read: () => T): T {
  const holder = Error as { prepareStackTrace?: PrepareStackTrace };
  const { prepareStackTrace: before } = holder;
  try {
    holder.prepareStackTrace = prepareStackTrace;
    return read();
  } finally {
    if (before === undefined) delete holder.prepareStackTrace;
    else holder.prepareStackTrace = before;
  }
}

/** The stack of a moment. To read it takes as long as to capture it, and many are not asked for. */
export class UserStack {
  #holder: { readonly stack?: unknown } = {};
  readonly #constructors: ReadonlySet<string>;
  #read: ReadStack | undefined;

  /**
   * @param caller is left out, with everything it called; nothing is without one.
   * @param constructors names of classes of the user's whose constructors called it by `super()`.
   */
  constructor(
    caller: ((...args: never[]) => unknown) | undefined,
    constructors: ReadonlySet<string>,
  ) {
    this.#constructors = constructors;
    const { stackTraceLimit } = Error;
    try {
      Error.stackTraceLimit = frameLimit;
      captureStackTrace(this.#holder, caller);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  /** Positions in the user's script, innermost first. */
  get frames(): readonly GeneratedPosition[] {
    return this.#reading().frames;
  }

  /** Whether the user's code itself made the call, with nothing of tfjs in between. */
  get direct(): boolean {
    return this.#reading().direct;
  }

  /**
   * Reads it at once: what V8 captured is ten times as large as what is read of it, and goes. Where the script
   * has changed how stacks are read, that waits until somebody asks.
   */
  read(): this {
    if (globalThis.Error !== errors) return this;
    try {
      this.#reading();
    } catch {
      // The script does not let `Error.prepareStackTrace` be set, until it is put back.
    }
    return this;
  }

  #reading(): ReadStack {
    if (this.#read !== undefined) return this.#read;
    const read = readWith(
      (_error, sites) => readSites(sites, this.#constructors),
      () => this.#holder.stack as ReadStack,
    );
    this.#holder = {};
    this.#read = read;
    return read;
  }
}

/**
 * The user's stack above `caller`, which is left out with everything it called; the whole without one.
 * @param constructors names of classes of the user's whose constructors called it by `super()`.
 */
export function captureUserStack(
  caller?: (...args: never[]) => unknown,
  constructors = noConstructors,
): UserStack {
  return new UserStack(caller, constructors);
}

/** The positions that an error's stack text gives in the user's script, innermost first. */
export function framesOfError(error: Error): GeneratedPosition[] {
  const pattern = new RegExp(`${scriptName}:(\\d+):(\\d+)`, 'g');
  const stack = typeof error.stack === 'string' ? error.stack : '';
  return [...stack.matchAll(pattern)].map((match) => ({
    line: Number(match[1]),
    column: Number(match[2]),
  }));
}
