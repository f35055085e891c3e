/** The samples of media/models, as their counts.json lists them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Sample {
  /** Name of the file in media/models. */
  readonly file: string;
  /** Name of the function that builds it. */
  readonly builder: string;
  readonly trainable: number;
}

export async function readSamples(root: string): Promise<Sample[]> {
  const text = await readFile(path.join(root, 'media', 'models', 'counts.json'), 'utf8');
  const entries = JSON.parse(text) as { file: string; entry: string; trainable: number }[];
  return entries.map(({ file, entry, trainable }) => ({
    file,
    builder: entry.replace('()', ''),
    trainable,
  }));
}
