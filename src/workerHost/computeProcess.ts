/**
 * One compute worker: a process that is started for one profile and ends with it. It may load native
 * libraries, which the inspect workers may not, and still can neither write a file nor start a program. However
 * it ends, what was asked of it settles.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { MessageConnection, RequestType } from 'vscode-jsonrpc/node';
import { told, type Told } from '../model/sentence';
import type { ProfileProgress } from '../protocol/compute';
import { progressNotification } from '../protocol/computeMessages';
import { fail, ok, type Failure, type FailureCode, type Result } from '../protocol/failure';
import { readyNotification } from '../protocol/workerMessages';
import { explainKill, KillWatch } from './killed';
import { endWithHost } from './orphans';
import { cleanEnvironment, nodeArguments, type WorkerOptions } from './sandbox';
import { libraryEnvironment } from './tensorflow/environment';
import type { TensorflowLibrary } from './tensorflow/library';
import { connectTo, isBrokenPipe, workerStdio } from './workerPipe';

const keptOutput = 8_000;
/** A process has ended before all that it wrote is read. */
const lastWordsMs = 300;

export interface ComputeOptions extends WorkerOptions {
  /** The version of the program. */
  readonly version: string;
  /** The TensorFlow that the system's loader is to find. */
  readonly library?: TensorflowLibrary;
  readonly log: (text: string) => void;
}

export interface ComputeCall {
  /** Milliseconds after which the process is ended. */
  readonly limitMs: number;
  /** Resolves when nobody wants the answer any more. */
  readonly cancelled: Promise<void>;
  readonly onProgress: (progress: ProfileProgress) => void;
}

function failure(code: FailureCode, words: Told, detail = ''): Failure {
  return { code, severity: 'error', ...words, ...(detail === '' ? {} : { detail }) };
}

function start({
  nodePath,
  script,
  version,
  memoryLimitMB,
  library,
}: ComputeOptions): ChildProcess {
  const program = nodePath === '' ? process.execPath : nodePath;
  const clean = cleanEnvironment(process.env);
  const native = ['--allow-addons', '--disable-warning=SecurityWarning'];
  return spawn(program, [...nodeArguments(version, memoryLimitMB), ...native, script], {
    // TensorFlow tells of every processor feature it was not built for.
    env: {
      TF_CPP_MIN_LOG_LEVEL: '2',
      ...(library === undefined ? clean : libraryEnvironment(library, clean)),
    },
    stdio: workerStdio,
    windowsHide: true,
  });
}

/** What a process that ended by itself died of, from its last words and the signal. */
async function causeOf(reason: string, output: string, watch: KillWatch): Promise<Failure> {
  const noMemory = /bad_alloc|out of memory|allocation failed|OOM when allocating/i.test(output);
  if (!noMemory && reason === 'SIGKILL')
    return { ...explainKill(await watch.evidence()), ...(output === '' ? {} : { detail: output }) };
  if (noMemory)
    return failure(
      'out-of-memory',
      told`The step takes more memory than there is, and the system ended it. Take a smaller batch.`,
      output,
    );
  return failure(
    'worker-exited',
    told`The process that runs the model ended by itself (${reason}). Profile again; if it ends again, choose another backend.`,
    output,
  );
}

export class ComputeProcess {
  readonly #child: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #ended: Promise<Failure>;
  readonly #watch: KillWatch;
  #output = '';
  #verdict: Failure | undefined;

  constructor(options: ComputeOptions) {
    this.#child = start(options);
    endWithHost(this.#child, options);
    this.#watch = new KillWatch(this.#child.pid ?? 0);
    this.#ended = this.#watchEnd();
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => this.#onOutput(chunk, options.log));
    this.#connection = connectTo(this.#child);
    this.#connection.onError(([error]) => this.#onError(error));
  }

  /** Asks once, when the process is ready. Settles always. */
  async request<P, R>(
    type: RequestType<P, R, never>,
    params: P,
    call: ComputeCall,
  ): Promise<Result<R>> {
    const limit = setTimeout(() => this.#stop(overtime(call.limitMs)), call.limitMs);
    void call.cancelled.then(() =>
      this.#stop(failure('cancelled', told`The profile was cancelled.`)),
    );
    try {
      return await Promise.race([this.#ended.then(fail<R>), this.#ask(type, params, call)]);
    } finally {
      clearTimeout(limit);
    }
  }

  #onError(error: Error): void {
    if (isBrokenPipe(error)) this.#child.kill('SIGKILL');
    else
      this.#stop(
        failure(
          'worker-protocol',
          told`The process that runs the model sent a message that cannot be read. Profile again.`,
        ),
      );
  }

  dispose(): void {
    this.#stop(failure('cancelled', told`The profile was cancelled.`));
    this.#connection.dispose();
  }

  async #ask<P, R>(
    type: RequestType<P, R, never>,
    params: P,
    { onProgress }: ComputeCall,
  ): Promise<Result<R>> {
    const ready = new Promise<void>((resolve) => {
      this.#connection.onNotification(readyNotification, resolve);
    });
    this.#connection.onNotification(progressNotification, onProgress);
    this.#connection.listen();
    await ready;
    try {
      return ok(await this.#connection.sendRequest<R>(type.method, params));
    } catch (error) {
      // The connection is closed by the worker's end, which tells more.
      if (!this.#child.connected && this.#child.exitCode !== null) return fail(await this.#ended);
      const ended = await Promise.race([this.#ended, later(lastWordsMs)]);
      return fail(ended ?? fault(error));
    }
  }

  #watchEnd(): Promise<Failure> {
    return new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#verdict ??= failure(
          'worker-start-failed',
          told`The process that runs models could not be started: ${error.message}. Set "resnetDesigner.worker.nodePath" to a Node.js of version 20.12 or later.`,
        );
        this.#watch.end();
        resolve(this.#verdict);
      });
      this.#child.once('exit', (code, signal) => {
        this.#watch.end();
        resolve(this.#explained(signal ?? `exit code ${String(code)}`));
      });
    });
  }

  /** Its last words may come after its exit. */
  async #explained(reason: string): Promise<Failure> {
    if (this.#verdict === undefined) {
      const closed = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
      await Promise.race([closed, later(lastWordsMs)]);
    }
    return this.#verdict ?? causeOf(reason, this.#output, this.#watch);
  }

  #onOutput(chunk: Buffer, log: (text: string) => void): void {
    if (this.#output.length >= keptOutput) return;
    const text = chunk.toString('utf8').slice(0, keptOutput - this.#output.length);
    this.#output += text;
    log(text.trimEnd());
  }

  #stop(verdict: Failure): void {
    this.#verdict ??= verdict;
    this.#child.kill('SIGKILL');
  }
}

function overtime(limitMs: number): Failure {
  return failure(
    'time-limit',
    told`The profile took longer than ${Math.round(limitMs / 1000)} s and was stopped. Look for a layer that does not end, or take a smaller batch.`,
  );
}

function fault(error: unknown): Failure {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return failure(
    'internal-error',
    told`Profiling failed because of a fault in ResNet Designer. The log has the details.`,
    detail,
  );
}

function later(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms);
  });
}
