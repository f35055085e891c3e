/** Running a bundle: the file's own statements first, then its entry expression. */
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import type { ModelBundle } from '../../protocol/inspect';
import type { Budget } from './budget';
import { RunStopped } from '../errors';
import { scriptName } from '../trace/stack';
import type { Trace } from '../trace/trace';
import { resetUids } from '../tfjs/uids';

/** What came of running the file and its entry expression. */
export interface RunResult {
  /** What the entry expression gave; undefined when it did not get that far. */
  readonly value: unknown;
  /** What was thrown, in order, by the file, its promises and the entry expression. */
  readonly thrown: readonly unknown[];
}

type Body = (...parameters: unknown[]) => Promise<unknown>;

const parameters = ['__designer', 'require', 'module', 'exports', '__filename', '__dirname'];

function compile(bundle: ModelBundle): Body {
  const wrapped = `(async function(${parameters.join(',')}){"use strict";\n${bundle.code}\n})`;
  // The wrapper's own line is taken off again, so that positions are those of the bundle.
  return vm.runInThisContext(wrapped, { filename: scriptName, lineOffset: -1 }) as Body;
}

/** Turns of the event loop that a file without an entry gets to make its model in. */
const idleTurns = 200;

async function untilModel(trace: Trace, thrown: readonly unknown[]): Promise<void> {
  for (let turn = 0; turn < idleTurns; turn++) {
    if (trace.models.length > 0 || trace.stopped !== undefined || thrown.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What the script runs with. */
export interface RunContext {
  readonly tf: unknown;
  readonly trace: Trace;
  readonly budget: Budget;
}

/** Runs the whole bundle. Never rejects: what user code throws is part of the result. */
export async function runBundle(bundle: ModelBundle, context: RunContext): Promise<RunResult> {
  const thrown: unknown[] = [];
  const collect = (reason: unknown): void => void thrown.push(reason);
  process.on('unhandledRejection', collect).on('uncaughtException', collect);
  const endOutput = context.budget.watchOutput();
  try {
    const value = await runParts(bundle, context, thrown);
    // One turn, so that rejections nobody handled are reported while we listen.
    await new Promise((resolve) => setImmediate(resolve));
    if (context.budget.unthrown !== undefined) thrown.push(context.budget.unthrown);
    return { value, thrown };
  } finally {
    endOutput();
    process.off('unhandledRejection', collect).off('uncaughtException', collect);
  }
}

async function runParts(
  bundle: ModelBundle,
  { tf, trace, budget }: RunContext,
  thrown: unknown[],
): Promise<unknown> {
  let entry: (() => unknown) | undefined;
  const require = createRequire(bundle.file);
  const designer = {
    tf,
    require,
    enter: trace.calls.enter.bind(trace.calls),
    exit: trace.calls.exit.bind(trace.calls),
    turn: budget.turn.bind(budget),
    entry: (run: () => unknown): void => {
      entry = run;
    },
  };
  const module = { exports: {} };
  try {
    await compile(bundle)(
      designer,
      require,
      module,
      module.exports,
      bundle.file,
      path.dirname(bundle.file),
    );
  } catch (error) {
    thrown.push(error);
  }
  if (entry === undefined) {
    await untilModel(trace, thrown);
    return undefined;
  }
  return runEntry(entry, trace, thrown);
}

async function runEntry(entry: () => unknown, trace: Trace, thrown: unknown[]): Promise<unknown> {
  // The names of an entry's layers must not depend on what the file built before it.
  if (trace.applications.length > 0) resetUids();
  try {
    return await entry();
  } catch (error) {
    thrown.push(error);
    return undefined;
  }
}

/** Whether a thrown value is a stop of training and the like, after which all is well. */
export function isRunStopped(thrown: unknown): boolean {
  return thrown instanceof RunStopped;
}
