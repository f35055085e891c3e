import ELK from 'elkjs/lib/elk.bundled.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLayout, treeOf } from '../../../src/layout/layout';
import type { Expansion } from '../../../src/layout/picture';
import { toSvg } from '../../../src/layout/svg';
import { groupsOf } from '../../../src/layout/tree';
import { viewOf } from '../../../src/layout/view';
import type { ModelGraph } from '../../../src/model/graph';
import { complaintsAbout } from './check';
import { hostileModel, modelOf, planArbitrary } from './randomModels';

const elk = new ELK();

/** Opens and closes the groups of a graph as the flags say. */
function expansionOf(graph: ModelGraph, open: readonly boolean[]): Expansion {
  const groups = groupsOf(treeOf(graph).root).slice(1);
  return Object.fromEntries(groups.map(({ id }, index) => [id, open[index % open.length] ?? true]));
}

const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 9 });

describe('layout of random networks', () => {
  it('keeps boxes apart and wires off boxes, whatever is open', async () => {
    const layout = createLayout(elk);
    await fc.assert(
      fc.asyncProperty(planArbitrary, flags, async (plan, open) => {
        const graph = modelOf(plan);
        const picture = await layout.layout(graph, expansionOf(graph, open));
        expect(complaintsAbout(picture)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('draws exactly one wire for each tensor and visible consumer', async () => {
    const layout = createLayout(elk);
    await fc.assert(
      fc.asyncProperty(planArbitrary, flags, async (plan, open) => {
        const graph = modelOf(plan);
        const expansion = expansionOf(graph, open);
        const tree = treeOf(graph);
        const { shown } = viewOf(tree, expansion);
        const expected = tree.flows.flatMap(({ from, output, to }) => {
          const [source, target] = [shown.get(from).id, shown.get(to).id];
          return source === target ? [] : [`${from.id}:${output} ${source}>${target}`];
        });
        const { wires } = await layout.layout(graph, expansion);
        const ends = wires.map(({ from, to }) => `${from}>${to}`).sort();
        const wanted = [...new Set(expected)].map((text) => text.slice(text.indexOf(' ') + 1));
        expect(ends).toEqual(wanted.sort());
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same picture again, from a fresh layout and from memory', async () => {
    const remembering = createLayout(elk);
    await fc.assert(
      fc.asyncProperty(planArbitrary, flags, async (plan, open) => {
        const graph = modelOf(plan);
        const expansion = expansionOf(graph, open);
        const first = await remembering.layout(graph, expansion);
        expect(await remembering.layout(graph, expansion)).toEqual(first);
        expect(await createLayout(elk).layout(graph, expansion)).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });
});

describe('layout of hostile graphs', () => {
  it('still draws every node once, without wires through boxes', async () => {
    const layout = createLayout(elk);
    await fc.assert(
      fc.asyncProperty(hostileModel, flags, async (graph, open) => {
        const picture = await layout.layout(graph, expansionOf(graph, open));
        expect(complaintsAbout(picture)).toEqual([]);
        const open1 = await layout.layout(graph, expansionOf(graph, [true]));
        const layers = open1.boxes.filter(({ type }) => type === 'layer');
        expect(layers).toHaveLength(graph.nodes.length);
        expect(toSvg(picture, 'dark', { legend: true })).toContain('</svg>');
      }),
      { numRuns: 400 },
    );
  });
});
