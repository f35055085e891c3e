/** The compute worker's process: builds one model, runs its step on a backend, and ends. */
import os from 'node:os';
import { deflateRawSync } from 'node:zlib';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { told } from '../model/sentence';
import { roofKey } from '../model/profile/roofKey';
import type {
  MeasuredStep,
  ProfileAnswer,
  ProfileProgress,
  ProfileRequest,
} from '../protocol/compute';
import { probeRequest, profileRequest, progressNotification } from '../protocol/computeMessages';
import type { Failure } from '../protocol/failure';
import type { BackendName, Roofs } from '../protocol/profile';
import { readyNotification } from '../protocol/workerMessages';
import type { Folds, OpenBackend } from './backends/backend';
import { openBackend } from './backends/open';
import { probeBackends } from './backends/probe';
import { openChannel } from './channel';
import { guardProcess, processEnd } from './guard';
import { inspect, type BuiltModel } from './inspect';
import { packGraph } from './packedGraph';
import { foldedPeaks } from './profile/predictedPeak';
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

interface Chosen {
  readonly open?: OpenBackend;
  /** Why better ones were not taken; errors where none was. */
  readonly failures: readonly Failure[];
}

/** The first backend that works. */
async function choose({ backends, resources }: ProfileRequest): Promise<Chosen> {
  const failures: Failure[] = [];
  for (const name of backends) {
    const opened = await openBackend(name, resources);
    if (!opened.ok) failures.push(opened.failure);
    else if (opened.value.facts.software && backends.length > 1) failures.push(onlySoftware(name));
    else {
      const passedOver = failures.map((failure) => ({
        ...failure,
        severity: 'information' as const,
      }));
      return { open: opened.value, failures: passedOver };
    }
  }
  return { failures };
}

function onlySoftware(name: BackendName): Failure {
  return {
    code: 'adapter-missing',
    severity: 'information',
    ...told`The ${name} backend has a GPU here that the processor plays, which is slower than the processor itself.`,
  };
}

async function roofsOf(
  open: OpenBackend,
  { knownRoofs }: ProfileRequest,
  tell: Tell,
): Promise<Roofs> {
  const known = new Map(knownRoofs).get(roofKey(open.facts, os.cpus().length));
  if (known !== undefined) return known;
  tell({ stage: 'roofs', done: 0, of: 1 });
  return measureRoofs(open);
}

/** Said where the step ran on other kernels than were asked for. */
function notFused({ settings }: ProfileRequest, { kernels, backend }: MeasuredStep): Failure[] {
  if (kernels === (settings.kernels ?? 'own')) return [];
  const said = told`The ${backend.name} backend has no fused kernels; the step ran on TensorFlow.js's own.`;
  return [{ code: 'kernel-missing', severity: 'information', ...said }];
}

/** Said where the binding is not the one of this product: the workspace's own tfjs-node. */
function notFolded({ settings }: ProfileRequest, folds: Folds | undefined): Failure[] {
  // In training nothing is folded by any binding.
  if (folds !== 'normalizations' || settings.mode === 'train') return [];
  const said = told`This binding of TensorFlow takes no lists of strings: sums and activations ran as kernels of their own, and normalizations alone were folded into convolutions.`;
  return [{ code: 'kernel-missing', severity: 'information', ...said }];
}

interface Measured {
  readonly step?: MeasuredStep;
  readonly failures: readonly Failure[];
}

/** Runs the model on the best backend of those that were asked for. */
async function measure(built: BuiltModel, request: ProfileRequest, tell: Tell): Promise<Measured> {
  // On the meta device still.
  const peaks = foldedPeaks(built, request.settings);
  tell({ stage: 'backend', done: 0, of: 1 });
  const { open, failures } = await choose(request);
  if (open === undefined) return { failures };
  try {
    const { settings } = request;
    const { step, folds } = await profileModel(built, { open, settings, progress: tell });
    // Afterwards: its large tensors would leave an allocator behind that no training step of the user's finds.
    const roofs = await roofsOf(open, request, tell);
    const said = [...notFused(request, step), ...notFolded(request, folds)];
    const predictedPeakBytes = folds && peaks.get(folds);
    const memory = { ...step.memory, ...(predictedPeakBytes && { predictedPeakBytes }) };
    return { step: { ...step, memory, roofs }, failures: [...failures, ...said] };
  } catch (error) {
    return { failures: [failureOfStep(error, open.facts.name, built.positions), ...failures] };
  }
}

async function profile(
  request: ProfileRequest,
  { tf, allowRuns }: PreparedLibrary,
  tell: Tell,
): Promise<ProfileAnswer> {
  const realm = new Realm(sharedPrototypes(tf));
  let measured: Measured = { failures: [] };
  tell({ stage: 'build', done: 0, of: 1 });
  const { failures, graph } = await inspect(request, tf, realm, async (built) => {
    allowRuns();
    measured = await measure(built, request, tell);
  });
  const { step } = measured;
  return {
    ...(step === undefined ? {} : { packedStep: pack(step) }),
    ...(graph === undefined ? {} : { packedGraph: packGraph(graph) }),
    failures: [...measured.failures, ...failures],
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
