/**
 * Memory that stays behind when models are opened and closed: of the host's bundler and inspector, and of
 * the designer's page, which here is shown one model after the other as no page in VS Code ever is.
 */
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { ensureChromium } from '../scripts/lib/chromium.mjs';
import type { ModelGraph } from '../src/model/graph';
import type { Inspector } from '../src/workerHost/inspector';
import { newInspector } from './inspector';
import { buildWebview, serve } from '../test/unit/webview/harness/serve.mjs';
import { stateOf } from '../test/unit/webview/harness/states.mjs';
import { row, type Row } from './row';

const models = 50;
/** Caches are full after these. */
const warmUps = 10;
/** What may stay behind of fifty models, as a part of what was there before. */
const allowance = 1.05;
const megabyte = 2 ** 20;

/** One for each inspection, as the session has them: what waits for it goes with it. */
function never(): Promise<void> {
  return new Promise(() => undefined);
}

/** Networks of different structure, so that no cache answers for the next. */
const shown = [
  ['resnet50.ts', 'resnet50()'],
  ['densenet.ts', 'densenet121()'],
  ['unet.ts', 'unet()'],
  ['inception-v1.ts', 'inceptionV1()'],
  ['resnet-cifar.ts', 'resnet56()'],
] as const;

function gc(): () => void {
  v8.setFlagsFromString('--expose-gc');
  return vm.runInNewContext('gc') as () => void;
}

function flat(name: string, before: number, after: number): Row {
  return row(name, after / megabyte, 'MB', (before * allowance) / megabyte, {
    name: `after ${warmUps} models`,
    value: before / megabyte,
  });
}

/** A file of its own for each model, as a user has them. */
async function writeModels(root: string, folder: string): Promise<string[]> {
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const texts = shown.map(([file]) => readFile(path.join(root, 'media', 'models', file), 'utf8'));
  const all = await Promise.all(texts);
  const files = Array.from({ length: models }, (_, i) => path.join(folder, `model-${i}.ts`));
  await Promise.all(files.map((file, i) => writeFile(file, all[i % all.length] ?? '')));
  return files;
}

async function hostHeap(inspector: Inspector, files: readonly string[]): Promise<Row> {
  const collect = gc();
  const used: number[] = [];
  for (const [i, file] of files.entries()) {
    const [, entry = ''] = shown[i % shown.length] ?? [];
    const { graph } = await inspector.inspect({ file, entry, unsaved: new Map() }, never());
    if (graph === undefined) throw new Error(`${file} gives no model`);
    collect();
    used.push(process.memoryUsage().heapUsed);
  }
  return flat(
    `memory of the host after ${models} models`,
    used[warmUps - 1] ?? 0,
    used.at(-1) ?? 0,
  );
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

async function show(page: Page, graph: ModelGraph, revision: number): Promise<void> {
  const state: unknown = stateOf(graph, { revision, uri: `file:///model-${revision}.ts` });
  await page.evaluate(
    ([body]) =>
      (Reflect.get(window, 'send') as (type: string, body: unknown) => void)('state', body),
    [state] as const,
  );
  await page.waitForSelector(`[data-revision="${revision}"]`);
  await page.waitForFunction(
    (drawn) =>
      (Reflect.get(window, 'posted') as { body: { revision?: number } }[]).some(
        ({ body }) => body.revision === drawn,
      ),
    revision,
  );
  // What the harness records of the page's messages is no memory of the page's.
  await page.evaluate(() => Reflect.set(window, 'posted', []));
}

async function pageHeap(graphs: readonly ModelGraph[]): Promise<Row> {
  await buildWebview();
  const { origin, stop } = await serve();
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(`${origin}/?dark`);
    const session = await page.context().newCDPSession(page);
    const used: number[] = [];
    for (let revision = 1; revision <= models; revision++) {
      const graph = graphs[(revision - 1) % graphs.length];
      if (graph !== undefined) await show(page, graph, revision);
      used.push(await heapOf(session));
    }
    return flat(
      `memory of the page after ${models} models`,
      used[warmUps - 1] ?? 0,
      used.at(-1) ?? 0,
    );
  } finally {
    await browser.close();
    stop();
  }
}

async function graphsOf(inspector: Inspector, root: string): Promise<ModelGraph[]> {
  const graphs: ModelGraph[] = [];
  for (const [name, entry] of shown) {
    const file = path.join(root, 'media', 'models', name);
    const { graph } = await inspector.inspect({ file, entry, unsaved: new Map() }, never());
    if (graph !== undefined) graphs.push(graph);
  }
  return graphs;
}

/** Rows that are met where memory is flat within 5 %. */
export async function benchMemory(root: string): Promise<Row[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'resnet-designer-memory-'));
  const inspector = newInspector(root);
  try {
    const host = await hostHeap(inspector, await writeModels(root, folder));
    return [host, await pageHeap(await graphsOf(inspector, root))];
  } finally {
    inspector.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}
