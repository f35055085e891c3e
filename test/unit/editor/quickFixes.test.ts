/** The quick fixes on the lines of what they help: sums that do not fit, and weights that are not tracked. */
import { describe, expect, it, vi } from 'vitest';
import { Diagnostic, Position, Range, Uri } from 'vscode';
import { QuickFixes } from '../../../src/editor/quickFixes';
import type { Failure } from '../../../src/protocol/failure';

vi.mock('vscode', () => import('./fakeEditor'));

const text = `import * as tf from '@tensorflow/tfjs';
const sum = tf.layers.add().apply([y, x]);
`;
const uri = Uri.file('/work/net.ts');
const document = {
  uri,
  getText: () => text,
  positionAt: (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return new Position(before.length - 1, before.at(-1)?.length ?? 0);
  },
};

const withoutFix: Failure = {
  code: 'shape-mismatch',
  severity: 'error',
  message: 'Add does not fit its inputs.',
  source: { file: '/work/net.ts', line: 2, column: text.split('\n')[1]!.indexOf('apply') + 1 },
};
const failure: Failure = {
  ...withoutFix,
  fix: { kind: 'projection', shortcut: 1, strides: [2, 2], filters: 128 },
};

function actionsAt(line: number, failures: readonly Failure[] = [failure]) {
  const actions = new QuickFixes({
    failuresOf: (file) => (file === '/work/net.ts' ? failures : []),
  });
  const range = new Range(line, 0, line, 0);
  const diagnostics = [new Diagnostic(range, failure.message), new Diagnostic(range, 'Another.')];
  return actions.provideCodeActions(document, range, { diagnostics });
}

describe('the quick fix of a sum', () => {
  it('says what it writes, belongs to its diagnostic, and writes it around the shortcut', async () => {
    const [action, ...others] = await actionsAt(1);
    expect(others).toEqual([]);
    expect(action?.title).toBe('Project the shortcut with stride 2 and 128 filters');
    expect(action?.diagnostics?.map(({ message }) => message)).toEqual([failure.message]);
    const at = text.split('\n')[1]!.indexOf('x]');
    const [[edited, edits] = []] = action?.edit?.entries() ?? [];
    expect(edited).toEqual(uri);
    expect(edits).toEqual([
      {
        range: new Range(1, at, 1, at + 1),
        newText:
          "tf.layers.conv2d({ filters: 128, kernelSize: 1, strides: 2, padding: 'same', useBias: false }).apply(x) as tf.SymbolicTensor",
      },
    ]);
  });

  it('is offered where the layer fails whose inputs do not fit, and edits the call of it', async () => {
    const place = failure.source!;
    const inLayer = { ...failure, source: { ...place, line: 1 }, fix: { ...failure.fix!, place } };
    const [action] = await actionsAt(0, [inLayer]);
    const [[, edits] = []] = action?.edit?.entries() ?? [];
    expect(edits?.map(({ range }) => range.start.line)).toEqual([1]);
  });

  it.each([
    [
      'where the call stands in another file',
      1,
      { ...failure, fix: { ...failure.fix!, place: { ...failure.source!, file: '/work/b.ts' } } },
    ],
    ['on another line', 0, failure],
    ['for a failure that knows none', 1, withoutFix],
    ['where the text has moved on', 0, { ...failure, source: { ...failure.source!, line: 1 } }],
  ])('is not offered %s', async (_, line, given) => {
    expect(await actionsAt(line, [given])).toEqual([]);
  });
});

describe('the quick fix of weights that are not tracked', () => {
  const block = `import * as tf from '@tensorflow/tfjs';
class Block extends tf.layers.Layer {
  dense = tf.layers.dense({ units: 4 });
}
`;

  it('says what it does, and adds what the class lacks', async () => {
    const untracked: Failure = {
      code: 'untracked-weights',
      severity: 'warning',
      message: '20 parameters are made here.',
      source: {
        file: '/work/net.ts',
        line: 3,
        column: block.split('\n')[2]!.indexOf('dense(') + 1,
      },
      fix: { kind: 'tracking' },
    };
    const actions = await new QuickFixes({ failuresOf: () => [untracked] }).provideCodeActions(
      { uri, getText: () => block, positionAt: (offset) => new Position(0, offset) },
      new Range(2, 0, 2, 0),
      { diagnostics: [] },
    );
    expect(actions.map(({ title }) => title)).toEqual(['Track the weights that Block makes']);
    const [[, edits] = []] = actions[0]?.edit?.entries() ?? [];
    expect(edits?.map(({ newText }) => newText).join('')).toMatch(
      /return \[this\.dense\];[^]*get trainableWeights\(\)[^]*build\(inputShape: tf\.Shape/,
    );
  });
});
