/** Which blocks are found in graphs whose code gives no groups. */
import { describe, expect, it } from 'vitest';
import type { InnerGraph, ModelGraph, Scope } from '../../../../src/model/graph';
import { withRepeats } from '../../../../src/model/repeats/repeats';
import { flatChain, ModelBuilder, resNet } from '../../layout/models';

function found(graph: InnerGraph, kind: 'run' | 'block'): Scope[] {
  return withRepeats(graph).scopes.filter((scope) => scope.found === kind);
}

function names(graph: InnerGraph): string[] {
  return found(graph, 'run').map(({ name }) => name);
}

/** Layers of one class in a row. */
function series(model: ModelBuilder, x: string, classNames: readonly string[]): string {
  return classNames.reduce((end, className) => model.add(className, [end]), x);
}

const branch = ['Conv2D', 'BatchNormalization', 'ReLU', 'Conv2D', 'BatchNormalization'];

function residual(model: ModelBuilder, x: string, layers: readonly string[] = branch): string {
  const merge = model.add('Add', [series(model, x, layers), x]);
  model.skip({ kind: 'identity', fork: x, merge });
  return model.add('ReLU', [merge]);
}

function chainOf(blocks: readonly (readonly string[])[], stem: readonly string[] = []): ModelGraph {
  const model = new ModelBuilder();
  let x = series(model, model.add('InputLayer', []), stem);
  for (const layers of blocks) x = residual(model, x, layers);
  model.add('Dense', [x]);
  return model.build();
}

function times<T>(count: number, value: T): T[] {
  return new Array<T>(count).fill(value);
}

