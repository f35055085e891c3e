/** Sees to it that no worker lives on when this process dies, however it dies. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Socket } from 'node:net';
import { cleanEnvironment, type WorkerOptions } from './sandbox';

const watched = new Set<number>();
let guardian: ChildProcess | undefined;

function tell(line: string): void {
  if (guardian?.stdin?.writable === true) guardian.stdin.write(`${line}\n`);
}

function isSocket(stream: object): stream is Pick<Socket, 'unref'> {
  return 'unref' in stream;
}

function startGuardian({ script, nodePath }: WorkerOptions): void {
  const program = nodePath === '' ? process.execPath : nodePath;
  const started = spawn(program, [path.join(path.dirname(script), 'worker-guardian.js')], {
    env: cleanEnvironment(process.env),
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  });
  const forget = (): void => {
    if (guardian === started) guardian = undefined;
  };
  started.once('exit', forget).once('error', forget);
  started.stdin.on('error', forget);
  // It waits for this process, not the other way round.
  started.unref();
  if (isSocket(started.stdin)) started.stdin.unref();
  guardian = started;
  for (const pid of watched) tell(`+${pid}`);
}

/** Has this worker killed if this process ends before it. */
export function endWithHost(worker: ChildProcess, options: WorkerOptions): void {
  const { pid } = worker;
  if (pid === undefined) return;
  if (guardian === undefined) startGuardian(options);
  watched.add(pid);
  tell(`+${pid}`);
  worker.once('exit', () => {
    watched.delete(pid);
    tell(`-${pid}`);
  });
}
