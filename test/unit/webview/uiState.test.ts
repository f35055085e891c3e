import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../src/layout/picture';
import type { DesignerState } from '../../../src/protocol/designer';
import { parseKept } from '../../../webview/state/kept';
import {
  initialState,
  narrowest,
  needsLayout,
  printSelection,
  reduce,
  widest,
  type UiAction,
  type UiState,
} from '../../../webview/state/uiState';
import { resNet } from '../layout/models';

const graph = resNet({ blocks: [1] });
const picture: Picture = { width: 10, height: 10, boxes: [], wires: [], skips: [] };

const withoutGraph: DesignerState = {
  revision: 1,
  uri: 'file:///a.ts',
  fileName: 'a.ts',
  entry: 'a()',
  entries: [],
  stale: false,
  failures: [],
  busy: false,
};

const designer: DesignerState = { ...withoutGraph, graph };

const kept = {
  uri: designer.uri,
  entry: 'a()',
  expansion: { 'resnet50#1': false },
  selected: 'conv2d_1',
  viewport: null,
};

function after(actions: readonly UiAction[], start = initialState(undefined)): UiState {
  return actions.reduce(reduce, start);
}

const pictured: UiAction = { type: 'pictured', picture, graph, revision: 1, expansion: {} };

describe('a state of the host', () => {
  it('is shown, and fully so once its picture is', () => {
    const waiting = after([{ type: 'designer', designer }]);
    expect(waiting).toMatchObject({ designer, revision: -1, shown: undefined });
    expect(after([pictured], waiting)).toMatchObject({
      revision: 1,
      shown: { graph, revision: 1 },
    });
  });

  it('that tells of the training step leaves the picture as it is', () => {
    const shown = after([{ type: 'designer', designer }, pictured]);
    const measured = { ...designer, revision: 2, training: { batchSize: 8 } };
    expect(needsLayout(shown, { ...designer, revision: 2 })).toBe(true);
    expect(needsLayout(shown, measured)).toBe(false);
    expect(after([{ type: 'designer', designer: measured }], shown)).toMatchObject({
      revision: 2,
      designer: { training: { batchSize: 8 } },
    });
    const other = { ...measured, graph: resNet({ blocks: [1] }), training: { batchSize: 9 } };
    expect(needsLayout(shown, other)).toBe(true);
  });

  it('without a graph is fully shown at once', () => {
    expect(after([{ type: 'designer', designer: withoutGraph }]).revision).toBe(1);
  });

  it('that is older than the last one is not shown', () => {
    const newer = { ...designer, revision: 5, entry: 'b()' };
    const state = after([
      { type: 'designer', designer: newer },
      { type: 'designer', designer },
    ]);
    expect(state.designer).toBe(newer);
  });

  it('of another file starts anew, with the inspector as wide as it was', () => {
    const other = { ...designer, uri: 'file:///b.ts', revision: 0 };
    const state = after([
      { type: 'designer', designer },
      pictured,
      { type: 'expand', id: 'x', open: true },
      { type: 'select', selection: { type: 'box', id: 'conv2d_1' } },
      { type: 'inspector', change: { width: 400 } },
      { type: 'designer', designer: other },
    ]);
    expect(state).toMatchObject({
      designer: other,
      shown: undefined,
      expansion: {},
      selection: null,
    });
    expect(state.inspector.width).toBe(400);
  });

  it('needs no layout while it is busy with the picture on the screen', () => {
    const shown = after([{ type: 'designer', designer }, pictured]);
    expect(needsLayout(shown, designer)).toBe(true);
    expect(needsLayout(shown, { ...designer, busy: true })).toBe(false);
    expect(needsLayout(initialState(undefined), { ...designer, busy: true })).toBe(true);
  });
});

describe('a picture', () => {
  it('keeps the selection of what is still there, and drops the rest', () => {
    const select = (type: 'box' | 'skip', id: string): UiState =>
      after([{ type: 'select', selection: { type, id } }, pictured]);
    const skip = graph.skips[0]?.id ?? '';
    expect(select('box', 'conv2d_1').selection).toEqual({ type: 'box', id: 'conv2d_1' });
    expect(select('box', 'resnet50#1').selection).toEqual({ type: 'box', id: 'resnet50#1' });
    expect(select('skip', skip).selection).toEqual({ type: 'skip', id: skip });
    expect(select('box', 'gone').selection).toBeNull();
    expect(select('skip', 'conv2d_1').selection).toBeNull();
  });

  it('clears the failure of the one before, and an older one moves no revision back', () => {
    const failed: UiAction = { type: 'layoutFailed', message: 'No.', revision: 3 };
    expect(after([failed])).toMatchObject({ layoutFailure: 'No.', revision: 3 });
    expect(after([failed, pictured])).toMatchObject({ layoutFailure: null, revision: 3 });
  });
});

