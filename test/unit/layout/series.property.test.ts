import ELK from 'elkjs/lib/elk.bundled.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { residualChain } from '../../../bench/chains';
import { createLayout, treeOf } from '../../../src/layout/layout';
import { legendOf } from '../../../src/layout/legend';
import type { Expansion, Picture } from '../../../src/layout/picture';
import { findSeries } from '../../../src/layout/series/findSeries';
import { boxCount } from '../../../src/layout/series/lazyPicture';
import { groupsOf } from '../../../src/layout/tree';
import type { ModelGraph } from '../../../src/model/graph';
import { regrouped } from '../../../src/model/repeats/repeats';
import { decodeGraph, encodeGraph } from '../../../src/protocol/wireGraph';
import { allOpen } from './open';
import { modelOf, planArbitrary, type Plan } from './randomModels';

const elk = new ELK();
const shortening = createLayout(elk);
const whole = createLayout(elk, { shortens: false });

/** As a page gets it: layers that are alike share what they have in common. */
function asRead(graph: ModelGraph): ModelGraph {
  return decodeGraph(encodeGraph(graph));
}

/** Every list written out. */
function written({ width, height, boxes, wires, skips }: Picture): Picture {
  return { width, height, boxes, wires, skips };
}

async function expectSame(graph: ModelGraph, expansion: Expansion): Promise<void> {
  const short = await shortening.layout(graph, expansion);
  const all = await whole.layout(graph, expansion);
  // Counted before anything is written out.
  expect([boxCount(short), legendOf(short)]).toEqual([boxCount(all), legendOf(all)]);
  expect(written(short)).toEqual(written(all));
}

const layers = fc
  .array(fc.record({ type: fc.constant('layer' as const), name: fc.nat(2) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts): Plan => ({ type: 'series', parts }));

/** Mostly what blocks are made of, and sometimes anything. */
const blockPlan: fc.Arbitrary<Plan> = fc.oneof(
  { weight: 2, arbitrary: layers },
  {
    weight: 3,
    arbitrary: fc.tuple(layers, layers, fc.boolean()).map(([branch, rest, skip]): Plan => {
      const merged: Plan = { type: 'parallel', parts: skip ? [branch] : [branch, rest], skip };
      return { type: 'series', parts: [merged, rest] };
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(layers, layers)
      .map(([branch, shortcut]): Plan => ({ type: 'projection', branch, shortcut })),
  },
  { weight: 1, arbitrary: layers.map((body): Plan => ({ type: 'call', body })) },
  { weight: 2, arbitrary: planArbitrary },
);

/** Plans of blocks in a row, between, beside and within other things. */
const seriesPlan: fc.Arbitrary<Plan> = fc
  .record({
    before: planArbitrary,
    block: blockPlan,
    times: fc.integer({ min: 6, max: 24 }),
    after: planArbitrary,
    named: fc.boolean(),
    around: fc.constantFrom('nothing', 'call', 'skip', 'branch', 'shortcut', 'stages'),
    tail: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 40 })),
  })
  .map(({ before, block, times, after, named, around, tail }): Plan => {
    const one: Plan = named ? { type: 'call', body: block } : block;
    const row: Plan = { type: 'series', parts: new Array<Plan>(times).fill(one) };
    const middle: Record<typeof around, Plan> = {
      nothing: row,
      call: { type: 'call', body: row },
      skip: { type: 'parallel', parts: [row], skip: true },
      branch: { type: 'parallel', parts: [row, block], skip: false },
      shortcut: { type: 'projection', branch: block, shortcut: { type: 'call', body: row } },
      stages: { type: 'series', parts: new Array<Plan>(3).fill({ type: 'call', body: row }) },
    };
    const tails: Plan[] = tail === 0 ? [] : [{ type: 'tail', layers: tail }];
    return { type: 'series', parts: [before, ...tails, middle[around], after] };
  });

/** Opens and closes the groups of a graph, mostly as their neighbours. */
function expansionOf(graph: ModelGraph, open: readonly boolean[], odd: number): Expansion {
  const groups = groupsOf(treeOf(graph).root).slice(1);
  return Object.fromEntries(
    groups.map(({ id, parent }, index) => {
      const name = id.replace(/\d+/g, '').length + (parent?.title.length ?? 0);
      const usual = open[name % open.length] ?? true;
      return [id, index === odd ? !usual : usual];
    }),
  );
}

const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 3 });

describe('pictures of which only a part was laid out', () => {
  it('are the same as those of which all was', async () => {
    let shortened = 0;
    await fc.assert(
      fc.asyncProperty(seriesPlan, flags, fc.nat(60), async (plan, open, odd) => {
        const graph = asRead(modelOf(plan));
        const expansion = expansionOf(graph, open, odd);
        if (findSeries(regrouped(graph), expansion) !== undefined) shortened++;
        await expectSame(graph, expansion);
        await expectSame(graph, {});
      }),
      { numRuns: 150 },
    );
    expect(shortened).toBeGreaterThan(30);
  });

  it('are the same for chains that count from one digit to four', async () => {
    for (const layers of [80, 351, 1051, 8401]) {
      const graph = asRead(residualChain(layers));
      await expectSame(graph, allOpen(graph));
      await expectSame(graph, {});
    }
  });

  it('are the same beside a path of its own that is longer than what was laid out', async () => {
    const layer: Plan = { type: 'layer', name: 0 };
    const block: Plan = { type: 'call', body: { type: 'series', parts: [layer, layer] } };
    for (const tail of [2, 9, 12, 30]) {
      const row = new Array<Plan>(12).fill(block);
      const parts: Plan[] = [layer, { type: 'tail', layers: tail }, ...row, layer];
      const graph = asRead(modelOf({ type: 'series', parts }));
      await expectSame(graph, {});
      await expectSame(graph, allOpen(graph));
    }
  });

  it('tell how far they are, each box once', async () => {
    const graph = asRead(residualChain(4201));
    const steps: { done: number; of: number }[] = [];
    const picture = await shortening.layout(graph, allOpen(graph), (step) => steps.push(step));
    const all = picture.boxes.length;
    expect(steps.at(-1)).toEqual({ done: all, of: all });
  });
});
