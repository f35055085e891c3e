import ELK from 'elkjs/lib/elk.bundled.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { Picture } from '../../../src/layout/picture';
import { keyAction, type KeyPress } from '../../../webview/state/keys';
import { Navigator, type Direction } from '../../../webview/state/navigation';
import { readingOrder } from '../../../webview/state/words';
import { nextOption } from '../../../webview/ui/entryBox';
import { resNet } from '../layout/models';

const graph = resNet({ blocks: [2] });
let picture: Picture;
let navigator: Navigator;

beforeAll(async () => {
  picture = await createLayout(new ELK()).layout(graph, {});
  navigator = new Navigator(picture);
});

/** Every box that the same key leads to, from the first on. */
function walk(direction: Direction, start: string): string[] {
  const seen = [start];
  for (let id = navigator.next(start, direction); id !== undefined && !seen.includes(id);)
    [id] = [navigator.next(id, direction), seen.push(id)];
  return seen;
}

describe('arrow keys', () => {
  it('lead down the main path from the first box to the last, and never along a skip', () => {
    const path = walk('down', navigator.first ?? '');
    const shortcut = new Set(graph.skips.flatMap((skip) => skip.shortcut));
    const main = graph.nodes.map(({ id }) => id).filter((id) => !shortcut.has(id));
    expect(path.filter((id) => main.includes(id))).toEqual(main);
    expect(path.filter((id) => shortcut.has(id))).toEqual([]);
  });

  it('lead up again to the first', () => {
    const last = graph.nodes.at(-1)?.id ?? '';
    expect(walk('up', last).at(-1)).toBe(navigator.first);
  });

  it('lead to the branch beside and back', () => {
    const [onShortcut = ''] = graph.skips[0]?.shortcut ?? [];
    const beside = navigator.next(onShortcut, 'left') ?? '';
    expect(graph.skips[0]?.branch).toContain(beside);
    expect(graph.skips[0]?.shortcut).toContain(navigator.next(beside, 'right'));
  });

  it('lead out of a group and into it', () => {
    const group = picture.boxes.find(({ type }) => type === 'group')?.id ?? '';
    const inside = navigator.next(group, 'in') ?? '';
    expect(picture.boxes.find(({ id }) => id === inside)?.parent).toBe(group);
    expect(navigator.next(inside, 'out')).toBe(group);
    expect(navigator.next(graph.nodes[0]?.id ?? '', 'in')).toBeUndefined();
  });

  it('lead to the ends, and to the first from a box that is gone', () => {
    const order = readingOrder(picture).map(({ id }) => id);
    expect(order).toHaveLength(picture.boxes.length);
    expect(navigator.next(order[3] ?? '', 'first')).toBe(order[0]);
    expect(navigator.next(order[3] ?? '', 'last')).toBe(order.at(-1));
    expect(navigator.next('gone', 'down')).toBe(order[0]);
    expect(navigator.has('gone')).toBe(false);
  });

  it('lead nowhere in an empty picture', () => {
    const empty = new Navigator({ width: 0, height: 0, boxes: [], wires: [], skips: [] });
    expect([empty.first, empty.next('a', 'down'), empty.next('a', 'last')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('keys', () => {
  const press = (key: string, held: Partial<KeyPress> = {}): ReturnType<typeof keyAction> =>
    keyAction({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

  it.each([
    ['ArrowDown', {}, { type: 'go', direction: 'down' }],
    ['ArrowUp', { shiftKey: true }, { type: 'go', direction: 'out' }],
    ['ArrowDown', { shiftKey: true }, { type: 'go', direction: 'in' }],
    ['ArrowLeft', { altKey: true }, { type: 'pan', x: 80, y: 0 }],
    ['+', { shiftKey: true }, { type: 'zoom', factor: 1.25 }],
    ['-', {}, { type: 'zoom', factor: 0.8 }],
    ['1', {}, { type: 'fit' }],
    ['2', {}, { type: 'fitSelection' }],
    ['t', {}, { type: 'tool', tool: 'tracing' }],
    ['m', {}, { type: 'tool', tool: 'minimap' }],
    ['Enter', {}, { type: 'open' }],
    ['Escape', {}, { type: 'clear' }],
  ])('%s with %j', (key, held, action) => {
    expect(press(key, held)).toEqual(action);
  });

  it.each([
    ['ArrowDown', { ctrlKey: true }],
    ['+', { metaKey: true }],
    ['a', {}],
    ['Enter', { altKey: true }],
  ])('%s with %j belongs to the editor', (key, held) => {
    expect(press(key, held)).toBeUndefined();
  });
});

describe('the options of the entry box', () => {
  it.each([
    ['down from none', -1, 1, 3, 0],
    ['up from none', -1, -1, 3, 2],
    ['down', 0, 1, 3, 1],
    ['down from the last', 2, 1, 3, 0],
    ['up from the first', 0, -1, 3, 2],
    ['of one', 0, 1, 1, 0],
    ['of none', -1, 1, 0, -1],
  ])('%s', (_, active, step, count, expected) => {
    expect(nextOption(active, step, count)).toBe(expected);
  });
});
