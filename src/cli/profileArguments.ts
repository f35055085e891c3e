/** What `profile` is asked for. */
import {
  backendNames,
  fusingBackends,
  profileLosses,
  profileModes,
  profileOptimizers,
  type ProfileSettings,
} from '../protocol/profile';
import {
  limit,
  oneOf,
  onlyOptions,
  onlyWord,
  targetsOf,
  UsageError,
  wholeNumber,
  type OptionName,
  type Target,
  type Values,
} from './usage';

/** What an option of its own name writes; `save` is the profile itself. */
const profileFormats = ['save', 'trace', 'markdown', 'csv'] as const;

export type ProfileFormat = (typeof profileFormats)[number];

export type ProfileTarget = Target<ProfileFormat>;

export interface ProfileArguments {
  readonly command: 'profile';
  /** As the user wrote it. */
  readonly file: string;
  /** Absent: the file decides. Empty: running the file builds the model. */
  readonly entry?: string;
  readonly settings: ProfileSettings;
  readonly json: boolean;
  /** What to write into files besides the result, in a fixed order; at most one into stdout. */
  readonly exports: readonly ProfileTarget[];
  /** File of an earlier profile, as the user wrote it. */
  readonly compare?: string;
  /** Of the curve, smallest first; absent: none is measured. */
  readonly batches?: readonly number[];
  /** The folder with TensorFlow's library, as the user wrote it. */
  readonly tensorflow?: string;
  /** Whether what the device can do at most is measured anew, though it is known. */
  readonly measureRoofs: boolean;
  /** For the code that builds the model. */
  readonly timeLimitMs: number;
  readonly memoryLimitMB: number;
}

const profileOptions: readonly OptionName[] = [
  'entry',
  'backend',
  'fused',
  'batch',
  'batches',
  'mode',
  'loss',
  'optimizer',
  'seed',
  'spread',
  'time-limit',
  'memory-limit',
  'json',
  ...profileFormats,
  'compare',
  'tensorflow',
  'measure-roofs',
];

/** Seconds in which most models are built and repeated until they are sure. */
const standardLimitS = 10;

/** The curve has a process for each point. */
const mostBatches = 100;

function batchesOf({ batches }: Values): readonly number[] | undefined {
  if (batches === undefined) return undefined;
  const sizes = batches.split(',').map((text) => wholeNumber('batches', text));
  if (sizes.length > mostBatches)
    throw new UsageError(`--batches takes ${mostBatches} numbers at most, not ${sizes.length}.`);
  return [...new Set(sizes)].sort((a, b) => a - b);
}

/** A share of the step; more than 1 would end at once. */
function spreadOf(values: Values): number {
  const spread = limit('spread', values, 0.02, 0);
  if (spread > 1)
    throw new UsageError(`--spread takes a share from 0 to 1, not "${values.spread ?? ''}".`);
  return spread;
}

function settingsOf(values: Values): ProfileSettings {
  const backend = oneOf('backend', values.backend, backendNames);
  const loss = oneOf('loss', values.loss, profileLosses);
  const optimizer = oneOf('optimizer', values.optimizer, profileOptimizers);
  const mode = oneOf('mode', values.mode, profileModes) ?? 'train';
  if (mode === 'infer' && (loss ?? optimizer) !== undefined)
    throw new UsageError('Inference has neither a loss nor an optimizer.');
  const fused = values.fused === true;
  if (fused && backend !== undefined && !fusingBackends.has(backend))
    throw new UsageError(`The ${backend} backend has no fused kernels, so --fused cannot be had.`);
  return {
    mode,
    batch: wholeNumber('batch', values.batch ?? '1'),
    seed: wholeNumber('seed', values.seed ?? '1', 0),
    spread: spreadOf(values),
    limitMs: limit('time-limit', values, standardLimitS, 0.1) * 1000,
    ...(backend === undefined ? {} : { backend }),
    ...(fused ? { kernels: 'fused' as const } : {}),
    ...(loss === undefined ? {} : { loss }),
    ...(optimizer === undefined ? {} : { optimizer }),
  };
}

/** A file or folder of an option. */
function pathOf(option: 'compare' | 'tensorflow', { [option]: text }: Values): string | undefined {
  if (text !== '') return text;
  throw new UsageError(`--${option} takes a ${option === 'compare' ? 'FILE' : 'FOLDER'}.`);
}

/** @throws UsageError */
export function profileArguments(files: readonly string[], values: Values): ProfileArguments {
  onlyOptions('profile', values, profileOptions);
  const settings = settingsOf(values);
  const compare = pathOf('compare', values);
  const tensorflow = pathOf('tensorflow', values);
  const batches = batchesOf(values);
  return {
    command: 'profile',
    file: onlyWord('profile', 'FILE', files),
    settings,
    json: values.json === true,
    measureRoofs: values['measure-roofs'] === true,
    exports: targetsOf(profileFormats, values),
    // Less time for repeats is no wish that the model be built faster.
    timeLimitMs: Math.max(settings.limitMs, standardLimitS * 1000),
    memoryLimitMB: limit('memory-limit', values, 4096, 64),
    ...(values.entry === undefined ? {} : { entry: values.entry }),
    ...(compare === undefined ? {} : { compare }),
    ...(tensorflow === undefined ? {} : { tensorflow }),
    ...(batches === undefined ? {} : { batches }),
  };
}
