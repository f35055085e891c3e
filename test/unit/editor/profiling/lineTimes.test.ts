/** What lines say of the last profile, and which lines then leave their shapes out. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Range, Uri, type TextDocument } from 'vscode';
import { LayerHints } from '../../../../src/editor/beside/hints';
import { Models } from '../../../../src/editor/beside/models';
import { LineTimes } from '../../../../src/editor/profiling/lineTimes';
import { buildProfile } from '../../model/profile/builder';
import { EventEmitter, state } from '../beside/fakeVscode';

vi.mock('vscode', () => import('../beside/fakeVscode'));

const file = '/net.ts';

function layer(id: string, line: number, forwardMs: number, backwardMs: number) {
  return {
    id,
    className: 'Conv2D',
    source: { file, line, column: 1 },
    kernels: {
      forward: [{ kernel: 'Conv2D', ms: forwardMs, macs: 1, bytes: 1 }],
      ...(backwardMs > 0
        ? { backward: [{ kernel: 'Conv2DBackpropInput', ms: backwardMs, macs: 1, bytes: 1 }] }
        : {}),
    },
  };
}

const profile = buildProfile({
  noise: 0,
  layers: [layer('a', 2, 3.2, 6.8), layer('b', 5, 1, 0), layer('c', 40, 1, 1)],
});

/** A text of twenty lines, each as long as its number. */
function textOf(path: string): TextDocument {
  const lineAt = (line: number) => ({ range: new Range(line, 0, line, line) });
  return { uri: Uri.file(path), lineCount: 20, lineAt } as unknown as TextDocument;
}

function labelsOf(times: LineTimes, path: string): [number, unknown][] {
  return times
    .provideInlayHints(textOf(path), new Range(0, 0, 20, 0))
    .map(({ position, label }) => [position.line, label]);
}

beforeEach(() => state.settings.clear());

describe('the times of lines', () => {
  it('stand at the ends of those that the profile speaks of, and that there are', () => {
    const times = new LineTimes(() => profile);
    expect(labelsOf(times, file)).toEqual([
      [1, '3.20 ms fwd · 6.80 ms bwd'],
      [4, '1.00 ms fwd'],
    ]);
    expect(labelsOf(times, '/other.ts')).toEqual([]);
  });

  it('are gone where the text is another one, and where the setting says so', () => {
    expect(labelsOf(new LineTimes(() => undefined), file)).toEqual([]);
    state.settings.set('profile.lineTimes', false);
    expect(labelsOf(new LineTimes(() => profile), file)).toEqual([]);
  });

  it('take the place of what these lines else say', () => {
    const times = new LineTimes(() => profile);
    const taken = times.linesOf(textOf(file));
    expect([...taken]).toEqual([1, 4]);
    const models = new Models({
      all: [],
      onDidChange: new EventEmitter<never>().event,
      of: () => undefined,
    });
    const lines = [1, 2].map((line) => ({ line, layers: { layers: [], results: [], runs: 1 } }));
    vi.spyOn(models, 'linesOf').mockReturnValue(lines as unknown as ReturnType<Models['linesOf']>);
    const hints = new LayerHints(models, (text) => times.linesOf(text));
    const shown = hints.provideInlayHints(textOf(file), new Range(0, 0, 20, 0));
    expect(shown.map(({ position }) => position.line)).toEqual([2]);
  });
});
