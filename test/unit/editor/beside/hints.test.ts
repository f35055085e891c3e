/** Inlay hints: on which lines of the text as it is now. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EventEmitter, Range, Uri } from 'vscode';
import { LayerHints } from '../../../../src/editor/beside/hints';
import { Models, type ModelSession } from '../../../../src/editor/beside/models';
import type { ModelGraph } from '../../../../src/model/graph';
import { change, state } from './fakeVscode';
import { file, twoBlocks } from './graphs';

vi.mock('vscode', () => import('./fakeVscode'));

const uri = Uri.file(file);

/** A text of twenty lines, each as long as its number. */
function textOf(path: string) {
  const lineAt = (line: number) => ({ range: new Range(line, 0, line, line) });
  return { uri: Uri.file(path), lineCount: 20, lineAt };
}

function sessionOf(path: string, graph: ModelGraph | undefined, version = 1): ModelSession {
  const uri = Uri.file(path);
  return {
    uri,
    readVersions: new Map([[file, version]]),
    state: {
      revision: 1,
      uri: uri.toString(),
      fileName: 'net.ts',
      entry: 'net()',
      entries: [],
      stale: false,
      failures: [],
      busy: false,
      ...(graph === undefined ? {} : { graph }),
    },
  };
}

/** The hints of a text, for sessions in the order of their last use, and what tells of their changes. */
function hintsFor(...sessions: ModelSession[]) {
  const changed = new EventEmitter<ModelSession>();
  const models = new Models({
    all: sessions,
    onDidChange: changed.event,
    of: (wanted) => sessions.find((session) => session.uri.toString() === wanted.toString()),
  });
  const hints = new LayerHints(models);
  const at = (path = file): [number, string][] => {
    const text = textOf(path);
    return hints
      .provideInlayHints(text, new Range(0, 0, 20, 0))
      .map(({ position, label }) => [position.line, typeof label === 'string' ? label : '']);
  };
  return { at, hints, changed };
}

const expected = [
  [1, '56×56×64'],
  [4, '56×56×64 … 28×28×128 ×2 · 320'],
  [5, '56×56×64 … 28×28×128 ×2'],
];

beforeEach(() => {
  state.isTrusted = true;
  state.settings.clear();
});

describe('the hints of a text', () => {
  it('stand on the lines that apply layers', () => {
    expect(hintsFor(sessionOf(file, twoBlocks())).at()).toEqual(expected);
  });

  it('stand in the other files of a model too, and not in those of no model', () => {
    const session = sessionOf('/work/main.ts', twoBlocks());
    expect(hintsFor(session).at()).toEqual(expected);
    expect(hintsFor(session).at('/work/other.ts')).toEqual([]);
    expect(hintsFor(sessionOf(file, undefined)).at()).toEqual([]);
  });

  it('go with their lines while the text is ahead of the model', () => {
    const { at } = hintsFor(sessionOf(file, twoBlocks(), 3));
    // What the model was read with already moves nothing.
    change(uri, 3, { range: new Range(0, 0, 0, 0), text: '\n\n\n' });
    expect(at()).toEqual(expected);
    // Two lines below the first hint's, one deleted where the second was.
    change(uri, 4, { range: new Range(2, 0, 2, 0), text: 'a\nb\n' });
    change(uri, 5, { range: new Range(6, 0, 7, 0), text: '' });
    expect(at()).toEqual([expected[0], [6, '56×56×64 … 28×28×128 ×2']]);
  });

  it('take several changes of one edit from the bottom up', () => {
    const { at } = hintsFor(sessionOf(file, twoBlocks()));
    change(
      uri,
      2,
      { range: new Range(0, 0, 0, 0), text: '\n' },
      { range: new Range(4, 0, 5, 0), text: '' },
    );
    // The second of the three lines is the one that was deleted.
    expect(at().map(([line]) => line)).toEqual([2, 5]);
  });

  it('are none in an untrusted workspace, or where a setting turns them off', () => {
    const { at } = hintsFor(sessionOf(file, twoBlocks()));
    state.settings.set('inlayHints.enabled', false);
    expect(at()).toEqual([]);
    state.settings.clear();
    state.settings.set('beside.enabled', false);
    expect(at()).toEqual([]);
    state.settings.clear();
    state.isTrusted = false;
    expect(at()).toEqual([]);
  });

  it('are asked for again when there is another model, and not while one is read', () => {
    const graph = twoBlocks();
    const session = sessionOf(file, graph);
    const { hints, changed } = hintsFor(session);
    let asked = 0;
    hints.onDidChangeInlayHints(() => asked++);
    vi.useFakeTimers();
    try {
      changed.fire(session);
      vi.runAllTimers();
      expect(asked).toBe(1);
      changed.fire(session);
      vi.runAllTimers();
      expect(asked).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
