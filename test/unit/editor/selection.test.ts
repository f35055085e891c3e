/** What is selected, told to everybody else. */
import { describe, expect, it, vi } from 'vitest';
import { SelectionHub, type SelectionChange } from '../../../src/editor/selection';

vi.mock('vscode', () => import('./beside/fakeVscode'));

const layer = { uri: 'file:///a.ts', selection: { type: 'box', id: 'net#1/Add.1' } } as const;

describe('the selection', () => {
  it('is told with who made it, and once', () => {
    const hub = new SelectionHub();
    const told: SelectionChange[] = [];
    hub.onDidChange((change) => told.push(change));
    expect(hub.set(layer, 'outline')).toBe(true);
    // The designer says what it was told.
    expect(hub.set({ ...layer, selection: { ...layer.selection } }, 'designer')).toBe(false);
    expect(told).toEqual([{ selected: layer, by: 'outline' }]);
  });

  it('tells a skip from the layer with its id, and a file from another', () => {
    const hub = new SelectionHub();
    hub.set(layer, 'outline');
    expect(hub.set({ ...layer, selection: { ...layer.selection, type: 'skip' } }, 'outline')).toBe(
      true,
    );
    expect(hub.set({ ...layer, uri: 'file:///b.ts' }, 'outline')).toBe(true);
  });

  it('ends with the designer of its own file only', () => {
    const hub = new SelectionHub();
    hub.set(layer, 'designer');
    hub.clear('file:///b.ts');
    expect(hub.selected).toEqual(layer);
    hub.clear(layer.uri);
    expect(hub.selected).toBeUndefined();
  });
});
