/**
 * One inspect worker: a forked process that answers one call at a time. However it ends (exit, crash,
 * time, memory, flood of output, kill), the call that is pending settles with a failure.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { ConnectionError, ConnectionErrors, type MessageConnection } from 'vscode-jsonrpc/node';
import { told, type Told } from '../model/sentence';
import { fail, ok, type Failure, type FailureCode, type Result } from '../protocol/failure';
import type { CheckedAnswer, ModelBundle } from '../protocol/inspect';
import { check, workerAnswerSchema, type Checked } from '../protocol/schema';
import { inspectRequest, readyNotification } from '../protocol/workerMessages';
import { watchMemory } from './memoryWatch';
import { endWithHost } from './orphans';
import { unpackGraph } from './packedGraph';
import {
  cleanEnvironment,
  inspectArguments,
  nodeArguments,
  outputLimitBytes,
  type WorkerOptions,
} from './sandbox';
import { connectTo, isBrokenPipe, workerStdio } from './workerPipe';

const startLimitMs = 30_000;
/** The worker stops at its limits by itself, on the line that passed them; these are for when it cannot. A busy machine is given time. */
const graceMs = 3_000;
const memoryGrace = 1.25;
const keptOutput = 8_000;
/** A process has ended before all that it wrote is read; what others hold open is not waited for. */
const lastWordsMs = 500;

interface Pending {
  readonly settle: (result: Result<CheckedAnswer>) => void;
  readonly bundle: ModelBundle | undefined;
}

function failure(
  code: FailureCode,
  words: Told,
  bundle: ModelBundle | undefined,
  detail = '',
): Failure {
  return {
    code,
    severity: 'error',
    ...words,
    ...(bundle === undefined ? {} : { source: { file: bundle.file, line: 1, column: 1 } }),
    ...(detail === '' ? {} : { detail }),
  };
}

function startProcess(options: WorkerOptions, version: string): ChildProcess {
  const program = options.nodePath === '' ? process.execPath : options.nodePath;
  const flags = [...nodeArguments(version, options.memoryLimitMB), ...inspectArguments];
  return spawn(program, [...flags, options.script], {
    env: cleanEnvironment(process.env),
    stdio: workerStdio,
    windowsHide: true,
  });
}

/** An answer that is one, with its graph unpacked. */
function checkedAnswer(value: unknown): Checked<CheckedAnswer> {
  const answer = check(workerAnswerSchema, value);
  if (!answer.ok) return answer;
  const { packedGraph, ...rest } = answer.value;
  if (packedGraph === undefined) return { ok: true, value: rest };
  const unpacked = unpackGraph(packedGraph);
  return unpacked.ok ? { ok: true, value: { ...rest, ...unpacked.value } } : unpacked;
}

/** The worker is gone, or about to be told so: its exit settles what is pending. */
function isEndOfConnection(error: unknown): boolean {
  return (
    error instanceof ConnectionError &&
    [ConnectionErrors.Closed, ConnectionErrors.Disposed].includes(error.code)
  );
}

