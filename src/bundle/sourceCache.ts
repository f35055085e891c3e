/** Source files as the bundler takes them: the editor's unsaved text first, instrumented once. */
import { readFile, stat } from 'node:fs/promises';
import type { Insertion, SourceFile } from '../protocol/inspect';
import { nameDefault } from './defaultExport';
import { applyInsertions, shiftsOf } from './insertions';
import { instrument } from './instrument';
import { parseSource } from './parse';

export interface PreparedSource {
  /** The text esbuild gets: tracing calls inserted, lines unchanged. */
  readonly code: string;
  readonly source: SourceFile;
  /** The text as the user has it. */
  readonly text: string;
}

interface CacheEntry {
  readonly stamp: string;
  readonly prepared: PreparedSource;
}

/** Ids of functions only have to differ between the files of one bundle: each file gets a range. */
const idsPerFile = 100_000;

function prepare(file: string, text: string, fileNumber: number): PreparedSource {
  const tree = parseSource(file, text);
  const traced = tree === undefined ? undefined : instrument(tree, fileNumber * idsPerFile);
  const named = tree === undefined ? [] : nameDefault(tree, text);
  const insertions: readonly Insertion[] = [...named, ...(traced?.insertions ?? [])];
  return {
    text,
    code: applyInsertions(text, insertions),
    source: { file, functions: traced?.functions ?? [], shifts: shiftsOf(text, insertions) },
  };
}

/** Prepared files by path; a file is read and instrumented again only when it has changed. */
export class SourceCache {
  readonly #entries = new Map<string, CacheEntry>();
  readonly #numbers = new Map<string, number>();

  /**
   * @param unsaved the editor's text of the file, when it differs from the disk's.
   * @throws what `fs` throws when the file cannot be read.
   */
  async load(file: string, unsaved: string | undefined): Promise<PreparedSource> {
    if (unsaved !== undefined) return this.#prepared(file, `text:${unsaved}`, () => unsaved);
    const { mtimeMs, size } = await stat(file);
    const stamp = `disk:${mtimeMs}:${size}`;
    const cached = this.#entries.get(file);
    if (cached?.stamp === stamp) return cached.prepared;
    const text = await readFile(file, 'utf8');
    return this.#prepared(file, stamp, () => text);
  }

  #prepared(file: string, stamp: string, read: () => string): PreparedSource {
    const cached = this.#entries.get(file);
    if (cached?.stamp === stamp) return cached.prepared;
    const number = this.#numbers.get(file) ?? this.#numbers.size;
    this.#numbers.set(file, number);
    const prepared = prepare(file, read(), number);
    this.#entries.set(file, { stamp, prepared });
    return prepared;
  }
}
