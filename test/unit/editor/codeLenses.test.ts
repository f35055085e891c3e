/** When the lenses have VS Code ask again, which begins to wait anew each time. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Uri, type CodeLens, type TextDocument } from 'vscode';
import { ModelLenses } from '../../../src/editor/codeLenses';
import { state } from './beside/fakeVscode';

vi.mock('vscode', () => import('./beside/fakeVscode'));

const text = `import * as tf from '@tensorflow/tfjs';
export function net(): tf.LayersModel {
  return tf.sequential();
}
`;

/** What a text document is to the lenses; an edit gives it another version. */
function textDocument() {
  return {
    uri: Uri.file('/net.ts'),
    fileName: '/net.ts',
    languageId: 'typescript',
    version: 1,
    lineCount: 5,
    getText: () => text,
  };
}

function setUp() {
  let totals = '1 parameter';
  const document = textDocument();
  state.visible = [document];
  const builders = vi.fn();
  const lenses = new ModelLenses(() => ({ title: totals, tooltip: '' }), builders);
  const asked = vi.fn();
  lenses.onDidChangeCodeLenses(asked);
  const provide = () => lenses.provideCodeLenses(document as unknown as TextDocument);
  const words = (all: readonly CodeLens[]) =>
    all.map((lens) => lenses.resolveCodeLens(lens).command?.title);
  const read = (title: string): void => {
    totals = title;
    lenses.refresh();
  };
  return { asked, builders, document, provide, read, words };
}

beforeEach(() => vi.useFakeTimers());

afterEach(() => {
  vi.useRealTimers();
  state.visible = [];
});

it('has the new totals shown at once where nothing was typed since they were asked for', async () => {
  const { asked, provide, read, words } = setUp();
  words(await provide());
  read('2 parameters');
  expect(asked).toHaveBeenCalledTimes(1);
});

it('leaves VS Code its wait after an edit, and tells what is known in the end', async () => {
  const { asked, document, provide, read, words } = setUp();
  words(await provide());
  document.version++;
  read('2 parameters');
  const lenses = await provide();
  read('3 parameters');
  expect(words(lenses)).toEqual(['3 parameters', expect.any(String), expect.any(String)]);
  vi.advanceTimersByTime(10_000);
  expect(asked).not.toHaveBeenCalled();
});

it('has VS Code ask after all, where it does not by itself', async () => {
  const { asked, document, provide, read, words } = setUp();
  words(await provide());
  document.version++;
  read('2 parameters');
  vi.advanceTimersByTime(10_000);
  expect(asked).toHaveBeenCalledTimes(1);
});

it('tells of a file that builds a model', async () => {
  const { builders, provide } = setUp();
  await provide();
  expect(builders).toHaveBeenCalled();
});
