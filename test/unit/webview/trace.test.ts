import ELK from 'elkjs/lib/elk.bundled.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { Picture } from '../../../src/layout/picture';
import type { ModelGraph } from '../../../src/model/graph';
import { GraphIndex } from '../../../webview/state/graphIndex';
import { marksOf } from '../../../webview/state/marks';
import { selectionRect } from '../../../webview/state/selectionRect';
import { reached, tracedIn } from '../../../webview/state/trace';
import { ModelBuilder, resNet } from '../layout/models';

const graph = resNet({ blocks: [3] });
const index = new GraphIndex(graph);
const order = graph.nodes.map(({ id }) => id);
let picture: Picture;
let closed: Picture;

beforeAll(async () => {
  const layout = createLayout(new ELK());
  const groups = [...index.groups.keys()];
  const all = (open: boolean) => Object.fromEntries(groups.map((id) => [id, open]));
  picture = await layout.layout(graph, all(true));
  const blocks = groups.filter((id) => index.pathOf(id).length === 2);
  closed = await layout.layout(graph, {
    ...all(true),
    ...Object.fromEntries(blocks.map((id) => [id, false])),
  });
});

/** A model within a model, which a layer leads into and another one leads out of. */
function nested(): ModelGraph {
  const inner = new ModelBuilder('in_');
  const input = inner.add('InputLayer', []);
  const left = inner.add('Dense', [input]);
  const right = inner.add('ReLU', [input]);
  inner.add('Add', [left, right]);
  const outer = new ModelBuilder();
  const start = outer.add('InputLayer', []);
  const model = outer.add('Functional', [start]);
  outer.add('Softmax', [model]);
  const built = outer.build();
  const nodes = built.nodes.map((node) =>
    node.id === model ? { ...node, inner: inner.build() } : node,
  );
  return { ...built, nodes };
}

describe('tracing', () => {
  it('finds all before and after a node of the main path, and no node of both', () => {
    const skip = graph.skips[1]!;
    const before = reached(index, [skip.merge], 'from');
    const after = reached(index, [skip.merge], 'to');
    const at = order.indexOf(skip.merge);
    expect([...before].sort()).toEqual(order.slice(0, at).sort());
    expect([...after].sort()).toEqual(order.slice(at + 1).sort());
  });

  it('leaves out the branch beside a node', () => {
    const skip = graph.skips.find(({ shortcut }) => shortcut.length > 0)!;
    const inBranch = skip.branch[0]!;
    const all = [...reached(index, [inBranch], 'from'), ...reached(index, [inBranch], 'to')];
    for (const id of skip.shortcut) expect(all).not.toContain(id);
    expect(all).toContain(skip.fork);
    expect(all).toContain(skip.merge);
  });

  it('goes into nested models and out of them', () => {
    const inside = new GraphIndex(nested());
    const [start, model, end] = ['inputlayer_0', 'functional_1', 'softmax_2'] as const;
    expect(reached(inside, [end], 'from')).toEqual(
      new Set([model, 'in_add_3', 'in_dense_1', 'in_relu_2', 'in_inputlayer_0', start]),
    );
    expect(reached(inside, ['in_dense_1'], 'to')).toEqual(new Set(['in_add_3', end]));
    expect(reached(inside, ['in_dense_1'], 'from')).toEqual(new Set(['in_inputlayer_0', start]));
  });

  it('shows in the picture the boxes, the groups around them, and the wires on a way', () => {
    const skip = graph.skips.find(({ shortcut }) => shortcut.length > 0)!;
    const traced = tracedIn(picture, index, skip.branch[0]!);
    for (const id of [skip.branch[0]!, skip.fork, skip.merge, order[0]!, order.at(-1)!])
      expect(traced.boxes).toContain(id);
    const merge = picture.boxes.find(({ id }) => id === skip.merge)!;
    expect(merge.parent).not.toBeNull();
    expect(traced.boxes).toContain(merge.parent);
    for (const id of skip.shortcut) expect(traced.boxes).not.toContain(id);
    const drawn = picture.skips.find(({ id }) => id === skip.id)!;
    for (const id of drawn.wires) expect(traced.wires).not.toContain(id);
    expect(traced.wires.size).toBeGreaterThan(5);
  });

  it('stands for closed groups, and for all that a group holds', () => {
    const group = closed.boxes.find((box) => box.type === 'group' && !box.open)!;
    const traced = tracedIn(closed, index, group.id);
    expect(traced.boxes).toEqual(new Set(closed.boxes.map(({ id }) => id)));
    const first = reached(index, [order[0]!], 'from');
    expect(first.size).toBe(0);
  });

  it('of what is gone shows nothing', () => {
    expect(tracedIn(picture, index, 'gone').boxes.size).toBe(0);
  });
});

describe('what is set off with a skip', () => {
  const none = {
    selection: null,
    cursorNodes: [],
    hoveredSkip: null,
    found: [],
    heatOf: null,
    focusable: null,
    traced: null,
  };

  it('is its fork and merge, both branches, and the wires along them', () => {
    const skip = graph.skips.find(({ shortcut }) => shortcut.length > 0)!;
    const marks = marksOf({ ...none, picture, index, hoveredSkip: skip.id });
    expect(marks.skips).toEqual(new Set([skip.id]));
    expect(marks.ends).toEqual(new Set([skip.fork, skip.merge, ...skip.shortcut]));
    expect(marks.branch).toEqual(new Set(skip.branch));
    // From the fork through every layer of the branch into the merge.
    expect(marks.wires.size).toBe(skip.branch.length + 1);
    const inside = new Set([skip.fork, ...skip.branch, skip.merge]);
    for (const { id, from, to } of picture.wires)
      if (marks.wires.has(id)) expect([inside.has(from), inside.has(to)]).toEqual([true, true]);
  });

  it('is nothing without one', () => {
    const marks = marksOf({ ...none, picture, index });
    expect([marks.skips, marks.ends, marks.branch, marks.wires].map(({ size }) => size)).toEqual([
      0, 0, 0, 0,
    ]);
  });
});

describe('what the window is filled with', () => {
  it('is the box that is selected, or the closed group over it', () => {
    const id = order[3]!;
    const box = picture.boxes.find((candidate) => candidate.id === id)!;
    const { x, y, width, height } = box;
    const selection = { type: 'box', id } as const;
    expect(selectionRect({ picture, index }, selection)).toEqual({ x, y, width, height });
    const hidden = graph.skips[0]!.branch[0]!;
    const over = closed.boxes.find((candidate) => candidate.type === 'group' && !candidate.open)!;
    const found = selectionRect({ picture: closed, index }, { type: 'box', id: hidden });
    expect(found).toMatchObject({ x: over.x, y: over.y });
  });

  it('is a skip with both branches', () => {
    const skip = graph.skips[1]!;
    const rect = selectionRect({ picture, index }, { type: 'skip', id: skip.id })!;
    for (const id of [skip.fork, skip.merge, ...skip.branch]) {
      const box = picture.boxes.find((candidate) => candidate.id === id)!;
      expect(box.x).toBeGreaterThanOrEqual(rect.x);
      expect(box.y + box.height).toBeLessThanOrEqual(rect.y + rect.height);
    }
    expect(selectionRect({ picture, index }, { type: 'box', id: 'gone' })).toBeUndefined();
  });
});
