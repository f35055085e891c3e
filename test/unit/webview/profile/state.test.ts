import { describe, expect, it } from 'vitest';
import type { DesignerState } from '../../../../src/protocol/designer';
import {
  initialState,
  needsLayout,
  reduce,
  type UiAction,
} from '../../../../webview/state/uiState';
import { parseViews, defaultViews } from '../../../../webview/state/views';
import { graph, profile } from './support';

function after(...actions: readonly UiAction[]) {
  return actions.reduce(reduce, initialState(undefined));
}

const designer: DesignerState = {
  revision: 1,
  uri: 'file:///a.ts',
  fileName: 'a.ts',
  entry: '',
  entries: [],
  stale: false,
  failures: [],
  busy: false,
  graph,
};

describe('the page’s state of profiles', () => {
  it('is none at first', () => {
    expect(after()).toMatchObject({
      profile: null,
      profiling: { running: null, stale: false },
    });
  });

  it('has the profile that was sent, with what it is compared with', () => {
    const compared = { ...profile };
    expect(after({ type: 'profile', body: { profile, compared } }).profile).toEqual({
      profile,
      compared,
    });
    expect(
      after({ type: 'profile', body: { profile } }, { type: 'profile', body: { profile: null } })
        .profile,
    ).toBeNull();
  });

  it('is not touched by an edit, which is not drawn later for it', () => {
    const start = after({ type: 'designer', designer }, { type: 'profile', body: { profile } });
    const next = reduce(start, { type: 'designer', designer: { ...designer, revision: 2 } });
    expect(next.profile).toBe(start.profile);
    expect(needsLayout(start, { ...designer, revision: 2 })).toBe(
      needsLayout(next, { ...designer, revision: 3 }),
    );
  });

  it('goes with the file', () => {
    const start = after({ type: 'designer', designer }, { type: 'profile', body: { profile } });
    const other = { ...designer, uri: 'file:///b.ts' };
    expect(reduce(start, { type: 'designer', designer: other }).profile).toBeNull();
  });

  it('tells how far a profile is', () => {
    const running = { stage: 'Measuring', done: 1, total: 9 };
    const state = after({ type: 'profiling', body: { running, stale: true } });
    expect(state.profiling).toEqual({ running, stale: true });
  });

  it('changes one setting of the view at a time', () => {
    const state = after({ type: 'profileView', change: { view: 'roofline' } });
    expect(state.views.profile).toEqual({ ...defaultViews.profile, view: 'roofline' });
  });

  it('takes views that were kept before there were profiles', () => {
    const { profile: _, ...before } = defaultViews;
    expect(parseViews(before)).toEqual(defaultViews);
  });
});
