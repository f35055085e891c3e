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

function toUserStack(sites: readonly NodeJS.CallSite[]): UserStack {
  const frames: GeneratedPosition[] = [];
  for (const site of sites) {
    if (site.getFileName() !== scriptName) continue;
    frames.push({ line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 });
  }
  return { frames, direct: sites[0]?.getFileName() === scriptName };
}

/** The user's stack above `caller`, which is left out with everything it called. */
export function captureUserStack(caller: (...args: never[]) => unknown): UserStack {
  const { stackTraceLimit } = Error;
  const prepare = (Error as { prepareStackTrace?: PrepareStackTrace }).prepareStackTrace;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = frameLimit;
    Error.prepareStackTrace = (_error, sites) => toUserStack(sites);
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
