import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../src/layout/picture';
import { GraphIndex } from '../../../webview/state/graphIndex';
import { parseKept } from '../../../webview/state/kept';
import { marksOf } from '../../../webview/state/marks';
import { initialState, reduce, type UiAction } from '../../../webview/state/uiState';
import { defaultViews, type Views } from '../../../webview/state/views';
import { resNet } from '../layout/models';

const saved = { uri: 'file:///a.ts', entry: 'a()', expansion: {}, selected: null, viewport: null };

const set: Views = {
  tab: 'layers',
  heat: 'macs',
  layers: {
    sort: { column: 'macs', descending: true },
    filter: 'conv',
    grouped: false,
    closed: ['stage#1'],
  },
  blocks: { sort: null },
  profile: {
    view: 'memory',
    table: { sort: { column: 'forward', descending: false }, filter: 'conv', grouped: true },
    sorts: { 'kernel-table': { column: 'ms', descending: true } },
    flame: { from: 1, to: 2, of: 10 },
  },
};

describe('the views', () => {
  it('start with the graph, coloured by category', () => {
    expect(initialState(undefined).views).toEqual(defaultViews);
  });

  it('come back after a reload as they were set', () => {
    const kept = parseKept({ ...saved, views: set });
    expect(initialState(kept).views).toEqual(set);
  });

  it.each([
    { ...set, tab: 'nothing of the kind' },
    { ...set, heat: 'warm' },
    { ...set, layers: { ...set.layers, closed: [1] } },
    { ...set, blocks: undefined },
    'graph',
  ])('are as at first where what was kept is damaged: %j', (views) => {
    const kept = parseKept({ ...saved, views });
    expect(kept).toEqual(saved);
    expect(initialState(kept).views).toEqual(defaultViews);
  });

  it('keep how they are set when another file is shown, and nothing that names its layers', () => {
    const start = initialState(parseKept({ ...saved, views: set }));
    const designer = {
      revision: 1,
      uri: 'file:///b.ts',
      fileName: 'b.ts',
      entry: '',
      entries: [],
      stale: false,
      failures: [],
      busy: false,
    };
    const { views } = reduce(start, { type: 'designer', designer });
    expect(views).toEqual({
      ...set,
      layers: { ...set.layers, filter: '', closed: [] },
      profile: { ...set.profile, table: { ...set.profile.table, filter: '' }, flame: null },
    });
  });

  it('change one by one', () => {
    const actions: UiAction[] = [
      { type: 'views', change: { tab: 'blocks' } },
      { type: 'layerTable', change: { filter: 'add' } },
      { type: 'search', change: { open: true, text: 'relu' } },
      { type: 'open', ids: ['a', 'b'] },
    ];
    const state = actions.reduce(reduce, initialState(undefined));
    expect(state).toMatchObject({
      views: { tab: 'blocks', heat: null, layers: { filter: 'add', grouped: true } },
      search: { open: true, text: 'relu', at: -1 },
      expansion: { a: true, b: true },
    });
  });
});

describe('what the search found', () => {
  const graph = resNet({ blocks: [1] });
  const stage = 'resnet50#1/stage#1';
  const closed: Picture = {
    width: 10,
    height: 10,
    wires: [],
    skips: [],
    boxes: [
      {
        type: 'group',
        id: stage,
        parent: null,
        depth: 0,
        hiddenSkips: {},
        open: false,
        title: 'stage',
        detail: '',
        failed: false,
        layers: 9,
        x: 0,
        y: 0,
        width: 10,
        height: 10,
      },
    ],
  };

  it('is set off at the closed group that hides it', () => {
    const inside = graph.nodes.find(({ scope }) => scope?.startsWith(`${stage}/`) === true);
    const skip = graph.skips[0]?.id ?? '';
    const marks = marksOf({
      picture: closed,
      index: new GraphIndex(graph),
      selection: null,
      cursorNodes: [],
      hoveredSkip: null,
      found: [
        { type: 'box', id: inside?.id ?? '' },
        { type: 'skip', id: skip },
      ],
      heatOf: null,
      focusable: null,
      traced: null,
    });
    expect([...marks.found]).toEqual([stage]);
    expect([...marks.foundSkips]).toEqual([skip]);
  });
});
