/** How soon a typed letter is on the screen: with the extension and its designer open, and without the extension. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { codeServers } from '../scripts/lib/versions.mjs';
import { openByLens } from '../test/vscode/support/designer';
import { Editor } from '../test/vscode/support/editor';
import type { Workbench } from '../test/vscode/support/workbench';
import { differenceRows, pairedDifference } from './paired';
import { median, row, type Row } from './row';

/** As few as the interval needs to leave the two outermost rounds at either end out. */
const rounds = 12;
const letters = 24;
const warmUps = 3;
/** A fast typist; the designer's wait for a pause ends now and then. */
const betweenMs = 90;
const pauseEvery = 20;
const pauseMs = 600;
const settleMs = 10_000;
/** What one window has to do after its last key is not to fall on the next window's keys. */
const betweenTurnsMs = 1_000;
/** A wider interval than this says nothing of what a hand could feel. */
const widestMs = 5;

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
  await page.evaluate(() => (Reflect.get(window, 'typing') as number[]).splice(0));
  for (let at = 0; at < warmUps + letters; at++) {
    await page.keyboard.press('abcdefgh'.charAt(at % 8));
    await page.waitForTimeout(at % pauseEvery === pauseEvery - 1 ? pauseMs : betweenMs);
  }
  const times = await page.evaluate(() => Reflect.get(window, 'typing') as number[]);
  return times.slice(warmUps);
}

/** In a comment at the end of the model's function, so that the model stays readable all the time. */
async function startComment(workbench: Workbench): Promise<void> {
  await workbench.page.waitForTimeout(settleMs);
  await workbench.editor.goTo(16);
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.insertText(' // ');
  await workbench.page.evaluate(watch);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Lines of a comment are kept short, so that each letter is in sight. */
async function nextLine({ page }: Workbench): Promise<void> {
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('// ');
}

interface Typed {
  readonly on: readonly (readonly number[])[];
  readonly closed: readonly (readonly number[])[];
  readonly off: readonly (readonly number[])[];
}

/**
 * The three take turns, every other round in the other direction, so that what else the machine does falls on all
 * of them.
 */
async function inTurns(on: Workbench, closed: Workbench, off: Workbench): Promise<Typed> {
  const typed: { [Key in keyof Typed]: number[][] } = { on: [], closed: [], off: [] };
  const all = [
    ['on', on],
    ['closed', closed],
    ['off', off],
  ] as const;
  await Promise.all(all.map(([, workbench]) => startComment(workbench)));
  for (let round = 0; round < rounds; round++) {
    for (const [key, workbench] of round % 2 === 0 ? all : all.toReversed()) {
      await nextLine(workbench);
      typed[key].push(await type(workbench.page));
      await workbench.page.waitForTimeout(betweenTurnsMs);
    }
  }
  return typed;
}

function rowsOf(name: string, on: Typed['on'], off: Typed['off']): Row[] {
  const peer = (value: number) => ({ name: 'without the extension', value });
  const [own, other] = [on.flat(), off.flat()];
  const difference = pairedDifference(on.map(median), off.map(median));
  return [
    row(`${name}, median`, median(own), 'ms', null, peer(median(other))),
    row(
      `${name}, 95th percentile`,
      percentile(own, 0.95),
      'ms',
      null,
      peer(percentile(other, 0.95)),
    ),
    ...differenceRows(`${name}, more than without`, difference, widestMs),
  ];
}

/**
 * Rows in the newest VS Code; the peer is the same VS Code without the extension, side by side and in turns. Each
 * round's median is compared with the other's of the same round.
 */
export async function benchTyping(root: string): Promise<Row[]> {
  const folder = path.join(root, 'media', 'models');
  const vsix = path.join(root, 'dist', 'resnet-designer.vsix');
  // The training step is measured when nobody types. Here it would run in the turn of another window.
  const settings = { 'resnetDesigner.training.batchSize': 0 };
  const [withIt, without] = [
    await Editor.start(codeServers.newest, { vsix, settings }),
    await Editor.start(codeServers.newest, {}),
  ];
  try {
    const on = await withIt.open({ folder, file: 'resnet50.ts' });
    const view = await openByLens(on, 0);
    await view.waitForTrainable(25_557_032);
    const closed = await withIt.open({ folder, file: 'resnet50.ts' });
    const off = await without.open({ folder, file: 'resnet50.ts' });
    // The windows of an editor share a browser and a server, so both editors have two.
    await without.open({ folder, file: 'resnet50.ts' });
    const typed = await inTurns(on, closed, off);
    return [
      ...rowsOf('typing: key → letter, designer open', typed.on, typed.off),
      ...rowsOf('typing: key → letter, designer closed', typed.closed, typed.off),
    ];
  } finally {
    await withIt.stop();
    await without.stop();
  }
}
