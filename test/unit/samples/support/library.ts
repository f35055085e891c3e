/** The library of samples as its files say it: the counts, and the functions that build. */
import { readdirSync, readFileSync } from 'node:fs';
import type * as tf from '@tensorflow/tfjs';
import counts from '../../../../media/models/counts.json';

/** How many skips of each kind; a kind that is not there is none. */
export type SkipCounts = Readonly<Record<string, number>>;

export interface Published {
  readonly file: string;
  readonly entry: string;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly macs: number;
  /** What the source gives, to as many digits as it gives. */
  readonly gmacsPublished: number | null;
  readonly skips: SkipCounts;
  readonly source: string;
}

type Builder = () => tf.LayersModel;

const folder = new URL('../../../../media/models/', import.meta.url);

export const library: readonly Published[] = counts;

export const sampleFiles = (): string[] =>
  readdirSync(folder).filter((file) => file.endsWith('.ts'));

export const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

/** The functions that a sample exports; all of them build a model. */
export async function buildersOf(file: string): Promise<ReadonlyMap<string, Builder>> {
  const exported = (await import(new URL(file, folder).href)) as Record<string, Builder>;
  return new Map(Object.entries(exported));
}

export async function buildSample({ file, entry }: Published): Promise<tf.LayersModel> {
  const build = (await buildersOf(file)).get(entry.replace('()', ''));
  if (!build) throw new Error(`${file} exports no ${entry}`);
  return build();
}
