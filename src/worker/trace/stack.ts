/** Call stacks as positions in the running script, taken without the cost of formatting text. */

/** A position in the bundle: line and column from 1. */
export interface GeneratedPosition {
  readonly line: number;
  readonly column: number;
}

export interface UserStack {
  /** Positions in the user's script, innermost first. */
  readonly frames: readonly GeneratedPosition[];
  /** Whether the user's code itself made the call, with nothing of tfjs in between. */
  readonly direct: boolean;
}

/** The name under which the user's bundle runs; stack frames of it are the user's. */
export const scriptName = 'resnet-designer:model';

const frameLimit = 64;

type PrepareStackTrace = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** Whether a frame is the constructor of one of these classes, on its way to `super()`. */
function isConstructorOf(site: NodeJS.CallSite, classes: ReadonlySet<string>): boolean {
  return site.isConstructor() && classes.has(site.getFunctionName() ?? '');
}

function toUserStack(
  sites: readonly NodeJS.CallSite[],
  constructors: ReadonlySet<string>,
): UserStack {
  const frames: GeneratedPosition[] = [];
  for (const site of sites) {
    if (site.getFileName() !== scriptName) continue;
    if (frames.length === 0 && isConstructorOf(site, constructors)) continue;
    frames.push({ line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 });
  }
  return { frames, direct: sites[0]?.getFileName() === scriptName };
}

const noConstructors: ReadonlySet<string> = new Set();

/**
 * The user's stack above `caller`, which is left out with everything it called.
 * @param constructors names of classes of the user's whose constructors called it by `super()`.
 */
export function captureUserStack(
  caller: (...args: never[]) => unknown,
  constructors = noConstructors,
): UserStack {
  const { stackTraceLimit } = Error;
  const prepare = (Error as { prepareStackTrace?: PrepareStackTrace }).prepareStackTrace;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = frameLimit;
    Error.prepareStackTrace = (_error, sites) => toUserStack(sites, constructors);
    Error.captureStackTrace(holder, caller);
    return holder.stack as UserStack;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepare === undefined)
      delete (Error as { prepareStackTrace?: PrepareStackTrace }).prepareStackTrace;
    else Error.prepareStackTrace = prepare;
  }
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
