/** Netron and Model Explorer in a page of our browser, each with a graph of ours, from their own files. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page, Route } from 'playwright-core';
import { ensureModelExplorer, ensureNetron } from '../scripts/lib/layoutPeers.mjs';
import type { LayerBox, Picture } from '../src/layout/picture';

/** A program that draws graphs, as a page. */
export interface FramePeer {
  readonly name: string;
  /** Shows the graph; resolves when it is drawn. */
  open(page: Page, picture: Picture, limitMs: number): Promise<void>;
}

/** Nothing else is reached from the pages. */
const origin = 'http://peer.test';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Answers from a folder, and what is made for the page by its path. */
async function serve(page: Page, folder: string, made: Readonly<Record<string, string>>) {
  const answer = async (route: Route): Promise<void> => {
    const { pathname, origin: asked } = new URL(route.request().url());
    if (asked !== origin) return route.abort();
    const contentType = contentTypes[path.extname(pathname)] ?? 'application/octet-stream';
    const text = made[pathname];
    if (text !== undefined) return route.fulfill({ body: text, contentType: 'application/json' });
    const file = path.join(folder, pathname === '/' ? 'index.html' : pathname);
    const body = await readFile(file).catch(() => undefined);
    if (body === undefined) return route.fulfill({ status: 404 });
    const type = pathname === '/' ? 'text/html' : contentType;
    return route.fulfill({ body, contentType: type });
  };
  await page.route('**/*', answer);
}

function layersOf({ boxes }: Picture): LayerBox[] {
  return boxes.filter((box) => box.type === 'layer');
}

function inputsOf({ wires }: Picture): Map<string, string[]> {
  const inputs = new Map<string, string[]>();
  for (const { from, to } of wires) inputs.set(to, [...(inputs.get(to) ?? []), from]);
  return inputs;
}

const classNames: Readonly<Partial<Record<LayerBox['category'], string>>> = {
  convolution: 'Conv2D',
  normalization: 'BatchNormalization',
  activation: 'ReLU',
  merge: 'Add',
};

/** A model of TensorFlow.js without weights. */
function layersModel(picture: Picture): string {
  const inputs = inputsOf(picture);
  const layers = layersOf(picture).map(({ id, category }) => {
    const from = inputs.get(id) ?? [];
    return {
      class_name: from.length === 0 ? 'InputLayer' : (classNames[category] ?? 'Layer'),
      name: id,
      config: { name: id },
      inbound_nodes: from.length === 0 ? [] : [from.map((one) => [one, 0, 0, {}])],
    };
  });
  const config = { name: 'chains', layers, input_layers: [], output_layers: [] };
  const topology = { model_config: { class_name: 'Functional', config } };
  return JSON.stringify({
    format: 'layers-model',
    modelTopology: topology,
    weightsManifest: [],
  });
}

function explorerGraphs(picture: Picture): string {
  const inputs = inputsOf(picture);
  const nodes = layersOf(picture).map(({ id, category }) => ({
    id,
    label: classNames[category] ?? id,
    namespace: '',
    incomingEdges: (inputs.get(id) ?? []).map((sourceNodeId) => ({ sourceNodeId })),
  }));
  return JSON.stringify({ graphs: [{ id: 'chains', nodes }] });
}

/**
 * More than 1000 boxes side by side Model Explorer puts into closed groups of its own (the default of its setting
 * "Maximum number of nodes in an artificial layer"); its page takes another limit by this parameter.
 */
const groupsAbove = 'groupNodeChildrenCountThreshold';

/** What the server of Model Explorer says of its own reader of graphs. */
const jsonAdapter = {
  type: 'adapter',
  id: 'builtin_json',
  name: 'JSON adapter',
  description: '',
  fileExts: ['json'],
};

const netron: FramePeer = {
  name: 'Netron',
  open: async (page, picture, limitMs) => {
    await serve(page, await ensureNetron(), { '/model.json': layersModel(picture) });
    // Otherwise it asks first whether it may count its users.
    await page.context().addCookies([{ name: 'consent', value: '1', url: origin }]);
    await page.goto(`${origin}/?url=${origin}/model.json`);
    const count = layersOf(picture).length;
    const isDrawn = (most: number): boolean =>
      document.querySelectorAll('.node').length >= most &&
      document.body.classList.contains('default');
    await page.waitForFunction(isDrawn, count, { timeout: limitMs, polling: 500 });
  },
};

const modelExplorer: FramePeer = {
  name: 'Model Explorer',
  open: async (page, picture, limitMs) => {
    const made = {
      '/api/v1/load_graphs_json': explorerGraphs(picture),
      '/api/v1/get_extensions': JSON.stringify([jsonAdapter]),
      '/api/v1/check_new_version': '{}',
    };
    await serve(page, await ensureModelExplorer(), made);
    const data = JSON.stringify({ models: [{ url: 'graphs://chains/0' }] });
    const query = new URLSearchParams({ data, [groupsAbove]: String(Number.MAX_SAFE_INTEGER) });
    await page.goto(`${origin}/?${query}`);
    await page.waitForSelector('webgl-renderer canvas', { timeout: limitMs });
    await page.waitForFunction(() => document.querySelector('.loading') === null, undefined, {
      timeout: limitMs,
      polling: 500,
    });
  },
};

export const framePeers: readonly FramePeer[] = [netron, modelExplorer];
