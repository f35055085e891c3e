/** Call stacks as positions in the running script, taken without the cost of formatting text. */

/** A position in the bundle: line and column from 1. */
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

// Taken before user code could have replaced it.
const captureStackTrace = Error.captureStackTrace.bind(Error);

type PrepareStackTrace = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** Whether a frame is the constructor of one of these classes, on its way to `super()`. */
function isConstructorOf(site: NodeJS.CallSite, classes: ReadonlySet<string>): boolean {
  return site.isConstructor() && classes.has(site.getFunctionName() ?? '');
}

function readSites(
  sites: readonly NodeJS.CallSite[],
  constructors: ReadonlySet<string>,
): ReadStack {
  const frames: GeneratedPosition[] = [];
  for (const site of sites) {
    if (site.getFileName() !== scriptName) continue;
    if (frames.length === 0 && isConstructorOf(site, constructors)) continue;
    frames.push({ line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 });
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

/**
 * The stack of a moment. To read it takes three times as long as to capture it, and that of a layer's making
 * is often not asked for.
 */
export class UserStack {
  readonly #holder: { readonly stack?: unknown } = {};
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

  #reading(): ReadStack {
    this.#read ??= readWith(
      (_error, sites) => readSites(sites, this.#constructors),
      () => this.#holder.stack as ReadStack,
    );
    return this.#read;
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
