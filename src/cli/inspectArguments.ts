/** What `inspect` and `samples` are asked for. */
import type { ModelMeasure } from '../layout/heat';
import type { ThemeName } from '../layout/theme';
import type { ExportFormat } from '../model/exports/formats';
import {
  limit,
  oneOf,
  onlyOptions,
  onlyWord,
  targetsOf,
  wholeNumber,
  type OptionName,
  type Target,
  type Values,
} from './usage';

/** What an option of its own name writes. */
const commandLineFormats = [
  'svg',
  'png',
  'markdown',
  'latex',
  'csv',
  'mermaid',
] as const satisfies readonly ExportFormat[];

export type CommandLineFormat = (typeof commandLineFormats)[number];

const sampleFormats = ['svg', 'png'] as const satisfies readonly CommandLineFormat[];

/** What the samples are drawn as. */
export type SampleFormat = (typeof sampleFormats)[number];

export type ExportTarget = Target<CommandLineFormat>;

/** How pictures are drawn. */
export interface DrawingArguments {
  readonly theme: ThemeName;
  /** Groups are open only as long as a picture has no more boxes than this. */
  readonly mostBoxes?: number;
  /** Pixels of a PNG for one of the picture's own. */
  readonly scale: number;
  /** What boxes are coloured by; absent: the families of layers. */
  readonly heat?: ModelMeasure;
}

/** Heat maps by their names on the command line. */
const heatMeasures = {
  parameters: 'parameters',
  macs: 'macs',
  activation: 'activations',
  receptive: 'reach',
} as const satisfies Readonly<Record<string, ModelMeasure>>;

const heatNames = ['parameters', 'macs', 'activation', 'receptive'] as const;

export interface InspectArguments {
  readonly command: 'inspect';
  /** As the user wrote it. */
  readonly file: string;
  /** Absent: the file decides. Empty: running the file builds the model. */
  readonly entry?: string;
  readonly json: boolean;
  /** What to write into files besides the result, in a fixed order; at most one into stdout. */
  readonly exports: readonly ExportTarget[];
  readonly drawing: DrawingArguments;
  /** Of the training step whose memory is measured; absent: none is. */
  readonly batchSize?: number;
  /** Whether FLOPs are counted. */
  readonly flops: boolean;
  readonly timeLimitMs: number;
  readonly memoryLimitMB: number;
}

export interface SamplesArguments {
  readonly command: 'samples';
  /** As the user wrote it. */
  readonly folder: string;
  readonly format: SampleFormat;
  readonly drawing: DrawingArguments;
}

const drawingOptions = ['boxes', 'theme', 'scale', 'heat'] as const satisfies readonly OptionName[];

const inspectOptions: readonly OptionName[] = [
  'entry',
  'json',
  ...commandLineFormats,
  ...drawingOptions,
  'batch-size',
  'flops',
  'time-limit',
  'memory-limit',
];

function drawingOf(values: Values): DrawingArguments {
  const { boxes, theme } = values;
  const heat = oneOf('heat', values.heat, heatNames);
  return {
    theme: oneOf('theme', theme, ['light', 'dark']) ?? 'light',
    scale: limit('scale', values, 1, 0.01),
    ...(boxes === undefined ? {} : { mostBoxes: wholeNumber('boxes', boxes) }),
    ...(heat === undefined ? {} : { heat: heatMeasures[heat] }),
  };
}

/** @throws UsageError */
export function inspectArguments(files: readonly string[], values: Values): InspectArguments {
  onlyOptions('inspect', values, inspectOptions);
  return {
    command: 'inspect',
    file: onlyWord('inspect', 'FILE', files),
    json: values.json === true,
    exports: targetsOf(commandLineFormats, values),
    drawing: drawingOf(values),
    flops: values.flops === true,
    timeLimitMs: limit('time-limit', values, 10, 0.1) * 1000,
    memoryLimitMB: limit('memory-limit', values, 2048, 64),
    ...(values.entry === undefined ? {} : { entry: values.entry }),
    ...(values['batch-size'] === undefined
      ? {}
      : { batchSize: wholeNumber('batch-size', values['batch-size']) }),
  };
}

/** @throws UsageError */
export function samplesArguments(folders: readonly string[], values: Values): SamplesArguments {
  onlyOptions('samples', values, [...drawingOptions, 'format']);
  const folder = onlyWord('samples', 'FOLDER', folders);
  const format = oneOf('format', values.format, sampleFormats) ?? 'svg';
  return { command: 'samples', folder, format, drawing: drawingOf(values) };
}
