/** The totals above the function whose model was read. */
import { describe, expect, it, vi } from 'vitest';
import { Uri } from 'vscode';
import { lensTotals } from '../../../../src/editor/beside/lensTotals';
import type { DesignerState } from '../../../../src/protocol/designer';
import { file, twoBlocks } from './graphs';

vi.mock('vscode', () => import('./fakeVscode'));

const uri = Uri.file(file);
const entry = { label: 'net', expression: 'net()', needsArguments: false, line: 3 };

const unread: DesignerState = {
  revision: 1,
  uri: uri.toString(),
  fileName: 'net.ts',
  entry: 'net()',
  entries: [entry],
  stale: false,
  failures: [],
  busy: false,
};
const read: DesignerState = { ...unread, graph: twoBlocks() };

function titleOf(state: DesignerState | undefined): string | undefined {
  const session = state === undefined ? undefined : { uri, readVersions: new Map(), state };
  return lensTotals({ of: () => session }, { uri }, entry)?.title;
}

describe('the lens', () => {
  it('tells the totals of the function whose model was read', () => {
    expect(titleOf(read)).toBe('320 parameters · 14 MACs · 2 skips');
  });

  it('warns that they are of an earlier text, or of a part', () => {
    expect(titleOf({ ...read, stale: true })).toBe('$(warning) 320 parameters · 14 MACs · 2 skips');
    const part = { ...twoBlocks(), complete: false };
    expect(titleOf({ ...read, graph: part })).toMatch(/^\$\(warning\)/);
  });

  it('tells none of other functions, and none before a model was read', () => {
    expect(titleOf({ ...read, entry: 'other()' })).toBeUndefined();
    expect(titleOf(unread)).toBeUndefined();
    expect(titleOf(undefined)).toBeUndefined();
  });
});
