/** The pipe between this process and a worker: a descriptor of its own, and messages that are sealed. */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { SealedReader, SealedWriter } from '../protocol/sealedChannel';

/** The file descriptor that the worker finds the pipe under; see `src/worker/channel.ts`. */
const channelDescriptor = 3;

/** How a worker is spawned, so that it has the pipe. */
export const workerStdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe', 'pipe'];

/** Over a pipe of our own: Node's channel throws in this process at the first line that is no JSON. */
export function connectTo(child: ChildProcess): MessageConnection {
  const pipe = child.stdio[channelDescriptor];
  if (!(pipe instanceof Duplex)) throw new Error('the worker was started without its channel');
  const secret = randomBytes(32).toString('hex');
  pipe.setEncoding('utf8').on('close', () => child.kill('SIGKILL'));
  const connection = createMessageConnection(
    new SealedReader(pipe, secret),
    new SealedWriter(pipe, secret),
  );
  pipe.write(`${secret}\n`);
  return connection;
}

const brokenPipe = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/** Whether nobody reads at the other end any more: the worker has ended, and its exit says why. */
export function isBrokenPipe(error: Error): boolean {
  return 'code' in error && brokenPipe.includes(String(error.code));
}
