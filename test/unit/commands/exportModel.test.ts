import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Uri } from 'vscode';
import { exportAs, exportModel, type Exported } from '../../../src/commands/exportModel';
import type { ModelGraph } from '../../../src/model/graph';
import type { PictureAnswer } from '../../../src/panels/pictureRequests';
import { modelGraph, node } from '../cli/graphs';
import { editor, resetEditor } from './fakeExportEditor';

vi.mock('vscode', () => import('./fakeExportEditor'));
beforeEach(resetEditor);

const graph = modelGraph({ nodes: [node({ id: 'a', className: 'Dense' })] });
const state = {
  revision: 1,
  uri: 'file:///models/net.ts',
  fileName: 'net.ts',
  entry: 'net()',
  entries: [],
  stale: false,
  failures: [],
  busy: false,
};

interface Asked {
  readonly format: string;
  readonly scale: number;
}

/** A designer whose page answers so, and what it was asked. */
function designer(answer?: PictureAnswer, shown: ModelGraph | null = graph) {
  const asked: Asked[] = [];
  const exported: Exported = {
    session: {
      uri: Uri.file('/models/net.ts'),
      state: shown === null ? state : { ...state, graph: shown },
    },
    picture: (format, scale) => {
      asked.push({ format, scale });
      return Promise.resolve(answer);
    },
  };
  return { exported, asked };
}

function texts(): string[] {
  return editor.written.map(({ bytes }) => new TextDecoder().decode(bytes));
}

describe('Export…', () => {
  it.each([
    ['SVG', 'svg', 1, '/models/net.svg'],
    ['PNG', 'png', 1, '/models/net.png'],
    ['PNG ×2', 'png', 2, '/models/net.png'],
    ['PNG ×4', 'png', 4, '/models/net.png'],
    ['Mermaid', 'mermaid', 1, '/models/net.mmd'],
  ])('%s is what the page draws', async (label, format, scale, path) => {
    editor.picks = label;
    const content = new TextEncoder().encode('a picture');
    const { exported, asked } = designer({ content, scale });
    await exportModel(exported);
    expect(asked).toEqual([{ format, scale }]);
    expect(editor.suggested).toEqual([path]);
    expect(texts()).toEqual(['a picture']);
    expect(editor.told).toEqual([`The model was exported to ${path.replace('/models/', '')}.`]);
  });

  it.each([
    ['JSON', '/models/net.json', '"model": {"name":"net"'],
    ['Markdown', '/models/net.md', '| Dense | 8 |'],
    ['LaTeX', '/models/net.tex', '\\begin{tabular}'],
    ['CSV', '/models/net.csv', 'a,a,Dense,'],
  ])('%s needs no page', async (label, path, part) => {
    editor.picks = label;
    const { exported, asked } = designer();
    await exportModel(exported);
    expect(asked).toEqual([]);
    expect(editor.written.map((file) => file.path)).toEqual([path]);
    expect(texts()[0]).toContain(part);
  });

  it('opens what it wrote where the user asks', async () => {
    editor.presses = 'Open';
    await exportAs(designer({ content: '<svg/>', scale: 1 }).exported, 'svg');
    expect(editor.opened).toEqual(['vscode.open /models/net.svg']);
  });

  it('says at which scale a picture is that would be too large', async () => {
    await exportAs(designer({ content: new Uint8Array(1), scale: 0.81 }).exported, 'png', 4);
    expect(editor.told[0]).toContain('drawn at scale 0.81: at 4 it would be too large');
  });

  it('writes nothing where the user thinks better of it', async () => {
    editor.picks = undefined;
    await exportModel(designer().exported);
    editor.saves = false;
    await exportAs(designer().exported, 'csv');
    expect([editor.written, editor.told, editor.complained]).toEqual([[], [], []]);
  });

  it('writes nothing where the designer is closed meanwhile', async () => {
    await exportAs(designer(undefined).exported, 'svg');
    expect([editor.suggested, editor.complained]).toEqual([[], []]);
  });

  it('says why there is nothing to write', async () => {
    await exportAs(designer({ problem: 'It cannot be drawn.' }).exported, 'png');
    await exportAs(designer(undefined, null).exported, 'json');
    expect(editor.suggested).toEqual([]);
    expect(editor.complained).toEqual([
      'It cannot be drawn.',
      'There is no model to export yet: it could not be read so far.',
    ]);
  });

  it('says where a file cannot be written', async () => {
    editor.writable = false;
    await exportAs(designer().exported, 'csv');
    expect(editor.complained[0]).toContain('/models/net.csv could not be written');
    expect(editor.told).toEqual([]);
  });
});
