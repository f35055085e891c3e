/** The command line's words as typed options, or the sentence that says what is wrong with them. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { ModelMeasure } from '../layout/heat';
import type { ThemeName } from '../layout/theme';
import type { ExportFormat } from '../model/exports/formats';

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

/** The FILE that stands for stdout. */
export const stdoutFile = '-';

const sampleFormats = ['svg', 'png'] as const satisfies readonly CommandLineFormat[];

/** What the samples are drawn as. */
export type SampleFormat = (typeof sampleFormats)[number];

export interface ExportTarget {
  readonly format: CommandLineFormat;
  /** As the user wrote it. */
  readonly file: string;
}

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
const heatNames: ReadonlyMap<string, ModelMeasure> = new Map([
  ['parameters', 'parameters'],
  ['macs', 'macs'],
  ['activation', 'activations'],
  ['receptive', 'reach'],
]);

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

export type Arguments =
  | InspectArguments
  | SamplesArguments
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'wrong'; readonly message: string };

const options = {
  entry: { type: 'string' },
  json: { type: 'boolean' },
  svg: { type: 'string' },
  png: { type: 'string' },
  markdown: { type: 'string' },
  latex: { type: 'string' },
  csv: { type: 'string' },
  mermaid: { type: 'string' },
  boxes: { type: 'string' },
  theme: { type: 'string' },
  scale: { type: 'string' },
  heat: { type: 'string' },
  format: { type: 'string' },
  'batch-size': { type: 'string' },
  flops: { type: 'boolean' },
  'time-limit': { type: 'string' },
  'memory-limit': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const satisfies ParseArgsConfig['options'];

type Values = ReturnType<typeof parseArgs<{ readonly options: typeof options }>>['values'];

/** A wrong word on the command line; `parseArguments` turns it into a value. */
class UsageError extends Error {}

function limit(option: string, text: string | undefined, standard: number, least: number): number {
  if (text === undefined) return standard;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new UsageError(`--${option} takes a number of at least ${least}, not "${text}".`);
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new UsageError(`--${option} takes a whole number of at least 1, not "${text}".`);
}

function only(command: string, what: string, words: readonly string[]): string {
  const [word, second] = words;
  if (word === undefined || word === '') throw new UsageError(`${command} takes a ${what}.`);
  if (second !== undefined)
    throw new UsageError(`${command} takes one ${what}; "${second}" is one too many.`);
  return word;
}

/** The result of the command goes to stdout, or one export does in its place. */
function exportTargets(values: Values): ExportTarget[] {
  const targets = commandLineFormats.flatMap((format) => {
    const file = values[format];
    if (file === '') throw new UsageError(`--${format} takes a FILE.`);
    return file === undefined ? [] : [{ format, file }];
  });
  const [first, second] = [
    ...(values.json === true ? ['--json'] : []),
    ...targets.filter(({ file }) => file === stdoutFile).map(({ format }) => `--${format} -`),
  ];
  if (second !== undefined)
    throw new UsageError(`"${first ?? ''}" and "${second}" both write to stdout.`);
  return targets;
}

function heatOf(name: string): ModelMeasure {
  const heat = heatNames.get(name);
  if (heat !== undefined) return heat;
  const names = [...heatNames.keys()].map((each) => `"${each}"`).join(', ');
  throw new UsageError(`--heat takes one of ${names}, not "${name}".`);
}

function drawingOf({ boxes, theme = 'light', scale, heat }: Values): DrawingArguments {
  if (theme !== 'light' && theme !== 'dark')
    throw new UsageError(`--theme takes "light" or "dark", not "${theme}".`);
  return {
    theme,
    scale: limit('scale', scale, 1, 0.01),
    ...(boxes === undefined ? {} : { mostBoxes: wholeNumber('boxes', boxes) }),
    ...(heat === undefined ? {} : { heat: heatOf(heat) }),
  };
}

function refuse(command: string, option: string): never {
  throw new UsageError(`${command} takes no --${option}.`);
}

function inspectArguments(files: readonly string[], values: Values): InspectArguments {
  if (values.format !== undefined) refuse('inspect', 'format');
  return {
    command: 'inspect',
    file: only('inspect', 'FILE', files),
    json: values.json === true,
    exports: exportTargets(values),
    drawing: drawingOf(values),
    flops: values.flops === true,
    timeLimitMs: limit('time-limit', values['time-limit'], 10, 0.1) * 1000,
    memoryLimitMB: limit('memory-limit', values['memory-limit'], 2048, 64),
    ...(values.entry === undefined ? {} : { entry: values.entry }),
    ...(values['batch-size'] === undefined
      ? {}
      : { batchSize: wholeNumber('batch-size', values['batch-size']) }),
  };
}

/** Options of the drawing, the only ones that `samples` takes. */
const drawingOptions: readonly string[] = ['boxes', 'theme', 'scale', 'heat', 'format'];

function sampleFormat(name: string): SampleFormat {
  const format = sampleFormats.find((each) => each === name);
  if (format !== undefined) return format;
  throw new UsageError(`--format takes "svg" or "png", not "${name}".`);
}

function samplesArguments(folders: readonly string[], values: Values): SamplesArguments {
  const foreign = Object.keys(values).find((name) => !drawingOptions.includes(name));
  if (foreign !== undefined) refuse('samples', foreign);
  const folder = only('samples', 'FOLDER', folders);
  const format = sampleFormat(values.format ?? 'svg');
  return { command: 'samples', folder, format, drawing: drawingOf(values) };
}

function parsed(words: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  if (values.help === true) return { command: 'help' };
  if (values.version === true) return { command: 'version' };
  const [command, ...rest] = positionals;
  if (command === 'inspect') return inspectArguments(rest, values);
  if (command === 'samples') return samplesArguments(rest, values);
  if (command === undefined) throw new UsageError('A command is missing.');
  throw new UsageError(`There is no command "${command}".`);
}

function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).includes('PARSE_ARGS');
}

/** Only the first sentence of Node's own messages is about what the user wrote. */
function firstSentence(message: string): string {
  return `${message.split(/\.\s|\n/)[0]?.replace(/\.$/, '') ?? message}.`;
}

export function parseArguments(words: readonly string[]): Arguments {
  try {
    return parsed(words);
  } catch (error) {
    if (error instanceof UsageError) return { command: 'wrong', message: error.message };
    if (isParseError(error)) return { command: 'wrong', message: firstSentence(error.message) };
    throw error;
  }
}