describe('repeats', () => {
  it('are one group in a flat loop, with a group for each block', () => {
    const graph = chainOf(times(50, branch));
    expect(names(graph)).toEqual(['residual block ×50']);
    const [run] = found(graph, 'run');
    const blocks = found(graph, 'block');
    expect(blocks.map(({ ordinal }) => ordinal)).toEqual(times(50, 0).map((_, index) => index + 1));
    for (const { parent, siblings, name } of blocks)
      expect([parent, siblings, name]).toEqual([run?.id, 50, 'residual block']);
    const { nodes } = withRepeats(graph);
    const ids = new Set(blocks.map(({ id }) => id));
    const inside = nodes.filter(({ scope }) => scope !== null && ids.has(scope));
    expect(inside).toHaveLength(50 * 7);
    expect(nodes.filter(({ scope }) => scope === null).map((node) => node.className)).toEqual([
      'InputLayer',
      'Dense',
    ]);
  });

  it('leave nodes, edges and skips as they are', () => {
    const graph = chainOf(times(5, branch));
    const grouped = withRepeats(graph);
    expect({ ...grouped, scopes: [], nodes: [] }).toEqual({ ...graph, scopes: [], nodes: [] });
    const unscoped = grouped.nodes.map((node) => ({ ...node, scope: null }));
    expect(unscoped).toEqual(graph.nodes);
  });

  it('begin at the fork of a block, also behind a stem that ends as a block does', () => {
    const graph = chainOf(times(6, branch), ['Conv2D', 'BatchNormalization', 'ReLU']);
    expect(names(graph)).toEqual(['residual block ×6']);
    const { nodes } = withRepeats(graph);
    expect(nodes.filter(({ scope }) => scope === null)).toHaveLength(5);
  });

  it('end where a block is another one, and go on behind it', () => {
    const other = ['Conv2D', 'BatchNormalization', 'ELU', 'Conv2D', 'BatchNormalization'];
    const graph = chainOf([...times(20, branch), other, ...times(9, branch)]);
    expect(names(graph)).toEqual(['residual block ×20', 'residual block ×9']);
  });

  it('keep the ids of what comes before an edited block', () => {
    const ids = (blocks: readonly (readonly string[])[]): string[] =>
      found(chainOf(blocks), 'run').map(({ id }) => id);
    const [before] = ids(times(30, branch));
    const [after] = ids([...times(20, branch), ['Conv2D'], ...times(9, branch)]);
    expect(after).toBe(before);
    expect(ids(times(31, branch))).toEqual([before]);
  });

  it('take settings and shapes for a difference, and names for none', () => {
    const block = (model: ModelBuilder, x: string, filters: number, name: string): string => {
      const config = { filters, name };
      const y = model.add('Conv2D', [x], { config });
      return model.add('ReLU', [model.add('BatchNormalization', [y], { config: { name } })]);
    };
    const graphOf = (filters: (index: number) => number): ModelGraph => {
      const model = new ModelBuilder();
      let x = model.add('InputLayer', []);
      for (let index = 0; index < 8; index++) x = block(model, x, filters(index), `c${index}`);
      return model.build();
    };
    expect(names(graphOf(() => 8))).toEqual(['block ×8']);
    expect(names(graphOf((index) => index))).toEqual([]);
  });

  it('are found within the calls of a function, and in nested models', () => {
    const model = new ModelBuilder();
    let x = model.add('InputLayer', []);
    x = model.call('stage', () => {
      let y = model.add('Conv2D', [x]);
      for (let block = 0; block < 4; block++) y = residual(model, y);
      return y;
    });
    const inner = chainOf(times(5, branch));
    model.add('Functional', [x]);
    const graph = model.build();
    const nodes = graph.nodes.map((node) =>
      node.className === 'Functional' ? { ...node, inner } : node,
    );
    const [run] = found(graph, 'run');
    expect(run).toMatchObject({ name: 'residual block ×4', parent: 'stage#1' });
    const nested = withRepeats({ ...graph, nodes }).nodes.at(-1)?.inner;
    expect(nested?.scopes.filter((scope) => scope.found === 'run')).toHaveLength(1);
  });

  it('hold the groups of helpers that the code calls in its loop', () => {
    const model = new ModelBuilder();
    let x = model.add('InputLayer', []);
    for (let block = 0; block < 10; block++) {
      x = model.call('convBn', () => series(model, x, ['Conv2D', 'BatchNormalization']));
      x = model.add('ReLU', [x]);
    }
    const graph = withRepeats(model.build());
    expect(graph.scopes.filter(({ found: kind }) => kind === 'run')).toMatchObject([
      { name: 'block ×10' },
    ]);
    const helpers = graph.scopes.filter(({ name }) => name === 'convBn');
    expect(helpers.map(({ parent }) => parent?.startsWith('block:'))).toEqual(times(10, true));
  });

  it('may hold repeats themselves', () => {
    const model = new ModelBuilder();
    let x = model.add('InputLayer', []);
    for (let stage = 0; stage < 3; stage++) {
      for (let block = 0; block < 5; block++) x = residual(model, x);
      x = model.add('MaxPooling2D', [x]);
    }
    expect(names(model.build())).toEqual(['residual block ×3', ...times(3, 'residual block ×5')]);
    const ids = withRepeats(model.build()).scopes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['calls of one function, which the code has named', resNet()],
    ['layers that only stand in a row', chainOf([], times(30, 'Dense'))],
    [
      'two or three layers that come again twice',
      chainOf([], ['Conv2D', 'ReLU', 'Conv2D', 'ReLU']),
    ],
  ])('are not made of %s', (_, graph) => {
    expect(withRepeats(graph).scopes).toEqual(graph.scopes);
  });

  it('do not hide the call that failed', () => {
    const graph = chainOf(times(8, branch));
    const nodes = graph.nodes.map((node, index) =>
      index === 30 ? { ...node, failed: true } : node,
    );
    const failing = withRepeats({ ...graph, nodes });
    expect(failing.nodes[30]?.scope).toBeNull();
  });

  it('are the identical blocks of each stage of a ResNet-50', () => {
    expect(names(resNet({ nested: false }))).toEqual(
      [2, 3, 5, 2].map((count) => `residual block ×${count}`),
    );
  });

  it('are found in 50,000 layers without recursion', () => {
    const [run] = found(flatChain(50_001), 'run');
    expect(run?.name).toBe('residual block ×7143');
  });

  it('are not looked for where scopes are in a ring or ids come twice', () => {
    const graph = chainOf(times(9, branch));
    const ring: Scope = { id: 'a', name: 'a', ordinal: 1, siblings: 1, parent: 'a' };
    expect(withRepeats({ ...graph, scopes: [ring] }).scopes).toEqual([ring]);
    const twice = { ...graph, nodes: [...graph.nodes, ...graph.nodes] };
    expect(withRepeats(twice).scopes).toEqual([]);
  });
});
