/** Programs that are run to their end: what they printed, and how they ended. */
import { spawn } from 'node:child_process';

export interface Ran {
  /** Null when a signal ended it; undefined when it could not be started. */
  readonly code: number | null | undefined;
  readonly stdout: string;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly timeLimitMs?: number;
  /** Ends the program. */
  readonly signal?: AbortSignal;
}

const keptCharacters = 64_000;

/** Never rejects: a program that cannot be started has no code. */
export function run(
  program: string,
  args: readonly string[],
  { env = process.env, timeLimitMs, signal }: RunOptions = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      killSignal: 'SIGKILL',
      ...(timeLimitMs === undefined ? {} : { timeout: timeLimitMs }),
      ...(signal === undefined ? {} : { signal }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout = (stdout + chunk.toString()).slice(-keptCharacters);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-keptCharacters);
    });
    let started = true;
    child.on('error', (error) => {
      started = child.pid !== undefined;
      stderr += error.message;
      if (!started) resolve({ code: undefined, stdout, stderr });
    });
    child.on('close', (code) => resolve({ code: started ? code : undefined, stdout, stderr }));
  });
}
