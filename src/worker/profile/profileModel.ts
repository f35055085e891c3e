/** Profiles a model that was built: values for its weights, the step again and again, one step counted. */
import { nearest, timingOf } from '../../model/timing';
import type { MeasuredStep, ProfileProgress } from '../../protocol/compute';
import { mostLogged, type ProfileSettings } from '../../protocol/profile';
import type { Folds, FusedKernels, OpenBackend } from '../backends/backend';
import type { BuiltModel } from '../inspect';
import { StepCounter } from './counting';
import { thisMachine } from './load';
import { isLogged, StepMeasurement, type LoggedSample } from './measurement';
import { repeat } from './repeats';
import { profiledNodes, stepProfile } from './rows';
import { stepOf } from './step';
import { giveWeightsValues, randomSource } from './values';

export interface ProfileRun {
  readonly open: OpenBackend;
  readonly settings: ProfileSettings;
  readonly progress: (progress: ProfileProgress) => void;
}

/** Of the time for repeats, for those steps whose kernels are noted. */
const loggedPart = 0.1;

/** Steps whose kernels are noted: those that were measured, or else some behind them. */
async function loggedSteps(
  measurement: StepMeasurement,
  limitMs: number,
): Promise<readonly LoggedSample[]> {
  const measured = measurement.samples.filter(isLogged);
  if (measured.length > 0) return measured;
  const begun = performance.now();
  const logged: LoggedSample[] = [];
  do logged.push(await measurement.logged());
  while (logged.length < mostLogged && performance.now() - begun < limitMs * loggedPart);
  return logged;
}

/**
 * The step whose kernels are shown: of those that ran the kernels that were counted, the one nearest to the median of
 * the measured ones. A model that draws what it runs may have none, and then the counted step itself is shown.
 */
function typicalOf(
  { samples }: StepMeasurement,
  logged: readonly LoggedSample[],
  countedStep: LoggedSample,
): LoggedSample {
  const same = logged.filter(({ signature }) => signature === countedStep.signature);
  const median = timingOf(samples.map(({ ms }) => ms)).ms;
  const times = same.map(({ ms }) => ms);
  return same[nearest(times, median)] ?? countedStep;
}

/** Profiles a model on the kernels that are asked for, and puts TensorFlow.js's own back. */
export async function profileModel(
  built: BuiltModel,
  run: ProfileRun,
): Promise<{ readonly step: MeasuredStep; readonly folds?: Folds }> {
  const { open, settings } = run;
  const fused = settings.kernels === 'fused' ? open.fuse?.() : undefined;
  try {
    const step = await measured(built, run, fused);
    return { step, ...(fused === undefined ? {} : { folds: fused.folds }) };
  } finally {
    fused?.undo();
  }
}

async function measured(
  built: BuiltModel,
  { open, settings, progress }: ProfileRun,
  fused: FusedKernels | undefined,
): Promise<MeasuredStep> {
  const random = randomSource(settings.seed);
  giveWeightsValues(random);
  const step = stepOf(built.found, { settings, graph: built.graph, random, fused });
  const measurement = new StepMeasurement({ built, step, timer: open.gpuTimer, fused });
  try {
    return await taken(measurement, { open, settings, progress });
  } finally {
    measurement.dispose();
  }
}

async function taken(
  measurement: StepMeasurement,
  { open, settings, progress }: ProfileRun,
): Promise<MeasuredStep> {
  const { step, fused } = measurement;
  const before = (done: number): void => {
    // What warmed up is no measurement.
    if (done === 0) measurement.forgetSamples();
    progress({ stage: 'measure', done, of: 0 });
  };
  const { plain, hooked } = measurement;
  progress({ stage: 'warmUp', done: 0, of: 0 });
  const repeated = await repeat({ plain, hooked, before, machine: thisMachine() }, settings);
  measurement.keepSamples(repeated.kept);
  progress({ stage: 'count', done: 0, of: 1 });
  const logged = await loggedSteps(measurement, settings.limitMs);
  const counter = new StepCounter();
  const typical = typicalOf(measurement, logged, await measurement.count(counter));
  const { bytes, kernel } = counter.peak;
  const stepped = stepProfile(measurement, repeated, counter.facts);
  return {
    backend: open.facts,
    kernels: fused === undefined ? 'own' : 'fused',
    step: stepped,
    nodes: profiledNodes(measurement, counter.facts, stepped.drift ?? 0),
    events: measurement.events(counter.facts, typical),
    memory: {
      beforeBytes: counter.beforeBytes,
      peakBytes: bytes,
      peakEvent: kernel,
      holders: counter.holders(measurement.ownerOf),
    },
    loss: step.loss,
    optimizer: step.optimizerName,
    inputShapes: step.inputShapes,
    batch: step.inputShapes[0]?.[0] ?? settings.batch,
  };
}
