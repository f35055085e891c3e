/** The sample networks, against the counts published with them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { allSkips } from '../../src/model/report';
import { root, uncancelled, useWorkbench } from './support/inspect';

interface Counts {
  readonly file: string;
  readonly entry: string;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly macs: number;
  readonly skips: Readonly<Record<string, number>>;
}

const models = path.join(root, 'media/models');
const samples = JSON.parse(readFileSync(path.join(models, 'counts.json'), 'utf8')) as Counts[];
const workbench = useWorkbench();

test.each(samples)('$file $entry has its published counts', async (sample) => {
  const file = path.join(models, sample.file);
  const request = { file, entry: sample.entry, unsaved: new Map<string, string>() };
  const { graph, failures } = await workbench.shared.inspect(request, uncancelled);
  expect(failures).toEqual([]);
  const skips = allSkips(graph!);
  const kinds = [...Object.keys(sample.skips), ...skips.map(({ kind }) => kind)];
  expect({
    complete: graph!.complete,
    trainable: graph!.parameters.trainable,
    nonTrainable: graph!.parameters.nonTrainable,
    macs: graph!.macs.forward,
    skips: Object.fromEntries(
      kinds.map((kind) => [kind, skips.filter((skip) => skip.kind === kind).length]),
    ),
  }).toEqual({
    complete: true,
    trainable: sample.trainable,
    nonTrainable: sample.nonTrainable,
    macs: sample.macs,
    skips: sample.skips,
  });
});

test('every layer of a sample has a place in its file, and no two have one id', async () => {
  const file = path.join(models, 'resnet50.ts');
  const lines = readFileSync(file, 'utf8').split('\n').length;
  const request = { file, entry: 'resnet50()', unsaved: new Map<string, string>() };
  const { graph } = await workbench.shared.inspect(request, uncancelled);
  for (const { id, source, places } of graph!.nodes) {
    expect(source?.file, id).toBe(file);
    expect(source!.line).toBeLessThanOrEqual(lines);
    expect(places.length).toBeGreaterThan(0);
  }
  expect(new Set(graph!.nodes.map(({ id }) => id)).size).toBe(graph!.nodes.length);
});

test('edges go forward, between nodes that are there', async () => {
  const file = path.join(models, 'resnet-v2.ts');
  const request = { file, entry: 'resnet50v2()', unsaved: new Map<string, string>() };
  const { graph } = await workbench.shared.inspect(request, uncancelled);
  const order = new Map(graph!.nodes.map(({ id }, index) => [id, index]));
  for (const { from, to } of graph!.edges) {
    expect(order.get(from)).toBeLessThan(order.get(to)!);
  }
});
