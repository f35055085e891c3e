// @ts-check
/** Real graphs of the sample models, through the product's own inspector. Needs dist/inspect-worker.js. */
import { build } from 'esbuild';
import { statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { artifacts, root } from './serve.mjs';

const worker = path.join(root, 'dist/inspect-worker.js');

/** When a file was written last; 0 where there is none. */
const writtenAt = (/** @type {string} */ file) =>
  statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * The graph that an entry of a file of media/models builds; kept until the worker or the file is a newer one.
 * @param {string} file
 * @param {string} entry
 * @returns {Promise<import('../../../../src/model/graph').ModelGraph>}
 */
export async function graphOf(file, entry) {
  const kept = path.join(artifacts, 'graphs', `${file}-${entry.replace(/\W/g, '_')}.json`);
  const sources = [worker, path.join(root, 'media/models', file)];
  if (sources.some((source) => writtenAt(source) >= writtenAt(kept))) {
    await mkdir(path.dirname(kept), { recursive: true });
    await writeFile(kept, JSON.stringify(await inspect(file, entry)));
  }
  return JSON.parse(await readFile(kept, 'utf8'));
}

/**
 * @param {string} file
 * @param {string} entry
 */
async function inspect(file, entry) {
  const outfile = path.join(artifacts, 'inspector.cjs');
  await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['esbuild'],
    entryPoints: ['src/workerHost/inspector.ts'],
    outfile,
    logLevel: 'warning',
  });
  /** @type {typeof import('../../../../src/workerHost/inspector')} */
  const { Inspector } = createRequire(import.meta.url)(outfile);
  const inspector = new Inspector({
    workerOptions: () => ({
      script: worker,
      nodePath: '',
      timeLimitMs: 20_000,
      memoryLimitMB: 2048,
    }),
    log: console.error,
  });
  const request = { file: path.join(root, 'media/models', file), entry, unsaved: new Map() };
  const { graph, failures } = await inspector.inspect(request, new Promise(() => undefined));
  inspector.dispose();
  if (graph === undefined) throw new Error(failures.map(({ message }) => message).join('\n'));
  return graph;
}
