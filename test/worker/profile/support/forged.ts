/** A program in the compute worker's place, which answers what `FORGED` is. */
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { profileRequest } from '../../../../src/protocol/computeMessages';
import { readyNotification } from '../../../../src/protocol/workerMessages';
import { openChannel } from '../../../../src/worker/channel';

declare const FORGED: never;

async function main(): Promise<void> {
  const { reader, writer } = await openChannel(() => process.exit());
  const connection = createMessageConnection(reader, writer);
  connection.onRequest(profileRequest, () => FORGED);
  connection.listen();
  await connection.sendNotification(readyNotification);
}

void main();
