/** The command line's words as typed options, or the sentence that says what is wrong with them. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { ThemeName } from '../layout/theme';
import type { ExportFormat } from '../model/exports/formats';

/** What an option of its own name writes. A PNG needs a browser's canvas: the designer writes those. */
const commandLineFormats = [
  'svg',
  'markdown',
  'latex',
  'csv',
  'mermaid',
] as const satisfies readonly ExportFormat[];

export type CommandLineFormat = (typeof commandLineFormats)[number];

/** The FILE that stands for stdout. */
export const stdoutFile = '-';

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
}

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
  markdown: { type: 'string' },
  latex: { type: 'string' },
  csv: { type: 'string' },
  mermaid: { type: 'string' },
  boxes: { type: 'string' },
  theme: { type: 'string' },
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

function drawingOf({ boxes, theme = 'light' }: Values): DrawingArguments {
  if (theme !== 'light' && theme !== 'dark')
    throw new UsageError(`--theme takes "light" or "dark", not "${theme}".`);
  return { theme, ...(boxes === undefined ? {} : { mostBoxes: wholeNumber('boxes', boxes) }) };
}

function inspectArguments(files: readonly string[], values: Values): InspectArguments {
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

/** Of the options `samples` takes those of the drawing only. */
function samplesArguments(folders: readonly string[], values: Values): SamplesArguments {
  const foreign = Object.keys(values).find((name) => name !== 'boxes' && name !== 'theme');
  if (foreign !== undefined) throw new UsageError(`samples takes no --${foreign}.`);
  const folder = only('samples', 'FOLDER', folders);
  return { command: 'samples', folder, drawing: drawingOf(values) };
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
