import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { ModelGraph } from '../../../src/model/graph';
import { GraphIndex } from '../../../webview/state/graphIndex';
import {
  baseName,
  kindsWords,
  layersWords,
  skipWords,
  skipsWords,
  totalsAnnouncement,
  whereWords,
} from '../../../webview/state/words';
import { flatChain, ModelBuilder, resNet } from '../layout/models';
import { allOpen } from '../layout/open';

const graph = resNet();
const index = new GraphIndex(graph);
const block = 'resnet50#1/stage#2/bottleneck#3';

/** A model with another one inside, of two layers and a skip between them. */
function nestedModel(): ModelGraph {
  const inner = new ModelBuilder('in_');
  const first = inner.add('Dense', [inner.add('InputLayer', [])], { parameters: 5, macs: 7 });
  const last = inner.add('Add', [first, 'in_inputlayer_0']);
  inner.skip({ kind: 'identity', fork: 'in_inputlayer_0', merge: last });
  const outer = new ModelBuilder();
  const input = outer.add('InputLayer', []);
  outer.add('Functional', [input], { parameters: 5, macs: 7 });
  const built = outer.build();
  const nodes = built.nodes.map((node) =>
    node.className === 'Functional' ? { ...node, inner: inner.build() } : node,
  );
  return { ...built, nodes };
}

describe('the index of a flat graph', () => {
  const flat = flatChain(100);
  const known = new GraphIndex(flat);

  it('knows the groups that the picture has for what repeats', async () => {
    const open = await createLayout({ layout: () => Promise.reject(new Error()) }).layout(
      flat,
      allOpen(flat),
    );
    for (const { type, id, parent } of open.boxes) {
      const held = type === 'group' ? known.groups.has(id) : known.nodes.has(id);
      expect([id, held, known.parentOf(id)]).toEqual([id, true, parent]);
    }
    expect(known.totalsOf('repeat:conv2d_1').layers).toBe(flat.nodes.length - 1);
  });

  it('leads from a layer to its block and its run', () => {
    const titles = known.pathOf('add_13').map(({ title }) => title);
    expect(titles).toEqual(['residual block ×15', 'residual block 2']);
  });
});

describe('the index of a graph', () => {
  it('leads from a group to those around it, outermost first', () => {
    const ids = index.pathOf(block).map(({ id }) => id);
    expect(ids).toEqual(['resnet50#1', 'resnet50#1/stage#2']);
    expect(index.groups.get(block)?.title).toBe('bottleneck 3');
    expect(whereWords(block, index)).toBe('stage 2');
    expect(index.pathOf('nothing of the kind')).toEqual([]);
  });

  it('counts what is in a group, at any depth', () => {
    expect(index.skipsIn(null)).toHaveLength(16);
    expect(index.skipsIn('resnet50#1/stage#3')).toHaveLength(6);
    expect(index.skipsIn(block)).toHaveLength(1);
    const stages = [1, 2, 3, 4].map((stage) => index.totalsOf(`resnet50#1/stage#${stage}`));
    const outside = graph.nodes.filter(({ scope }) => scope === 'resnet50#1');
    const sum = (of: (part: { macs: number; layers: number }) => number): number =>
      stages.reduce((total, part) => total + of(part), 0);
    expect(sum(({ layers }) => layers) + outside.length).toBe(graph.nodes.length);
    const outsideMacs = outside.reduce((total, { macs }) => total + macs.forward, 0);
    expect(sum(({ macs }) => macs) + outsideMacs).toBe(graph.macs.forward);
    expect(index.totalsOf('nothing of the kind')).toMatchObject({ layers: 0, macs: 0 });
  });

  it('knows the neighbours of a layer and its part in skips', () => {
    const identity = graph.skips.find(({ kind }) => kind === 'identity');
    const { fork = '', merge = '' } = identity ?? {};
    expect(index.nodes.get(fork)?.to).toContain(merge);
    expect(index.nodes.get(merge)?.from).toContain(fork);
    expect(index.skipsOf(merge).map(({ role }) => role)).toEqual(['merge']);
    const projection = graph.skips.find(({ kind }) => kind === 'projection');
    const [onShortcut = ''] = projection?.shortcut ?? [];
    expect(index.skipsOf(onShortcut)).toEqual([{ skip: projection, role: 'shortcut' }]);
    expect(index.skipsOf('nothing of the kind')).toEqual([]);
  });

  it('takes a nested model for a group, and counts its layers once', () => {
    const nested = new GraphIndex(nestedModel());
    expect(nested.groups.has('functional_1')).toBe(true);
    expect(nested.parentOf('in_dense_1')).toBe('functional_1');
    expect(nested.skipsIn('functional_1')).toHaveLength(1);
    expect(nested.totalsOf(null)).toMatchObject({ layers: 4, trainable: 5, macs: 7 });
  });

  it('comes to an end where scopes hold each other', () => {
    const [scope] = graph.scopes;
    if (scope === undefined) throw new Error('There is no scope.');
    const scopes = [
      { ...scope, id: 'a', parent: 'b' },
      { ...scope, id: 'b', parent: 'a' },
    ];
    const nodes = graph.nodes.slice(0, 1).map((node) => ({ ...node, scope: 'a' }));
    const ring = new GraphIndex({ ...graph, nodes, edges: [], skips: [], scopes });
    expect(ring.pathOf(nodes[0]?.id ?? '').map(({ id }) => id)).toEqual(['b', 'a']);
    expect(ring.totalsOf('a').layers).toBe(1);
  });
});

describe('words', () => {
  it('count', () => {
    expect([skipsWords(0), skipsWords(1), layersWords(1234)]).toEqual([
      '0 skips',
      '1 skip',
      '1,234 layers',
    ]);
  });

  it('tell the skips by kind', () => {
    expect(kindsWords(index.skipsIn(null))).toBe('12 identity, 4 projection');
    expect(skipWords({ kind: 'identity', length: 1 })).toBe(
      'identity shortcut around 1 weight layer',
    );
    expect(skipWords({ kind: 'dense', length: 2 })).toBe('dense skip around 2 weight layers');
  });

  it('tell the totals of a picture', () => {
    expect(totalsAnnouncement(graph, index)).toMatch(
      /^resnet50: [\d,]+ parameters, [\d,]+ MACs, 16 skips, 12 identity, 4 projection$/,
    );
  });

  it('name a file', () => {
    expect(['/a/net.ts', 'C:\\a\\net.ts', 'net.ts'].map(baseName)).toEqual(
      new Array(3).fill('net.ts'),
    );
  });
});
