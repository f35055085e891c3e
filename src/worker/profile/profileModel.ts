/** Profiles a model that was built: values for its weights, the step again and again, one step counted. */
import { nearest, timingOf } from '../../model/timing';
import type {
  BackendFacts,
  KernelEvent,
  MemoryProfile,
  ProfiledNode,
  ProfileSettings,
  StepProfile,
} from '../../protocol/profile';
import type { BuiltModel } from '../inspect';
import { StepCounter } from './counting';
import { StepMeasurement } from './measurement';
import { repeat } from './repeats';
import { profiledNodes, stepProfile } from './rows';
import { stepOf } from './step';
import { giveWeightsValues, randomSource } from './values';

/** How far it is. */
export interface StageProgress {
  readonly stage: 'prepare' | 'measure' | 'count';
  readonly done: number;
  readonly of: number;
}

export interface ProfileRun {
  readonly backend: BackendFacts;
  readonly settings: ProfileSettings;
  readonly progress: (progress: StageProgress) => void;
}

/** What a profile says of the step; the rest is of the file and the machine. */
export interface MeasuredStep {
  readonly step: StepProfile;
  readonly nodes: readonly ProfiledNode[];
  readonly events: readonly KernelEvent[];
  readonly memory: MemoryProfile;
  readonly loss: string;
  readonly optimizer: string;
  readonly inputShapes: readonly (readonly number[])[];
}

/** Two steps are counted: the first finds the peak, the second who holds what then. */
async function counted(measurement: StepMeasurement): Promise<StepCounter> {
  const first = new StepCounter();
  await measurement.count(first);
  const second = new StepCounter(first.peak.kernel);
  await measurement.count(second);
  return second;
}

export async function profileModel(built: BuiltModel, run: ProfileRun): Promise<MeasuredStep> {
  const { settings, progress } = run;
  const random = randomSource(settings.seed);
  progress({ stage: 'prepare', done: 0, of: 1 });
  giveWeightsValues(random);
  const step = stepOf(built.found, { settings, graph: built.graph, random });
  const measurement = new StepMeasurement(built, step);
  const before = (done: number): void => {
    if (done === 0) measurement.forgetSamples();
    progress({ stage: 'measure', done, of: 0 });
  };
  const { plain, hooked } = measurement;
  const repeated = await repeat({ plain, hooked, before }, settings);
  progress({ stage: 'count', done: 0, of: 1 });
  const counter = await counted(measurement);
  const times = measurement.samples.map(({ ms }) => ms);
  const typical = measurement.samples[nearest(times, timingOf(times).ms)];
  const { bytes, kernel } = counter.peak;
  return {
    step: stepProfile(measurement, repeated, counter.facts),
    nodes: profiledNodes(measurement, counter.facts),
    events: typical === undefined ? [] : measurement.events(counter.facts, typical),
    memory: {
      beforeBytes: counter.beforeBytes,
      peakBytes: bytes,
      peakEvent: kernel,
      holders: counter.holders(measurement.ownerOf),
    },
    loss: step.loss,
    optimizer: step.optimizerName,
    inputShapes: step.inputShapes,
  };
}
