import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Uri } from 'vscode';
import { saveChart } from '../../../src/panels/saveChart';
import { editor, resetEditor } from '../commands/fakeExportEditor';

vi.mock('vscode', () => import('../commands/fakeExportEditor'));

const file = Uri.file('/models/net.ts');
const chart = { name: 'memory', format: 'svg', content: '<svg/>' } as const;

describe('a chart that is saved', () => {
  beforeEach(resetEditor);

  it('lies beside its model, under its own name', async () => {
    await saveChart(file, chart);
    expect(editor.suggested).toEqual(['/models/net.memory.svg']);
    expect(editor.written.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['<svg/>']);
    expect(editor.told).toHaveLength(1);
  });

  it('is written byte for byte where it is a PNG', async () => {
    const content = new Uint8Array([0x89, 0x50]);
    await saveChart(file, { name: 'batch-peak', format: 'png', content });
    expect(editor.written).toMatchObject([{ path: '/models/net.batch-peak.png', bytes: content }]);
  });

  it('is not written where the user names no place, and its failure is told', async () => {
    editor.saves = false;
    await saveChart(file, chart);
    expect(editor.written).toEqual([]);
    editor.saves = true;
    editor.writable = false;
    await saveChart(file, chart);
    expect(editor.complained).toHaveLength(1);
    expect(editor.told).toEqual([]);
  });
});
