// @ts-check
/** Builds the four bundles (host, workers, command line, webview) into dist/. */
import { build } from 'esbuild';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { carryBackends } from './lib/carriedBackends.mjs';
import { workerPlugins } from './lib/workerPlugins.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  target: 'es2022',
  minifySyntax: production,
  minifyWhitespace: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode', 'esbuild'],
};

/**
 * Keeps what is loaded late in bundles of its own (see src/editor/{reading,beside,profiling}.ts and src/commands/exporting.ts).
 * @type {import('esbuild').Plugin}
 */
const lateParts = {
  name: 'late-parts',
  setup({ onResolve }) {
    onResolve({ filter: /\/(reading|beside|exporting|profiling)$/ }, ({ kind, path: wanted }) =>
      kind === 'dynamic-import'
        ? { path: `./${path.basename(wanted)}.js`, external: true }
        : undefined,
    );
  },
};

/** @type {Record<string, import('esbuild').BuildOptions>} */
const bundles = {
  host: {
    ...node,
    entryPoints: {
      extension: 'src/extension.ts',
      reading: 'src/editor/reading.ts',
      beside: 'src/editor/beside.ts',
      exporting: 'src/commands/exporting.ts',
      profiling: 'src/editor/profiling.ts',
    },
    outdir: 'dist',
    plugins: [lateParts],
  },
  // The module builds of tfjs are taken so that our code and the user's share one instance of its parts.
  worker: {
    ...node,
    entryPoints: {
      'inspect-worker': 'src/worker/main.ts',
      'compute-worker': 'src/worker/compute.ts',
      'worker-guardian': 'src/workerHost/guardian.ts',
    },
    outdir: 'dist',
    mainFields: ['module', 'main'],
    plugins: workerPlugins,
  },
  cli: {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    banner: { js: '#!/usr/bin/env node' },
  },
  webview: {
    ...shared,
    platform: 'browser',
    format: 'iife',
    minify: production,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryPoints: {
      main: 'webview/main.tsx',
      'layout.worker': 'webview/layout.worker.ts',
      elk: 'elkjs/lib/elk-worker.min.js',
    },
    outdir: 'dist/webview',
  },
};

/** esbuild starts a program of its own, so it cannot be bundled: it is carried as a package. */
async function carryEsbuild() {
  const platform = `${process.platform}-${process.arch}`;
  const from = (/** @type {string} */ name) => path.join(root, 'node_modules', name);
  const to = (/** @type {string} */ name) => path.join(dist, 'node_modules', name);
  for (const file of ['esbuild/lib/main.js', 'esbuild/package.json', 'esbuild/LICENSE.md']) {
    await cp(from(file), to(file));
  }
  await cp(from(`@esbuild/${platform}`), to(`@esbuild/${platform}`), { recursive: true });
}

/** WebAssembly cannot be bundled: the command line reads it from beside itself when it draws a PNG. */
function carryResvg() {
  const from = path.join(root, 'node_modules', '@resvg', 'resvg-wasm', 'index_bg.wasm');
  return cp(from, path.join(dist, 'resvg.wasm'));
}

/** Which npm packages went into the bundles; the notices are made from it. */
async function writeInputs(
  /** @type {import('esbuild').BuildResult[]} */ results,
  /** @type {readonly string[]} */ carried,
) {
  const packages = new Set(['esbuild', ...carried]);
  for (const result of results) {
    for (const input of Object.keys(result.metafile?.inputs ?? {})) {
      const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input);
      if (match?.[1]) packages.add(match[1]);
    }
  }
  await writeFile(path.join(dist, 'packages.json'), JSON.stringify([...packages].sort(), null, 2));
}

async function main() {
  const started = performance.now();
  if (production) await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const only = process.argv.slice(2).filter((name) => name in bundles);
  const chosen = only.length > 0 ? only : Object.keys(bundles);
  const results = await Promise.all(chosen.map((name) => build(bundles[name] ?? {})));
  await carryEsbuild();
  await carryResvg();
  const carried = await carryBackends(path.join(dist, 'backends'), production);
  if (only.length === 0) await writeInputs(results, carried);
  const version = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')).version;
  console.log(
    `build: resnet-designer ${version} ${chosen.join(', ')} in ${Math.round(performance.now() - started)} ms`,
  );
}

await main().catch((error) => {
  // esbuild has printed its own errors already.
  if (!('errors' in error)) console.error(error);
  process.exitCode = 1;
});
