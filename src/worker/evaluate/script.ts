/** Running a bundle: the file's own statements first, then its entry expression. */
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import type { ModelBundle } from '../../protocol/inspect';
import { isInstance, RunStopped } from '../errors';
import { busyResources } from '../realm';
import { forgetPositions, scriptName } from '../trace/stack';
import type { Trace } from '../trace/trace';
import { resetUids } from '../tfjs/uids';
import { guardedArrays } from './arrays';
import type { Budget } from './budget';
import { buildTopology } from './topology';
import { runWithin, Terminated } from './watchdog';

/** What came of running the file and its entry expression. */
export interface RunResult {
  /** What the entry expression gave; undefined when it did not get that far. */
  readonly value: unknown;
  /** What was thrown, in order, by the file, its promises and the entry expression. */
  readonly thrown: readonly unknown[];
  /** Whether code was ended in the middle of what it did, which may be a call of tfjs. */
  readonly terminated: boolean;
}

/** After the time limit, so that a check of the user's own loop, which knows its line, goes first. */
const watchdogGraceMs = 500;

/** What the script runs with. */
export interface RunContext {
  readonly tf: unknown;
  readonly trace: Trace;
  readonly budget: Budget;
  /** Puts back the built-ins that the script changed. */
  readonly restore: () => void;
}

type Body = () => Promise<unknown>;

/**
 * The names stand in a function around the script's own, so that a file may declare them itself, as
 * ES modules do with `__dirname`.
 */
function compile(bundle: ModelBundle, names: Readonly<Record<string, unknown>>): Body {
  forgetPositions();
  const wrapped = `(function(${Object.keys(names).join(',')}){return async function(){"use strict";\n${bundle.code}\n}})`;
  // The wrapper's own line is taken off again, so that positions are those of the bundle.
  const make = vm.runInThisContext(wrapped, { filename: scriptName, lineOffset: -1 }) as (
    ...values: unknown[]
  ) => Body;
  return make(...Object.values(names));
}

/** Turns of the event loop that a file without an entry gets to make its model in. */
const idleTurns = 200;
/** Turns without anything to wait for after which nothing more will come. */
const quietTurns = 3;

async function untilModel(trace: Trace, thrown: readonly unknown[]): Promise<void> {
  const before = busyResources();
  let quiet = 0;
  for (let turn = 0; turn < idleTurns && quiet < quietTurns; turn++) {
    if (trace.models.length > 0 || trace.stopped !== undefined || thrown.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
    quiet = busyResources() > before ? 0 : quiet + 1;
  }
}

/** As `then` would, which the script may have replaced; `await` does not ask it. */
async function follow(
  outcome: unknown,
  resolve: (value: unknown) => void,
  reject: (reason: unknown) => void,
): Promise<void> {
  try {
    resolve(await outcome);
  } catch (error) {
    reject(error);
  }
}

/** What `start` gave, which may be a promise. */
interface Started {
  readonly outcome: unknown;
}

/**
 * Runs `start` where nothing has called it: whoever waits for it would stand in all the stacks that are
 * captured while the script runs, and every frame takes its time.
 */
function runAlone(ms: number, start: () => unknown): Promise<Started> {
  return new Promise((resolve, reject) => void begin(ms, start, resolve, reject));
}

async function begin(
  ms: number,
  start: () => unknown,
  resolve: (started: Started) => void,
  reject: (reason: unknown) => void,
): Promise<void> {
  try {
    await Promise.resolve();
    const outcome = runWithin(ms, start);
    resolve({ outcome });
  } catch (error) {
    reject(error);
  }
}

/** One run of one bundle. */
class Run {
  readonly thrown: unknown[] = [];
  terminated = false;
  readonly #bundle: ModelBundle;
  readonly #context: RunContext;
  #entry: (() => unknown) | undefined;

  constructor(bundle: ModelBundle, context: RunContext) {
    this.#bundle = bundle;
    this.#context = context;
  }

  #names(): Record<string, unknown> {
    const { tf, trace, budget } = this.#context;
    const { calls } = trace;
    const { file } = this.#bundle;
    const require = createRequire(file);
    const module = { exports: {} };
    const designer = {
      tf,
      require,
      enter: (id: number) => {
        budget.turn();
        return calls.enter(id);
      },
      exit: calls.exit.bind(calls),
      pause: calls.pause.bind(calls),
      resume: calls.resume.bind(calls),
      turn: budget.turn.bind(budget),
      topology: buildTopology,
      entry: (run: () => unknown): void => {
        this.#entry = run;
      },
    };
    return {
      ...guardedArrays(budget),
      __designer: designer,
      require,
      module,
      exports: module.exports,
      __filename: file,
      __dirname: path.dirname(file),
    };
  }

  async run(): Promise<unknown> {
    const { trace } = this.#context;
    await this.#settled(() => compile(this.#bundle, this.#names())());
    if (this.terminated) return undefined;
    if (this.#entry === undefined) {
      await untilModel(trace, this.thrown);
      return undefined;
    }
    // The names of an entry's layers must not depend on what the file built before it.
    if (trace.applications.length > 0) resetUids();
    trace.startEntry();
    return this.#settled(this.#entry);
  }

  /** What `start` gives in the end; undefined when it throws or is stopped. */
  async #settled(start: () => unknown): Promise<unknown> {
    const { budget } = this.#context;
    let timer: NodeJS.Timeout | undefined;
    try {
      const { outcome } = await runAlone(budget.timeLeft + watchdogGraceMs, start);
      return await new Promise((resolve, reject) => {
        timer = setTimeout(() => reject(new Terminated()), budget.timeLeft);
        void follow(outcome, resolve, reject);
      });
    } catch (error) {
      const overtime = isInstance(error, Terminated);
      this.terminated ||= overtime;
      this.thrown.push(overtime ? budget.overtime(timer !== undefined) : error);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Runs the whole bundle. Never rejects: what user code throws is part of the result. */
export async function runBundle(bundle: ModelBundle, context: RunContext): Promise<RunResult> {
  const run = new Run(bundle, context);
  const { thrown } = run;
  const collect = (reason: unknown): void => void thrown.push(reason);
  process.on('unhandledRejection', collect).on('uncaughtException', collect);
  const endOutput = context.budget.watchOutput();
  try {
    const value = await run.run();
    context.restore();
    // One turn, so that rejections nobody handled are reported while we listen.
    await new Promise((resolve) => setImmediate(resolve));
    if (context.budget.unthrown !== undefined) thrown.push(context.budget.unthrown);
    return { value, thrown, terminated: run.terminated };
  } finally {
    context.restore();
    endOutput();
    process.off('unhandledRejection', collect).off('uncaughtException', collect);
  }
}

/** Whether a thrown value is a stop of training and the like, after which all is well. */
export function isRunStopped(thrown: unknown): boolean {
  return isInstance(thrown, RunStopped);
}
