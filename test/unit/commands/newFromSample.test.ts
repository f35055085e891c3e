/** What "New Model from Sample…" does with the user's files. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Uri } from 'vscode';
import { newFromSample } from '../../../src/commands/newFromSample';
import { editor, resetEditor } from './fakeEditor';

vi.mock('vscode', () => import('./fakeEditor'));

let designers: string[] = [];
beforeEach(() => {
  resetEditor();
  designers = [];
});

async function run(): Promise<void> {
  await newFromSample(Uri.file('/extension'), (uri, entry) =>
    designers.push(`${entry} of ${uri.fsPath}`),
  );
}

const text = 'text of /extension/media/models/resnet50.ts';

describe('a new model from a sample', () => {
  it('is a copy in the workspace, open beside its designer', async () => {
    await run();
    expect(editor.created).toEqual([{ path: '/models/resnet50.ts', overwrite: false, text }]);
    expect(editor.asked).toEqual([]);
    expect(editor.shown).toEqual(['/models/resnet50.ts']);
    expect(designers).toEqual(['resnet50() of /models/resnet50.ts']);
  });

  it('goes into the folder that the user picks of several', async () => {
    Object.assign(editor, { folders: ['/a', '/b'], picksFolder: 1 });
    await run();
    expect(editor.created).toMatchObject([{ path: '/b/resnet50.ts' }]);
  });

  it.each([
    ['Keep Both', [{ path: '/models/resnet50-2.ts', overwrite: false, text }]],
    ['Replace', [{ path: '/models/resnet50.ts', overwrite: true, text }]],
    [undefined, []],
  ])('asks before it takes the place of a file: %s', async (presses, created) => {
    Object.assign(editor, { files: ['ResNet50.ts'], presses });
    await run();
    expect(editor.asked).toEqual(['resnet50.ts is already in models.']);
    expect(editor.created).toEqual(created);
    expect(designers).toHaveLength(created.length);
  });

  it.each([
    ['no sample is picked', { picks: undefined }],
    ['no folder is picked', { folders: ['/a', '/b'], picksFolder: 2 }],
    ['the folder cannot be written', { writable: false }],
  ])('does nothing where %s', async (_, change) => {
    Object.assign(editor, change);
    await run();
    expect([editor.created, editor.shown, designers]).toEqual([[], [], []]);
    expect(editor.asked).toHaveLength('writable' in change ? 1 : 0);
  });

  it.each([
    ['without a folder', { folders: [] }],
    ['where the folder is not on disk', { scheme: 'vscode-vfs' }],
  ])('is untitled %s, and drawn once it is saved', async (_, change) => {
    Object.assign(editor, change);
    await run();
    expect(editor.untitled).toEqual([text]);
    expect([editor.shown, designers]).toEqual([['Untitled-1'], []]);
    editor.presses = 'Save…';
    await run();
    expect(designers).toEqual(['resnet50() of /home/saved.ts']);
    expect(editor.created).toEqual([]);
  });

  it.each(['/of/many', '/of', ''])('finds TensorFlow.js in “%s”', async (installedIn) => {
    Object.assign(editor, { folders: ['/of/many'], installedIn });
    await run();
    expect([editor.asked, editor.ran]).toEqual([[], []]);
  });

  it('offers TensorFlow.js where there is none, once for a folder', async () => {
    Object.assign(editor, { folders: ['/bare'], installedIn: undefined, presses: 'Install' });
    await run();
    expect(editor.asked).toEqual([expect.stringContaining('bare has none')]);
    expect(designers).toHaveLength(1);
    expect(editor.ran).toEqual(['/bare: npm install @tensorflow/tfjs']);
    await run();
    expect([editor.asked.length, editor.ran.length]).toEqual([1, 1]);
  });

  it('runs nothing where that is not wanted', async () => {
    Object.assign(editor, { folders: ['/other'], installedIn: undefined });
    await run();
    expect([editor.asked.length, editor.ran]).toEqual([1, []]);
  });
});
