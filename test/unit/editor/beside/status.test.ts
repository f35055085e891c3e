/** The status bar's words for what is known of a model. */
import { expect, it, vi } from 'vitest';
import { statusOf } from '../../../../src/editor/beside/status';
import type { Failure } from '../../../../src/protocol/failure';
import { resNet } from '../../layout/models';

vi.mock('vscode', () => import('./fakeVscode'));

const graph = resNet();
const failure: Failure = { code: 'no-model', severity: 'error', message: 'No model.' };

it('tells a model that is being read from one that is not there', () => {
  expect(statusOf({ busy: true, failures: [] })).toEqual({
    icon: 'loading~spin',
    text: 'Reading model…',
  });
  expect(statusOf({ busy: false, failures: [failure] })).toEqual({
    icon: 'error',
    text: 'No model',
  });
});

it('keeps the totals while the next text is read, and marks them where it is at fault', () => {
  expect(statusOf({ graph, busy: true, failures: [] }).icon).toBe('type-hierarchy');
  expect(statusOf({ graph, busy: false, failures: [failure] })).toMatchObject({ icon: 'error' });
  expect(statusOf({ graph, busy: false, failures: [] }).text).toMatch(/ · .*skips?$/);
});
