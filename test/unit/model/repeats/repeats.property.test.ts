/** What holds for every graph after its repeats are grouped. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphNode, InnerGraph, ModelGraph, Scope } from '../../../../src/model/graph';
import { withRepeats } from '../../../../src/model/repeats/repeats';
import { ModelBuilder } from '../../layout/models';
import { hostileModel, modelOf, planArbitrary } from '../../layout/randomModels';

/** Chains of blocks, each of some kind, which come again. */
const chains = fc
  .array(fc.record({ kind: fc.nat(2), times: fc.integer({ min: 1, max: 12 }) }), { maxLength: 5 })
  .map((parts): ModelGraph => {
    const model = new ModelBuilder();
    let x = model.add('InputLayer', []);
    for (const { kind, times } of parts)
      for (let block = 0; block < times; block++) x = addBlock(model, x, kind);
    return model.build();
  });

function addBlock(model: ModelBuilder, x: string, kind: number): string {
  const y = model.add('ReLU', [model.add('Conv2D', [x])]);
  if (kind === 0) return y;
  const merge = model.add('Add', [kind === 1 ? y : model.add('Conv2D', [y]), x]);
  model.skip({ kind: 'identity', fork: x, merge });
  return merge;
}

function everything(graph: InnerGraph): { readonly nodes: GraphNode[]; readonly scopes: Scope[] } {
  const nodes = [...graph.nodes];
  const scopes = [...graph.scopes];
  for (const { inner } of graph.nodes) {
    if (inner === undefined) continue;
    const below = everything(inner);
    nodes.push(...below.nodes);
    scopes.push(...below.scopes);
  }
  return { nodes, scopes };
}

/** The layers below a scope, in order, by what has to be alike. */
function contents(graph: InnerGraph, id: string): string[] {
  const scopes = new Map(graph.scopes.map((scope) => [scope.id, scope]));
  const isIn = (scope: string | null): boolean => {
    for (let next = scope; next !== null; next = scopes.get(next)?.parent ?? null)
      if (next === id) return true;
    return false;
  };
  return graph.nodes.filter(({ scope }) => isIn(scope)).map(({ className }) => className);
}

describe('the repeats of random graphs', () => {
  it('are groups of blocks that hold the same layers, in one row', () => {
    fc.assert(
      fc.property(chains, (graph) => {
        const grouped = withRepeats(graph);
        for (const run of grouped.scopes.filter(({ found }) => found === 'run')) {
          const blocks = grouped.scopes.filter(({ parent }) => parent === run.id);
          expect(blocks.length).toBeGreaterThan(1);
          expect(run.name.endsWith(` ×${blocks.length}`)).toBe(true);
          const [first = [], ...others] = blocks.map(({ id }) => contents(grouped, id));
          for (const other of others) expect(other).toEqual(first);
          expect(contents(grouped, run.id)).toEqual(blocks.flatMap(() => first));
        }
      }),
    );
  });

  it('change nothing but scopes, whose ids stay unique', () => {
    fc.assert(
      fc.property(fc.oneof(chains, planArbitrary.map(modelOf)), (graph) => {
        const [before, after] = [everything(graph), everything(withRepeats(graph))];
        const bare = (node: GraphNode): object => ({ ...node, scope: null, inner: undefined });
        expect(after.nodes.map(bare)).toEqual(before.nodes.map(bare));
        const called = after.scopes.filter(({ found }) => found === undefined);
        expect(called.map(({ id }) => id)).toEqual(before.scopes.map(({ id }) => id));
        const ids = after.scopes.filter(({ found }) => found !== undefined).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('are the same for the same graph, and not found again in what is grouped', () => {
    fc.assert(
      fc.property(chains, (graph) => {
        const grouped = withRepeats(graph);
        expect(withRepeats(graph)).toEqual(grouped);
        expect(withRepeats(grouped).scopes).toHaveLength(grouped.scopes.length);
      }),
    );
  });

  it('are not looked for in vain in graphs that no inspection gives', () => {
    fc.assert(
      fc.property(hostileModel, (graph) => {
        expect(withRepeats(graph).nodes).toHaveLength(graph.nodes.length);
      }),
    );
  });
});
