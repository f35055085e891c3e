/**
 * A model file and its imports as one script with its source map, made by esbuild in memory. No
 * code of the user's runs here.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, BuildOptions, BuildResult, Loader, OutputFile } from 'esbuild';
import { told } from '../model/sentence';
import { fail, ok, type Failure, type Result } from '../protocol/failure';
import type { ModelBundle, SourceFile } from '../protocol/inspect';
import { defaultName } from './defaultExport';
import { failureOf } from './messages';
import { parseEntry } from './parse';
import { entrySpecifier, modelFilePlugin, type PluginOptions } from './plugin';
import { SourceCache, type PreparedSource } from './sourceCache';
import { isTopologyFile, topologyBundle } from './topology';

export interface BundleRequest {
  /** Absolute path of the model file. */
  readonly file: string;
  /** The entry expression; empty to run the file only. */
  readonly entry: string;
  /** Texts of the editor that differ from the disk's, by absolute path. */
  readonly unsaved: ReadonlyMap<string, string>;
  /** Examples of the training step whose memory is to be measured; it is not, where this is absent. */
  readonly trainingBatchSize?: number;
  /** Whether FLOPs are to be counted. */
  readonly flops?: boolean;
}

/** All the failures of one build, and the bundle when there are none. */
export type BundleResult =
  | { readonly ok: true; readonly value: ModelBundle }
  | { readonly ok: false; readonly failures: readonly Failure[] };

/** Files that a model may import and that are no part of it. */
const ignoredLoaders: Record<string, Loader> = {
  '.node': 'empty',
  '.css': 'empty',
  '.png': 'empty',
  '.jpg': 'empty',
  '.svg': 'empty',
  '.txt': 'text',
  '.csv': 'text',
  '.wasm': 'binary',
};

const registerEntry = '__designer.entry(()=>__designerEntry());';

/**
 * The function of the entry expression goes behind the file's last line, where it moves nothing,
 * and is announced before its first statement, because a script that trains never comes to its end.
 */
function appendEntry(code: string, expression: string): string {
  const hashbang = /^#!.*\n?/.exec(code)?.[0] ?? '';
  const rest = code.slice(hashbang.length);
  const named = code.includes(defaultName) ? `const exports={default:${defaultName}};` : '';
  return `${hashbang}${registerEntry}${rest}\nasync function __designerEntry(){${named}return(\n${expression}\n)}`;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/** The announcement of the entry moves the first line that is not a hashbang. */
function entryShift(
  { source, text }: PreparedSource,
  entryFile: string,
  entry: string,
): SourceFile {
  if (source.file !== entryFile || entry === '') return source;
  const entryFirstLine = text.startsWith('#!') ? 2 : 1;
  const shift = { line: entryFirstLine, column: 0, length: registerEntry.length };
  return { ...source, shifts: [shift, ...source.shifts] };
}

function textOf(files: readonly OutputFile[], ending: string): string {
  return files.find((file) => file.path.endsWith(ending))?.text ?? '';
}

function buildOptions(folder: string, plugin: PluginOptions, entry: string): BuildOptions {
  return {
    absWorkingDir: folder,
    stdin: { contents: `import ${JSON.stringify(entry)};`, resolveDir: folder, loader: 'js' },
    plugins: [modelFilePlugin(plugin)],
    bundle: true,
    write: false,
    outfile: 'model.js',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    sourcemap: 'external',
    sourcesContent: false,
    loader: ignoredLoaders,
    define: {
      'import.meta.url': JSON.stringify(pathToFileURL(plugin.entryFile).href),
      'import.meta.main': 'false',
    },
    logLevel: 'silent',
  };
}

/** A package.json that says of its files that they have no side effects, as a library's does. */
function isLeftOut({ warnings }: BuildResult): boolean {
  return warnings.some(
    ({ id, location }) => id === 'ignored-bare-import' && location?.file === '<stdin>',
  );
}

/**
 * What the model file is imported as: by its path, so that esbuild heeds the compiler options of its tsconfig
 * (legacy decorators, class fields), unless the path that esbuild would tell is another than the editor's.
 */
async function specifierOf({ entryFile }: PluginOptions): Promise<string> {
  const real = await realpath(entryFile).catch(() => undefined);
  return real === entryFile ? entryFile : entrySpecifier;
}

/** Bundles model files; keeps what it read between calls, so an edit costs one file. */
export class Bundler {
  readonly #cache = new SourceCache();

  /** Starts esbuild's own process ahead of the first bundle. */
  async prepare(): Promise<void> {
    const { transform } = await import('esbuild');
    await transform('');
  }

  async bundle(request: BundleRequest): Promise<BundleResult> {
    const result = await this.#bundle(request);
    const { trainingBatchSize, flops } = request;
    if (!result.ok) return result;
    const asked = {
      ...(trainingBatchSize === undefined ? {} : { trainingBatchSize }),
      ...(flops === undefined ? {} : { flops }),
    };
    return { ok: true, value: { ...result.value, ...asked } };
  }

  async #bundle(request: BundleRequest): Promise<BundleResult> {
    if (isTopologyFile(request.file)) return this.#topology(request);
    const entry = this.#entryCode(request);
    if (!entry.ok) return { ok: false, failures: [entry.failure] };
    const { file, unsaved } = request;
    const folder = path.dirname(file);
    const sources: SourceFile[] = [];
    const expression = entry.value;
    let entryLine = 0;
    const plugin: PluginOptions = {
      entryFile: file,
      load: (wanted) => this.#cache.load(wanted, unsaved.get(wanted)),
      withEntry: (code) => {
        entryLine = code.split('\n').length + 1;
        return expression === '' ? code : appendEntry(code, expression);
      },
      onSource: (prepared) => sources.push(entryShift(prepared, file, expression)),
    };
    return this.#build(folder, plugin, sources, () => ({
      file,
      entry: expression,
      entryLine,
      sources,
    }));
  }

  async #topology({ file, unsaved }: BundleRequest): Promise<BundleResult> {
    const bundle = await topologyBundle(file, unsaved.get(file));
    return bundle.ok ? bundle : { ok: false, failures: [bundle.failure] };
  }

  async #build(
    folder: string,
    plugin: PluginOptions,
    sources: SourceFile[],
    rest: () => Omit<ModelBundle, 'code' | 'map'>,
  ): Promise<BundleResult> {
    const { build } = await import('esbuild');
    const bundled = (entry: string) => {
      sources.length = 0;
      return build({ ...buildOptions(folder, plugin, entry), write: false });
    };
    try {
      const first = await bundled(await specifierOf(plugin));
      const { outputFiles } = isLeftOut(first) ? await bundled(entrySpecifier) : first;
      const code = textOf(outputFiles, '.js');
      return { ok: true, value: { code, map: textOf(outputFiles, '.map'), ...rest() } };
    } catch (error) {
      if (!isBuildFailure(error)) throw error;
      return { ok: false, failures: error.errors.map((e) => failureOf(e, folder, sources)) };
    }
  }

  #entryCode({ file, entry }: BundleRequest): Result<string> {
    if (entry.trim() === '') return ok('');
    const expression = parseEntry(file, entry);
    if (expression !== undefined) return ok(expression);
    return fail({
      code: 'entry-invalid',
      severity: 'error',
      ...told`The entry expression "${entry}" is not an expression. Write a call such as "resnet50()".`,
      source: { file, line: 1, column: 1 },
    });
  }
}
