/** The command line's words as typed options, or the sentence that says what is wrong with them. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

export interface InspectArguments {
  readonly command: 'inspect';
  /** As the user wrote it. */
  readonly file: string;
  /** Absent: the file decides. Empty: running the file builds the model. */
  readonly entry?: string;
  readonly json: boolean;
  /** Where to write the picture. */
  readonly svg?: string;
  /** Of the training step whose memory is measured; absent: none is. */
  readonly batchSize?: number;
  /** Whether FLOPs are counted. */
  readonly flops: boolean;
  readonly timeLimitMs: number;
  readonly memoryLimitMB: number;
}

export type Arguments =
  | InspectArguments
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'wrong'; readonly message: string };

const options = {
  entry: { type: 'string' },
  json: { type: 'boolean' },
  svg: { type: 'string' },
  'batch-size': { type: 'string' },
  flops: { type: 'boolean' },
  'time-limit': { type: 'string' },
  'memory-limit': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const satisfies ParseArgsConfig['options'];

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

function onlyFile(files: readonly string[]): string {
  const [file, second] = files;
  if (file === undefined || file === '') throw new UsageError('inspect takes a FILE.');
  if (second !== undefined)
    throw new UsageError(`inspect takes one FILE; "${second}" is one too many.`);
  return file;
}

function parsed(words: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  if (values.help === true) return { command: 'help' };
  if (values.version === true) return { command: 'version' };
  const [command, ...files] = positionals;
  if (command === undefined) throw new UsageError('A command is missing.');
  if (command !== 'inspect') throw new UsageError(`There is no command "${command}".`);
  return {
    command,
    file: onlyFile(files),
    json: values.json === true,
    flops: values.flops === true,
    timeLimitMs: limit('time-limit', values['time-limit'], 10, 0.1) * 1000,
    memoryLimitMB: limit('memory-limit', values['memory-limit'], 2048, 64),
    ...(values.entry === undefined ? {} : { entry: values.entry }),
    ...(values['batch-size'] === undefined
      ? {}
      : { batchSize: wholeNumber('batch-size', values['batch-size']) }),
    ...(values.svg === undefined ? {} : { svg: values.svg }),
  };
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