describe('groups', () => {
  it('open and close one by one and all together', () => {
    const one = after([pictured, { type: 'expand', id: 'resnet50#1', open: false }]);
    expect(one.expansion).toEqual({ 'resnet50#1': false });
    const all = after([{ type: 'expandAll', open: true }], one);
    expect(all.expansion).toEqual(Object.fromEntries(graph.scopes.map(({ id }) => [id, true])));
  });
});

describe('a layout that takes long', () => {
  const drawn = [{ type: 'designer', designer }, pictured] as const;

  it('is told of while it lasts', () => {
    const progress = { done: 3, of: 9 };
    const busy = after([...drawn, { type: 'layoutProgress', progress }]);
    expect(busy.layoutProgress).toEqual(progress);
    expect(after([{ type: 'layoutProgress', progress: null }], busy).layoutProgress).toBeNull();
  });

  it('leaves picture and groups as they were when it is cancelled', () => {
    const before = after(drawn);
    const state = after(
      [
        { type: 'expand', id: 'resnet50#1', open: false },
        { type: 'layoutCancelled', revision: 1 },
      ],
      before,
    );
    expect(state.shown).toBe(before.shown);
    expect(state.expansion).toBe(before.shown?.expansion);
    expect(state.layoutCancelled).toBe(false);
  });

  it('says so when what is cancelled is the picture of another graph, until that is drawn', () => {
    const other = resNet({ blocks: [1] });
    const edited = after([
      ...drawn,
      { type: 'designer', designer: { ...designer, graph: other, revision: 2 } },
      { type: 'layoutCancelled', revision: 2 },
    ]);
    expect(edited).toMatchObject({ layoutCancelled: true, shown: { graph }, revision: 2 });
    const retried = after([{ ...pictured, graph: other, revision: 2 }], edited);
    expect(retried.layoutCancelled).toBe(false);
  });
});

describe('the selection', () => {
  it('is the same state when it is chosen again', () => {
    const selection = { type: 'box', id: 'a' } as const;
    const state = after([{ type: 'select', selection }]);
    expect(reduce(state, { type: 'select', selection: { ...selection } })).toBe(state);
    expect(reduce(state, { type: 'select', selection: null }).selection).toBeNull();
  });

  it.each([
    { type: 'box', id: 'a' } as const,
    { type: 'skip', id: 'a' } as const,
    { type: 'skip', id: 'skip:a' } as const,
  ])('survives being kept: %j', (selection) => {
    const selected = printSelection(selection);
    expect(initialState({ ...kept, selected }).selection).toEqual(selection);
    expect(printSelection(null)).toBeNull();
  });
});

describe('the inspector', () => {
  it('is closed for the whole model on a narrow page, until it is opened there', () => {
    expect(after([])).toMatchObject({ inspector: { open: true, modelOpen: false } });
    const opened = after([{ type: 'inspector', change: { modelOpen: true } }]);
    expect(opened).toMatchObject({ inspector: { open: true, modelOpen: true } });
  });

  it('stays within its bounds, in whole pixels', () => {
    const sized = (width: number, height: number): unknown =>
      after([{ type: 'inspector', change: { width, height } }]).inspector;
    expect(sized(0, 0)).toMatchObject({ open: true, ...narrowest });
    expect(sized(1e9, 1e9)).toMatchObject({ open: true, ...widest });
    expect(sized(300.4, 200.6)).toMatchObject({ open: true, width: 300, height: 201 });
  });
});

describe('what was kept over a reload', () => {
  it('comes back with the inspector', () => {
    const inspector = { open: false, modelOpen: true, width: 300, height: 200 };
    expect(parseKept({ ...kept, inspector })).toEqual({ ...kept, inspector });
    expect(initialState({ ...kept, inspector })).toMatchObject({
      expansion: kept.expansion,
      selection: { type: 'box', id: 'conv2d_1' },
      inspector,
    });
  });

  it('comes back with the inspector of a version that knew no narrow page', () => {
    const inspector = { open: false, width: 300, height: 200 };
    expect(parseKept({ ...kept, inspector })?.inspector).toEqual({
      ...inspector,
      modelOpen: false,
    });
  });

  it('comes back without an inspector that is damaged', () => {
    expect(parseKept({ ...kept, inspector: { open: 'yes' } })).toEqual(kept);
  });

  it.each([undefined, null, 1, 'x', {}, { ...kept, expansion: { a: 1 } }])(
    'is nothing: %j',
    (value) => {
      expect(parseKept(value)).toBeUndefined();
    },
  );

  it('serves the file it is of, and no other', () => {
    const start = initialState(kept);
    const own = after([{ type: 'designer', designer }], start);
    expect(own.expansion).toEqual(kept.expansion);
    const other = after([{ type: 'designer', designer: { ...designer, uri: 'file:///b' } }], start);
    expect(other).toMatchObject({ expansion: {}, selection: null });
  });
});
