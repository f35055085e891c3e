/** The inspect worker's process: answers one inspection at a time over its channel. */
import { createMessageConnection } from 'vscode-jsonrpc/node';
import type { Inspected, InspectRequest, WorkerAnswer } from '../protocol/inspect';
import { inspectRequest, readyNotification } from '../protocol/workerMessages';
import { openChannel } from './channel';
import { brokenProcess } from './evaluate/unreadable';
import { guardProcess, processEnd } from './guard';
import { tidier } from './idle';
import { inspect } from './inspect';
import { packGraph } from './packedGraph';
import { loadLazyGlobals, Realm } from './realm';
import { setUpTensorflow } from './setUp';
import { sharedPrototypes } from './tfjs/facade';
import { warmUp } from './warmUp';

/** Promises ask what they are given for `then`, which a script may have put on all objects for good. */
function unreachable(answer: WorkerAnswer): WorkerAnswer {
  return Object.setPrototypeOf(answer, null) as WorkerAnswer;
}

function packed({ graph, ...rest }: Inspected): WorkerAnswer {
  return graph === undefined ? rest : { ...rest, packedGraph: packGraph(graph) };
}

/** One inspection, with the reason why there may be no other in this process. */
async function inspectIn(
  realm: Realm,
  request: InspectRequest,
  tf: unknown,
): Promise<WorkerAnswer> {
  try {
    const outcome = await inspect(request, tf, realm);
    const dirty = outcome.dirty ?? realm.dirt(request.memoryLimitMB);
    return unreachable(packed({ ...outcome, ...(dirty === undefined ? {} : { dirty }) }));
  } catch (error) {
    const changed = realm.restore();
    // A fault of our own.
    if (changed === undefined) throw error;
    const failures = [brokenProcess(request.bundle, changed, error)];
    return unreachable({
      failures,
      evaluateMs: 0,
      analyseMs: 0,
      dirty: `"${changed}" was changed`,
    });
  }
}

async function main(): Promise<void> {
  // Deep calls of tfjs stand between an error and the line of the user's that it belongs to.
  Error.stackTraceLimit = 100;
  const { tf } = setUpTensorflow();
  // A worker whose host has gone has nothing left to do.
  const { reader, writer } = await openChannel(processEnd());
  const connection = createMessageConnection(reader, writer);
  loadLazyGlobals();
  await warmUp(tf);
  guardProcess();
  const tidySoon = tidier();
  let realm: Realm | undefined;
  connection.onRequest(inspectRequest, async (request) => {
    // The connection waits for this call before any code of the user's could change how it waits.
    await Promise.resolve();
    realm ??= new Realm(sharedPrototypes(tf));
    // To return the promise itself would ask for its "then", which the code may have replaced.
    const answer = await inspectIn(realm, request, tf);
    tidySoon();
    return answer;
  });
  connection.listen();
  await connection.sendNotification(readyNotification);
}

void main();
