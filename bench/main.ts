/**
 * `npm run bench`: prints a table and writes bench/results.json. Options:
 * `-- --only TEXT[,TEXT…]` takes only the measures with one of these texts in their name ("inspect",
 * "inspect bert", "editor", "beside the code", "typing", "first picture", "layout", "frames", "frames beside",
 * "frames in VS Code", "memory", "profile", "size"),
 * and leaves the other rows of the file as they are;
 * `-- --peers torch` also measures PyTorch's meta device, which it installs first.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith, SetupError } from '../scripts/lib/failure.mjs';
import { benchActivation } from './activation';
import { benchBesideCode } from './besideCode';
import { benchEditor, cases } from './editor';
import { benchFirstPicture } from './firstPicture';
import { benchFrames, unlimited } from './frames';
import { benchFramesBeside, benchFramesInEditor } from './framesBeside';
import { allSamples, benchInspect } from './inspect';
import { benchLayout } from './layout';
import { benchMemory } from './memory';
import { profileMeasures } from './profile';
import { forwardMeasure } from './profileMore';
import { row, table, type Row } from './row';
import { readSamples } from './samples';
import { benchTyping } from './typing';

const root = process.cwd();
const resultsFile = path.join(root, 'bench', 'results.json');

interface Options {
  /** Empty for all. */
  readonly only: readonly string[];
  readonly torch: boolean;
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: { only: { type: 'string' }, peers: { type: 'string' } } });
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error));
  }
}

function readOptions(args: string[]): Options {
  const { values } = parsed(args);
  if (values.peers !== undefined && values.peers !== 'torch')
    throw new SetupError(`There is no peer "${values.peers}"; --peers takes "torch".`);
  return { only: values.only?.split(',') ?? [], torch: values.peers === 'torch' };
}

async function packageSize(): Promise<Row[]> {
  const { size } = await stat(path.join(root, 'dist', 'resnet-designer.vsix'));
  return [row('VSIX size', size / 2 ** 20, 'MB')];
}

interface Measure {
  readonly name: string;
  readonly rows: () => Promise<Row[]>;
}

/** The cases in the editor share one of it, so they are one measure. */
async function measures({ only, torch }: Options): Promise<Measure[]> {
  const wanted = (name: string): boolean =>
    only.length === 0 || only.some((text) => name.includes(text));
  const samples = (await readSamples(root)).map((sample) => ({
    name: `inspect ${sample.builder}`,
    rows: () => benchInspect(root, sample, torch),
  }));
  const chosen = cases.filter(({ name }) => wanted(`editor ${name}`));
  const editor = { name: 'editor', rows: () => benchEditor(root, chosen) };
  return [
    ...samples.filter(({ name }) => wanted(name)),
    ...(chosen.length === 0 ? [] : [editor]),
    ...(wanted('beside the code')
      ? [{ name: 'beside the code', rows: () => benchBesideCode(root) }]
      : []),
    ...(wanted('typing') ? [{ name: 'typing', rows: () => benchTyping(root) }] : []),
    ...(wanted('first picture')
      ? [{ name: 'first picture', rows: () => benchFirstPicture(root) }]
      : []),
    ...(wanted('layout') ? [{ name: 'layout', rows: () => benchLayout(root) }] : []),
    ...(wanted('frames') ? [{ name: 'frames', rows: benchFrames }] : []),
    ...(wanted('frames beside')
      ? [{ name: 'frames beside', rows: () => benchFramesBeside(unlimited) }]
      : []),
    ...(wanted('frames in VS Code')
      ? [{ name: 'frames in VS Code', rows: () => benchFramesInEditor(root, unlimited) }]
      : []),
    ...(wanted('activation') ? [{ name: 'activation', rows: () => benchActivation(root) }] : []),
    ...(wanted('memory') ? [{ name: 'memory', rows: () => benchMemory(root) }] : []),
    ...[...profileMeasures, ...(torch ? [forwardMeasure] : [])]
      .filter(({ name }) => wanted(name))
      .map(({ name, rows }) => ({ name, rows: () => rows(root) })),
    ...(wanted('size') ? [{ name: 'size', rows: packageSize }] : []),
  ];
}

/** Rows of an earlier run that this one did not measure stay where they are. */
async function withEarlier(rows: readonly Row[]): Promise<Row[]> {
  const earlier = JSON.parse(await readFile(resultsFile, 'utf8').catch(() => '[]')) as Row[];
  const measured = new Map(rows.map((item) => [item.name, item]));
  const kept = earlier.map((item) => measured.get(item.name) ?? item);
  const known = new Set(earlier.map(({ name }) => name));
  return [...kept, ...rows.filter(({ name }) => !known.has(name))];
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const chosen = await measures(options);
  if (chosen.length === 0) throw new SetupError('--only names no measure.');
  const rows: Row[] = [];
  const failed: string[] = [];
  for (const [index, { name, rows: take }] of chosen.entries()) {
    console.error(`[${index + 1}/${chosen.length}] ${name}`);
    try {
      rows.push(...(await take()));
    } catch (error) {
      // What the others found is kept.
      console.error(error);
      failed.push(name);
    }
  }
  if (options.only.length === 0 || options.only.includes('inspect')) rows.push(...allSamples(rows));
  const written = options.only.length === 0 && failed.length === 0 ? rows : await withEarlier(rows);
  await writeFile(resultsFile, `${JSON.stringify(written, null, 2)}\n`);
  console.log(table(rows));
  if (failed.length > 0) throw new SetupError(`Not measured: ${failed.join(', ')}.`);
}

await main().catch(exitWith);