export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #options: WorkerOptions;
  readonly #log: (text: string) => void;
  #pending: Pending | undefined;
  #outputBytes = 0;
  #output = '';
  /** It has exited, or was never started, or reads no more and is about to exit. */
  #dead = false;
  /** What came of its end has been told. */
  #ended = false;
  /** Why we ended it, when we did. */
  #verdict: Failure | undefined;
  /** Resolves when the worker waits for work, with the reason when it never will. */
  readonly ready: Promise<Failure | undefined>;

  constructor(options: WorkerOptions, version: string, log: (text: string) => void) {
    this.#options = options;
    this.#log = log;
    this.#child = startProcess(options, version);
    endWithHost(this.#child, options);
    this.#connection = connectTo(this.#child);
    this.ready = this.#listen();
  }

  /** False from the moment that it is told to end, which is before it has ended. */
  get alive(): boolean {
    return !this.#dead && this.#verdict === undefined;
  }

  get busy(): boolean {
    return this.#pending !== undefined;
  }

  #listen(): Promise<Failure | undefined> {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.#onOutput(chunk));
    }
    const ready = new Promise<Failure | undefined>((resolve) => {
      const timer = setTimeout(
        () =>
          this.kill(
            'worker-start-failed',
            told`The worker process did not start in time. Run the command again.`,
          ),
        startLimitMs,
      );
      const settle = (reason: Failure | undefined): void => {
        clearTimeout(timer);
        resolve(reason);
      };
      this.#connection.onNotification(readyNotification, () => settle(undefined));
      this.#child.once('error', (error) => this.#onEnd(error.message, settle));
      this.#child.once('exit', (code, signal) =>
        this.#onExit(signal ?? `exit code ${String(code)}`, settle),
      );
    });
    // A broken message is the worker's fault; its exit settles what is pending.
    this.#connection.onError(([error]) => {
      if (isBrokenPipe(error)) this.#sever();
      else
        this.kill('worker-protocol', told`The worker process sent a message that cannot be read.`);
    });
    this.#connection.listen();
    return ready;
  }

  /** Nobody reads at the other end: the worker is dying, and its exit settles what is pending. */
  #sever(): void {
    this.#dead = true;
    this.#child.kill('SIGKILL');
  }

  #onOutput(chunk: Buffer): void {
    this.#outputBytes += chunk.length;
    if (this.#output.length < keptOutput) {
      const text = chunk.toString('utf8').slice(0, keptOutput - this.#output.length);
      this.#output += text;
      this.#log(text.trimEnd());
    }
    if (this.#outputBytes <= 2 * outputLimitBytes) return;
    this.kill(
      'output-flood',
      told`The code printed more than ${outputLimitBytes / 1024 / 1024} MB while the model was being built, and was stopped. Remove the printing from the code that builds the model.`,
    );
  }

  /** Why it ended stands in its last words, which may come after its exit. */
  #onExit(reason: string, settleReady: (failure: Failure) => void): void {
    this.#dead = true;
    const decide = (): void => {
      clearTimeout(timer);
      this.#onEnd(reason, settleReady);
    };
    const timer = setTimeout(decide, this.#verdict === undefined ? lastWordsMs : 0);
    this.#child.once('close', decide);
  }

  #onEnd(reason: string, settleReady: (failure: Failure) => void): void {
    if (this.#ended) return;
    this.#dead = true;
    this.#ended = true;
    const ended = this.#verdict ?? this.#explainEnd(reason);
    this.#connection.dispose();
    settleReady({ ...ended, code: this.#verdict?.code ?? 'worker-start-failed' });
    this.#settle(fail(ended));
  }

  #explainEnd(reason: string): Failure {
    const bundle = this.#pending?.bundle;
    if (/heap out of memory|allocation failed/i.test(this.#output))
      return this.#outOfMemory(bundle);
    return failure(
      'worker-exited',
      told`The process that builds the model ended by itself (${reason}). Look for native code or signals in what the file imports, then run "Inspect Again".`,
      bundle,
      this.#output,
    );
  }

  #outOfMemory(bundle: ModelBundle | undefined): Failure {
    return failure(
      'out-of-memory',
      told`Building the model took more than ${this.#options.memoryLimitMB} MB and was stopped. Build no data here, or raise the setting "resnetDesigner.inspect.memoryLimitMegabytes".`,
      bundle,
    );
  }

  #settle(result: Result<CheckedAnswer>): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.settle(result);
  }

  /** Runs one bundle. Settles always, and never rejects for what the worker does. */
  inspect(bundle: ModelBundle): Promise<Result<CheckedAnswer>> {
    if (this.#verdict !== undefined) return Promise.resolve(fail(this.#verdict));
    if (this.#dead || this.busy) {
      const words = told`The worker process is not free. Run "Inspect Again".`;
      return Promise.resolve(fail(failure('worker-exited', words, bundle)));
    }
    this.#outputBytes = 0;
    this.#output = '';
    const { timeLimitMs, memoryLimitMB } = this.#options;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#onTimeLimit(bundle), timeLimitMs + graceMs);
      const unwatch = watchMemory(this.#child.pid ?? 0, memoryLimitMB * memoryGrace, () =>
        this.#stop(this.#outOfMemory(bundle)),
      );
      this.#pending = {
        bundle,
        settle: (result) => {
          clearTimeout(timer);
          unwatch();
          resolve(result);
        },
      };
      // A closed connection throws at once, one that closes later rejects.
      Promise.resolve()
        .then(() =>
          this.#connection.sendRequest(inspectRequest, {
            bundle,
            timeLimitMs,
            memoryLimitMB,
            outputLimitBytes,
          }),
        )
        .then(
          (answer) => this.#settle(this.#checked(answer, bundle)),
          (error: unknown) => this.#onRequestError(error, bundle),
        );
    });
  }

  #onRequestError(error: unknown, bundle: ModelBundle): void {
    // The connection is closed by the worker's end, which tells more.
    if (this.#dead || this.#verdict !== undefined || isEndOfConnection(error)) return;
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log(`worker: ${detail}`);
    this.#settle(
      fail(
        failure(
          'internal-error',
          told`Reading the model failed because of a fault in ResNet Designer. The log has the details.`,
          bundle,
          detail,
        ),
      ),
    );
    this.kill('worker-exited', told`The worker process was ended after a fault.`);
  }

  #checked(answer: unknown, bundle: ModelBundle): Result<CheckedAnswer> {
    const checked = checkedAnswer(answer);
    if (checked.ok) return ok(checked.value);
    const wrong = failure(
      'worker-protocol',
      told`The worker process sent something that is not an answer. Run "Inspect Again".`,
      bundle,
      checked.issue,
    );
    this.#stop(wrong);
    return fail(wrong);
  }

  #onTimeLimit(bundle: ModelBundle): void {
    const seconds = this.#options.timeLimitMs / 1000;
    this.#stop(
      failure(
        'time-limit',
        told`Building the model took longer than ${seconds} s and was stopped. Look for an endless loop or data loading, or raise the setting "resnetDesigner.inspect.timeLimitSeconds".`,
        bundle,
      ),
    );
  }

  /** Ends the process and settles what is pending with a failure of this code. */
  kill(code: FailureCode, words: Told): void {
    this.#stop(failure(code, words, this.#pending?.bundle));
  }

  #stop(verdict: Failure): void {
    this.#verdict ??= verdict;
    this.#child.kill('SIGKILL');
    this.#settle(fail(verdict));
  }

  dispose(): void {
    this.kill('cancelled', told`The inspection was cancelled.`);
  }
}
