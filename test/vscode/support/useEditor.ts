import { afterAll, afterEach, beforeAll } from 'vitest';
import type { CodeServerRelease } from '../../../scripts/lib/versions.mjs';
import { Editor, type EditorOptions, type OpenOptions } from './editor.js';
import type { Workbench } from './workbench.js';

/** Opens windows for the tests of one suite. */
export type OpenWindow = (options: OpenOptions) => Promise<Workbench>;

/**
 * One editor for all the tests of a suite. A window is closed after the test that opened it, and its
 * picture is kept if the test failed.
 */
export function useEditor(release: CodeServerRelease, options: EditorOptions): OpenWindow {
  const windows: Workbench[] = [];
  let editor: Editor | undefined;

  beforeAll(async () => {
    editor = await Editor.start(release, options);
  });
  afterEach(async ({ task }) => {
    for (const window of windows.splice(0)) {
      if (task.result?.state === 'fail') await window.screenshot(`failed ${task.name}`);
      await window.close();
    }
  });
  afterAll(() => editor?.stop());

  return async (openOptions) => {
    if (!editor) throw new Error('A window can be opened only while a test runs.');
    const window = await editor.open(openOptions);
    windows.push(window);
    return window;
  };
}
