/** How soon a typed letter is on the screen: with the extension and its designer open, and without the extension. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { codeServers } from '../scripts/lib/versions.mjs';
import { openByLens } from '../test/vscode/support/designer';
import { Editor } from '../test/vscode/support/editor';
import type { Workbench } from '../test/vscode/support/workbench';
import { median, row, type Row } from './row';

const letters = 120;
const warmUps = 20;
/** A fast typist; the designer's wait for a pause ends now and then. */
const betweenMs = 90;
const pauseEvery = 15;
const pauseMs = 600;
const settleMs = 10_000;

/** Runs in the page: the time from each key to the frame after the text changed. */
function watch(): void {
  const times: number[] = [];
  Reflect.set(window, 'typing', times);
  let start: number | undefined;
  window.addEventListener('keydown', () => (start = performance.now()), { capture: true });
  const lines = document.querySelector('.editor-instance .monaco-editor[role="code"] .view-lines');
  if (lines === null) throw new Error('There is no text.');
  const observer = new MutationObserver(() => {
    const from = start;
    start = undefined;
    if (from === undefined) return;
    requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from)));
  });
  observer.observe(lines, { childList: true, subtree: true, characterData: true });
}

async function type(page: Page): Promise<number[]> {
  await page.evaluate(watch);
  for (let at = 0; at < warmUps + letters; at++) {
    await page.keyboard.press('abcdefgh'.charAt(at % 8));
    await page.waitForTimeout(at % pauseEvery === 0 ? pauseMs : betweenMs);
  }
  const times = await page.evaluate(() => Reflect.get(window, 'typing') as number[]);
  return times.slice(warmUps);
}

/** In a comment at the end of the model's function, so that the model stays readable all the time. */
async function typedIn(workbench: Workbench): Promise<number[]> {
  await workbench.page.waitForTimeout(settleMs);
  await workbench.editor.goTo(16);
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.insertText(' // ');
  return type(workbench.page);
}

async function withEditor(
  vsix: string | undefined,
  use: (editor: Editor) => Promise<number[]>,
): Promise<number[]> {
  const editor = await Editor.start(codeServers.newest, vsix === undefined ? {} : { vsix });
  try {
    return await use(editor);
  } finally {
    await editor.stop();
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Rows in the newest VS Code; the peer is the same VS Code without the extension. */
export async function benchTyping(root: string): Promise<Row[]> {
  const folder = path.join(root, 'media', 'models');
  const vsix = path.join(root, 'dist', 'resnet-designer.vsix');
  const on = await withEditor(vsix, async (editor) => {
    const workbench = await editor.open({ folder, file: 'resnet50.ts' });
    const view = await openByLens(workbench, 0);
    await view.waitForTrainable(25_557_032);
    return typedIn(workbench);
  });
  const off = await withEditor(undefined, async (editor) =>
    typedIn(await editor.open({ folder, file: 'resnet50.ts' })),
  );
  const peer = (value: number) => ({ name: 'without the extension', value });
  return [
    row('typing: key → letter, median', median(on), 'ms', null, peer(median(off))),
    row(
      'typing: key → letter, 95th percentile',
      percentile(on, 0.95),
      'ms',
      null,
      peer(percentile(off, 0.95)),
    ),
  ];
}
