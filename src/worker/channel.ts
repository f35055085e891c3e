/** The worker's end of the pipe to its host. */
import { Socket } from 'node:net';
import { SealedReader, SealedWriter } from '../protocol/sealedChannel';

/** The file descriptor of the pipe; see `src/workerHost/workerPipe.ts`. */
const channelDescriptor = 3;

export interface Channel {
  readonly reader: SealedReader;
  readonly writer: SealedWriter;
}

/**
 * Opens the pipe and waits for the secret, which is the first thing that the host writes.
 * @param onClosed called when the host has gone.
 */
export function openChannel(onClosed: () => void): Promise<Channel> {
  const pipe = new Socket({ fd: channelDescriptor, readable: true, writable: true });
  pipe.setEncoding('utf8').on('close', onClosed);
  // A pipe that broke is closed behind its error.
  pipe.on('error', () => undefined);
  return new Promise((resolve) => {
    pipe.once('data', (text: Buffer | string) => {
      const secret = String(text).trim();
      resolve({ reader: new SealedReader(pipe, secret), writer: new SealedWriter(pipe, secret) });
    });
  });
}
