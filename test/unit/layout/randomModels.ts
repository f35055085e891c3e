/** Random ModelGraphs for property tests: series-parallel ones with scopes, and hostile ones. */
import fc from 'fast-check';
import type { GraphEdge, InnerGraph, ModelGraph } from '../../../src/model/graph';
import { ModelBuilder } from './models';

/** How a part of a network is composed of smaller parts. */
export type Plan =
  | { readonly type: 'layer'; readonly name: number }
  | { readonly type: 'series'; readonly parts: readonly Plan[] }
  /** Branches that meet in a merge; `skip` adds an identity shortcut. */
  | { readonly type: 'parallel'; readonly parts: readonly Plan[]; readonly skip: boolean }
  /** A residual branch with layers on the shortcut. */
  | { readonly type: 'projection'; readonly branch: Plan; readonly shortcut: Plan }
  | { readonly type: 'call'; readonly body: Plan }
  /** Uses the value from some steps ago too, whatever is in between. */
  | { readonly type: 'recall'; readonly back: number }
  /** A side input or a side output. */
  | { readonly type: 'side'; readonly input: boolean }
  /** A path of its own that ends in an output. */
  | { readonly type: 'tail'; readonly layers: number }
  | { readonly type: 'nested'; readonly body: Plan };

export const planArbitrary: fc.Arbitrary<Plan> = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { maxDepth: 5, depthSize: 'small', withCrossShrink: true },
    fc.record({ type: fc.constant('layer' as const), name: fc.nat(3) }),
    fc.record({
      type: fc.constant('series' as const),
      parts: fc.array(tie('plan'), { minLength: 1, maxLength: 5 }),
    }),
    fc.record({
      type: fc.constant('parallel' as const),
      parts: fc.array(tie('plan'), { minLength: 1, maxLength: 3 }),
      skip: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('projection' as const),
      branch: tie('plan'),
      shortcut: tie('plan'),
    }),
    fc.record({ type: fc.constant('call' as const), body: tie('plan') }),
    fc.record({ type: fc.constant('recall' as const), back: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ type: fc.constant('side' as const), input: fc.boolean() }),
    fc.record({ type: fc.constant('nested' as const), body: tie('plan') }),
  ),
})).plan;

const classNames = ['Conv2D', 'BatchNormalization', 'ReLU', 'MyVeryOwnLayerOfSomeLength'];

function idsSince(model: ModelBuilder, first: number): string[] {
  return model.nodes.slice(first).map(({ id }) => id);
}

function buildParallel(
  model: ModelBuilder,
  plan: Extract<Plan, { type: 'parallel' }>,
  x: string,
): string {
  const first = model.nodes.length;
  const ends = plan.parts.map((part) => buildPlan(model, part, x));
  const branch = idsSince(model, first);
  const inputs = plan.skip ? [...ends, x] : ends;
  const merge = model.add('Add', inputs);
  if (plan.skip && branch.length > 0) model.skip({ kind: 'identity', fork: x, merge, branch });
  return merge;
}

function buildProjection(
  model: ModelBuilder,
  plan: Extract<Plan, { type: 'projection' }>,
  x: string,
): string {
  const first = model.nodes.length;
  const end = buildPlan(model, plan.branch, x);
  const branch = idsSince(model, first);
  const second = model.nodes.length;
  const other = buildPlan(model, plan.shortcut, x);
  const shortcut = idsSince(model, second);
  const merge = model.add('Add', [end, other]);
  model.skip({ kind: 'projection', fork: x, merge, branch, shortcut });
  return merge;
}

let nestedModels = 0;

function buildNested(model: ModelBuilder, body: Plan, x: string): string {
  const inner = new ModelBuilder(`n${nestedModels++}/`);
  const input = inner.add('InputLayer', []);
  const output = buildPlan(inner, body, input);
  const graph: InnerGraph = { ...inner.build(), inputs: [input], outputs: [output] };
  const id = model.add('Functional', [x]);
  const node = model.nodes.pop();
  if (node !== undefined) model.nodes.push({ ...node, inner: graph });
  return id;
}

function buildPlan(model: ModelBuilder, plan: Plan, x: string): string {
  switch (plan.type) {
    case 'layer':
      return model.add(classNames[plan.name] ?? 'Dense', [x]);
    case 'series':
      return plan.parts.reduce((end, part) => buildPlan(model, part, end), x);
    case 'parallel':
      return buildParallel(model, plan, x);
    case 'projection':
      return buildProjection(model, plan, x);
    case 'call':
      return model.call('block', () => buildPlan(model, plan.body, x));
    case 'recall': {
      const old = model.nodes[Math.max(0, model.nodes.length - plan.back)]?.id ?? x;
      return model.add('Concatenate', [x, old]);
    }
    case 'side': {
      if (plan.input) return model.add('Concatenate', [x, model.add('InputLayer', [])]);
      model.add('Dense', [x]);
      return x;
    }
    case 'tail': {
      let tail = x;
      for (let layer = 0; layer < plan.layers; layer++) tail = model.add('Dense', [tail]);
      return x;
    }
    case 'nested':
      return buildNested(model, plan.body, x);
  }
}

export function modelOf(plan: Plan): ModelGraph {
  nestedModels = 0;
  const model = new ModelBuilder();
  const input = model.add('InputLayer', []);
  buildPlan(model, plan, input);
  return model.build();
}

/** Graphs that no inspection gives: wires anywhere, scopes in rings, ids that are not unique. */
export const hostileModel: fc.Arbitrary<ModelGraph> = fc
  .record({
    ids: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 's', 't', '__proto__', ''), {
      minLength: 1,
      maxLength: 14,
    }),
    edges: fc.array(fc.tuple(fc.nat(15), fc.nat(15), fc.integer({ min: -1, max: 2 })), {
      maxLength: 40,
    }),
    scopes: fc.array(fc.tuple(fc.nat(5), fc.nat(6)), { maxLength: 6 }),
    homes: fc.array(fc.nat(6), { minLength: 14, maxLength: 14 }),
  })
  .map(({ ids, edges, scopes, homes }) => {
    const scopeIds = ['s', 't', 'u', 'v', 's', 'missing'];
    const builder = new ModelBuilder();
    ids.forEach(() => builder.add('Conv2D', []));
    const graph = builder.build();
    const nodes = graph.nodes.map((node, index) => ({
      ...node,
      id: ids[index] ?? '',
      scope: scopeIds[homes[index] ?? 0] ?? null,
    }));
    const at = (index: number): string => ids[index] ?? 'nowhere';
    return {
      ...graph,
      nodes,
      edges: edges.map(([from, to, end]): GraphEdge => {
        return { from: at(from), output: end, to: at(to), input: end };
      }),
      scopes: scopes.map(([id, parent], index) => ({
        id: scopeIds[id] ?? 's',
        name: 'f',
        ordinal: index,
        siblings: scopes.length,
        parent: scopeIds[parent] ?? null,
      })),
      skips: edges.map(([from, to, kind], index) => ({
        id: `skip${index % 3}`,
        kind: kind === 1 ? ('projection' as const) : ('identity' as const),
        fork: at(from),
        merge: at(to),
        shortcut: kind === 1 ? [at(0), at(1)] : [],
        branch: [],
        length: 1,
        scope: null,
      })),
    };
  });
