/** The words that a command line may have, and the checks that several commands make of them. */
import type { parseArgs, ParseArgsConfig } from 'node:util';

/** The FILE that stands for stdout. */
export const stdoutFile = '-';

/** Of all commands together; each says which of them it takes. */
export const options = {
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
  backend: { type: 'string' },
  batch: { type: 'string' },
  batches: { type: 'string' },
  mode: { type: 'string' },
  loss: { type: 'string' },
  optimizer: { type: 'string' },
  seed: { type: 'string' },
  spread: { type: 'string' },
  trace: { type: 'string' },
  save: { type: 'string' },
  compare: { type: 'string' },
  tensorflow: { type: 'string' },
  'measure-roofs': { type: 'boolean' },
  fused: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const satisfies ParseArgsConfig['options'];

export type OptionName = keyof typeof options;

export type Values = ReturnType<typeof parseArgs<{ readonly options: typeof options }>>['values'];

/** A wrong word on the command line; `parseArguments` turns it into a value. */
export class UsageError extends Error {}

/** @throws UsageError on an option that belongs to another command. */
export function onlyOptions(command: string, values: Values, taken: readonly OptionName[]): void {
  const foreign = Object.keys(values).find((name) => !taken.some((one) => one === name));
  if (foreign !== undefined) throw new UsageError(`${command} takes no --${foreign}.`);
}

/** A command's one FILE or FOLDER. @throws UsageError where there is none, or another. */
export function onlyWord(command: string, what: string, words: readonly string[]): string {
  const [word, second] = words;
  if (word === undefined || word === '') throw new UsageError(`${command} takes a ${what}.`);
  if (second !== undefined)
    throw new UsageError(`${command} takes one ${what}; "${second}" is one too many.`);
  return word;
}

/** A number of at least `least`; `standard` where the option is absent. */
export function limit(
  option: 'time-limit' | 'memory-limit' | 'spread' | 'scale',
  { [option]: text }: Values,
  standard: number,
  least: number,
): number {
  if (text === undefined) return standard;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new UsageError(`--${option} takes a number of at least ${least}, not "${text}".`);
}

export function wholeNumber(option: OptionName, text: string, least = 1): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`--${option} takes a whole number of at least ${least}, not "${text}".`);
}

/** One of a few words; nothing where the option is absent. */
export function oneOf<T extends string>(
  option: OptionName,
  text: string | undefined,
  words: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  const quoted = words.map((one) => `"${one}"`);
  const last = quoted.pop() ?? '';
  const listed = quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
  throw new UsageError(`--${option} takes ${listed}, not "${text}".`);
}

/** Options whose value is the FILE that they write. */
type FileOption = 'svg' | 'png' | 'markdown' | 'latex' | 'csv' | 'mermaid' | 'save' | 'trace';

/** What is written into a file, or to stdout, in a format. */
export interface Target<F extends string> {
  readonly format: F;
  /** As the user wrote it. */
  readonly file: string;
}

/** The result of the command goes to stdout, or one export does in its place. */
export function targetsOf<F extends FileOption>(
  formats: readonly F[],
  values: Values,
): Target<F>[] {
  const targets = formats.flatMap((format): Target<F>[] => {
    const file: string | undefined = values[format];
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
