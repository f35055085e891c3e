/** The esbuild plugin that makes a model file self-contained. */
import { isBuiltin } from 'node:module';
import type { Loader, OnLoadResult, Plugin } from 'esbuild';
import type { PreparedSource } from './sourceCache';

export interface PluginOptions {
  /** Absolute path of the model file. */
  readonly entryFile: string;
  readonly load: (file: string) => Promise<PreparedSource>;
  /** Adds the entry expression to the model file's instrumented code. */
  readonly withEntry: (code: string) => string;
  /** Told of every file of the user's that the bundle holds. */
  readonly onSource: (prepared: PreparedSource) => void;
}

/** Imports the model file whatever its package.json says, and without its tsconfig. */
export const entrySpecifier = 'designer:entry';

function loaderOf(file: string): Loader {
  const extension = /\.[cm]?([jt]sx?)$/i.exec(file)?.[1]?.toLowerCase();
  if (extension === 'ts') return 'ts';
  if (extension === 'tsx') return 'tsx';
  return 'jsx';
}

async function loadSource(file: string, options: PluginOptions): Promise<OnLoadResult | undefined> {
  if (/[\\/]node_modules[\\/]/.test(file)) return undefined;
  const prepared = await options.load(file);
  options.onSource(prepared);
  const contents = file === options.entryFile ? options.withEntry(prepared.code) : prepared.code;
  return { contents, loader: loaderOf(file) };
}

/**
 * - Every `@tensorflow/tfjs*` import is the one instance that the worker holds.
 * - Node's built-in modules are asked of the worker, which is the one to guard them.
 * - The user's own files come from the editor, instrumented.
 */
export function modelFilePlugin(options: PluginOptions): Plugin {
  return {
    name: 'model-file',
    setup(build) {
      build.onResolve({ filter: /^@tensorflow\/tfjs/ }, () => ({
        path: 'tfjs',
        namespace: 'designer',
      }));
      build.onResolve({ filter: /^(node:)?[a-z0-9_]+(\/[a-z]+)?$/ }, ({ path }) =>
        isBuiltin(path) ? { path: path.replace(/^node:/, ''), namespace: 'builtin' } : undefined,
      );
      build.onResolve({ filter: new RegExp(`^${entrySpecifier}$`) }, () => ({
        path: options.entryFile,
        sideEffects: true,
      }));
      build.onLoad({ filter: /.*/, namespace: 'designer' }, () => ({
        contents: 'module.exports = __designer.tf;',
        loader: 'js',
      }));
      build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
        contents: `module.exports = __designer.require(${JSON.stringify(path)});`,
        loader: 'js',
      }));
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/i, namespace: 'file' }, ({ path }) =>
        loadSource(path, options),
      );
    },
  };
}
