/** The inspect worker's process: answers one inspection at a time over its channel. */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { inspectRequest, readyNotification } from '../protocol/workerMessages';
import { guardProcess } from './guard';
import { inspect } from './inspect';
import { Realm } from './realm';
import { makeFacade, stopModelMethods } from './tfjs/facade';
import { installMetaDevice } from './tfjs/metaDevice';
import { noteTensor } from './tfjs/random';
import { makeWeightsShapeOnly } from './tfjs/weights';
import { hookLayerApply } from './trace/hooks';
import { rememberOwnClasses } from './trace/layerKinds';
import { hookKernels, hookTensors } from './trace/operations';
import { activeTrace } from './trace/trace';
import { warmUp } from './warmUp';

/** The channel of the forked process, held here alone once user code may run. */
function privateChannel(): NodeJS.Process {
  const channel = Object.create(process) as NodeJS.Process;
  const send = process.send?.bind(process);
  Object.defineProperty(channel, 'send', { value: send });
  return channel;
}

async function main(): Promise<void> {
  // Deep calls of tfjs stand between an error and the line of the user's that it belongs to.
  Error.stackTraceLimit = 100;
  installMetaDevice();
  makeWeightsShapeOnly();
  rememberOwnClasses();
  hookLayerApply();
  hookKernels(activeTrace);
  hookTensors((tensor) => {
    noteTensor(tensor);
    activeTrace()?.recordTensor(tensor);
  });
  stopModelMethods();
  const tf = makeFacade();
  const channel = privateChannel();
  const connection = createMessageConnection(
    new IPCMessageReader(channel),
    new IPCMessageWriter(channel),
  );
  await warmUp(tf);
  guardProcess();
  let realm: Realm | undefined;
  connection.onRequest(inspectRequest, async (request) => {
    realm ??= new Realm();
    const outcome = await inspect(request, tf);
    const dirty = outcome.dirty ?? realm.dirt(request.memoryLimitMB);
    return { ...outcome, ...(dirty === undefined ? {} : { dirty }) };
  });
  connection.listen();
  await connection.sendNotification(readyNotification);
}

void main();
