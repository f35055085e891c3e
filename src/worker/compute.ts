/** The compute worker's process: builds one model, runs its step on a backend, and ends. */
import { deflateRawSync } from 'node:zlib';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import type {
  MeasuredStep,
  ProfileAnswer,
  ProfileProgress,
  ProfileRequest,
} from '../protocol/compute';
import { probeRequest, profileRequest, progressNotification } from '../protocol/computeMessages';
import type { Failure } from '../protocol/failure';
import { readyNotification } from '../protocol/workerMessages';
import { openBackend } from './backends/open';
import { probeBackends } from './backends/probe';
import { openChannel } from './channel';
import { guardProcess, processEnd } from './guard';
import { inspect, type BuiltModel } from './inspect';
import { packGraph } from './packedGraph';
import { profileModel } from './profile/profileModel';
import { measureRoofs } from './profile/roofs';
import { failureOfStep } from './profile/stepFailure';
import { loadLazyGlobals, Realm } from './realm';
import { setUpTensorflow, type PreparedLibrary } from './setUp';
import { sharedPrototypes } from './tfjs/facade';

type Tell = (progress: ProfileProgress) => void;

function pack(step: MeasuredStep): string {
  return deflateRawSync(JSON.stringify(step), { level: 3 }).toString('base64');
}

/** Runs the model on the backend that was asked for. */
async function measure(
  built: BuiltModel,
  { backend, resources, settings, calibrate }: ProfileRequest,
  tell: Tell,
): Promise<{ readonly step?: MeasuredStep; readonly failure?: Failure }> {
  tell({ stage: 'backend', done: 0, of: 1 });
  const opened = await openBackend(backend, resources);
  if (!opened.ok) return { failure: opened.failure };
  const open = opened.value;
  try {
    if (calibrate) tell({ stage: 'roofs', done: 0, of: 1 });
    const roofs = calibrate ? await measureRoofs(open) : undefined;
    const step = await profileModel(built, { open, settings, progress: tell });
    return { step: { ...step, ...(roofs === undefined ? {} : { roofs }) } };
  } catch (error) {
    return { failure: failureOfStep(error, backend, built.positions) };
  }
}

async function profile(
  request: ProfileRequest,
  { tf, allowRuns }: PreparedLibrary,
  tell: Tell,
): Promise<ProfileAnswer> {
  const realm = new Realm(sharedPrototypes(tf));
  let measured: Awaited<ReturnType<typeof measure>> = {};
  tell({ stage: 'build', done: 0, of: 1 });
  const { failures, graph } = await inspect(request, tf, realm, async (built) => {
    allowRuns();
    measured = await measure(built, request, tell);
  });
  const { step, failure } = measured;
  return {
    ...(step === undefined ? {} : { packedStep: pack(step) }),
    ...(graph === undefined ? {} : { packedGraph: packGraph(graph) }),
    failures: failure === undefined ? failures : [failure, ...failures],
  };
}

async function main(): Promise<void> {
  Error.stackTraceLimit = 100;
  const library = setUpTensorflow();
  const { reader, writer } = await openChannel(processEnd());
  const connection = createMessageConnection(reader, writer);
  loadLazyGlobals();
  guardProcess();
  connection.onRequest(profileRequest, (request) =>
    profile(request, library, (progress) => {
      void connection.sendNotification(progressNotification, progress);
    }),
  );
  connection.onRequest(probeRequest, async ({ resources }) => ({
    states: await probeBackends(resources),
  }));
  connection.listen();
  await connection.sendNotification(readyNotification);
}

void main();
