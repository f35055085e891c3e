/** How soon what stands beside the code follows an edit, as it is seen: from the key to the screen. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { codeServers } from '../scripts/lib/versions.mjs';
import { openByLens } from '../test/vscode/support/designer';
import { Editor } from '../test/vscode/support/editor';
import { findLine } from './editor';
import { median, row, type Row } from './row';

const edits = 12;
const warmUps = 3;
const settleMs = 10_000;
const waitMs = 20_000;
const goalMs = 100;

/** The numbers of blocks in stage 3, and what the lens and the last hint then say. */
const states = [
  { count: '6', lens: '16 skips', hint: '×53' },
  { count: '7', lens: '17 skips', hint: '×56' },
] as const;

type State = (typeof states)[number];

interface Seen {
  readonly lensMs: number;
  readonly hintsMs: number;
}

/** What the extension's log says of one thing beside the code, in milliseconds; see src/editor/beside/followed.ts. */
interface Followed {
  /** From the start of the inspection until its model is known beside the code. */
  readonly knownMs: number;
  /** Until VS Code asked for it. */
  readonly askedMs: number;
  readonly answerMs: number;
}

/** What the inspection of an edit took in the host and its worker, in milliseconds; see src/panels/designerPanel.ts. */
interface Inspected {
  readonly bundleMs: number;
  readonly evaluateMs: number;
  readonly analyseMs: number;
  readonly totalMs: number;
}

interface Measured {
  readonly seen: readonly Seen[];
  readonly inspected: readonly Inspected[];
  readonly lens: readonly Followed[];
  readonly hints: readonly Followed[];
}

/** The lines of the log that say this of the measured edits. */
function linesOf<Line>(log: string, what: string): Line[] {
  const lines = [...log.matchAll(new RegExp(`${what} (\\{.*\\})`, 'g'))];
  return lines.slice(-edits).map((match) => JSON.parse(match[1] ?? '{}') as Line);
}

/** Runs in the page: when each of the two texts is there, from the next key on. */
function watch({ lens, hint }: Pick<State, 'lens' | 'hint'>): void {
  let start = Number.NaN;
  const seen: { lensMs?: number; hintsMs?: number } = {};
  const editor = document.querySelector('.editor-instance .monaco-editor[role="code"]');
  const holds = (selector: string, text: string): boolean =>
    [...(editor?.querySelectorAll(selector) ?? [])].some((element) =>
      element.textContent.replaceAll('\u00a0', ' ').replaceAll('\u200b', '').includes(text),
    );
  Reflect.set(window, 'besideCode', seen);
  window.addEventListener('keydown', () => (start = performance.now()), {
    capture: true,
    once: true,
  });
  const look = (): void => {
    const now = performance.now();
    if (holds('.codelens-decoration', lens)) seen.lensMs ??= now - start;
    if (holds('.view-line span[class*="dyn-rule"]', hint)) seen.hintsMs ??= now - start;
    if (seen.lensMs === undefined || seen.hintsMs === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function seenAfterEdit(page: Page, state: State): Promise<Seen> {
  await page.evaluate(watch, { lens: state.lens, hint: state.hint });
  await page.keyboard.press(state.count);
  const handle = await page.waitForFunction(
    () => {
      const { lensMs, hintsMs } = Reflect.get(window, 'besideCode') as Partial<Seen>;
      return lensMs === undefined || hintsMs === undefined ? undefined : { lensMs, hintsMs };
    },
    undefined,
    { timeout: waitMs },
  );
  const seen = await handle.jsonValue();
  if (seen === undefined) throw new Error('The page lost what it had seen.');
  return seen;
}

async function measure(editor: Editor, folder: string): Promise<Measured> {
  const workbench = await editor.open({ folder, file: 'resnet50.ts' });
  try {
    const view = await openByLens(workbench, 0);
    await view.waitForTrainable(25_557_032);
    await workbench.page.waitForTimeout(settleMs);
    const seen: Seen[] = [];
    const line = await findLine(workbench, 'resnet50.ts', '[3, 4, 6, 3]');
    const column = '  const blocks = [3, 4, '.length + 1;
    for (let at = 0; at < warmUps + edits; at++) {
      // The line with the hint stays in sight of the one that is edited.
      await workbench.editor.goTo(line, column);
      await workbench.page.keyboard.press('Shift+ArrowRight');
      const state = at % 2 === 0 ? states[1] : states[0];
      seen.push(await seenAfterEdit(workbench.page, state));
      await workbench.page.waitForTimeout(1_200);
    }
    const log = await editor.extensionLog();
    return {
      seen: seen.slice(warmUps),
      inspected: linesOf<Inspected>(log, 'drawn'),
      lens: linesOf<Followed>(log, 'lens'),
      hints: linesOf<Followed>(log, 'hints'),
    };
  } finally {
    await workbench.close();
  }
}

/**
 * What of it is ours, which is what the goal is for: until the model is known, and the answer. VS Code asks when its
 * own waits are over; see docs/decisions/0007-waits-of-the-editor.md.
 */
function partRows(what: string, all: readonly Followed[]): Row[] {
  const name = `ResNet-50 edit → ${what}`;
  const of = (value: (each: Followed) => number): number => median(all.map(value));
  return [
    row(
      `${name}: our part`,
      of(({ knownMs, answerMs }) => knownMs + answerMs),
      'ms',
      goalMs,
    ),
    row(
      `${name}: our part, from the edit until it is known`,
      of(({ knownMs }) => knownMs),
      'ms',
    ),
    row(
      `${name}: our part, from VS Code's question to the answer`,
      of(({ answerMs }) => answerMs),
      'ms',
    ),
    row(
      `${name}: until VS Code asks for what is known`,
      of(({ askedMs, knownMs }) => askedMs - knownMs),
      'ms',
    ),
  ];
}

/** What the inspection consists of; the rest of it is the way to the worker and back, and what checks the graph. */
function inspectionRows(all: readonly Inspected[]): Row[] {
  const of = (key: keyof Inspected): number => median(all.map((each) => each[key]));
  const name = 'ResNet-50 edit → beside the code';
  return [
    row(`${name}: the inspection`, of('totalMs'), 'ms'),
    row(`${name}: the bundle in it`, of('bundleMs'), 'ms'),
    row(`${name}: the evaluation in it`, of('evaluateMs'), 'ms'),
    row(`${name}: the analysis in it`, of('analyseMs'), 'ms'),
  ];
}

/**
 * Rows for ResNet-50 in the newest VS Code. The designer's own wait for a pause in typing is set to nothing, as
 * it is left out of "edit → drawn"; VS Code's own waits before it asks for lenses and hints are in the figures of
 * what is seen, and have rows of their own.
 */
export async function benchBesideCode(root: string): Promise<Row[]> {
  const vsix = path.join(root, 'dist', 'resnet-designer.vsix');
  const settings = {
    'resnetDesigner.inspect.debounceMilliseconds': 0,
    // All of resnet50.ts in sight, so that the lens and the hint are both in the page. A smaller height of
    // lines would be taken as a multiple of the font's.
    'editor.fontSize': 5,
    'editor.lineHeight': 8,
  };
  const editor = await Editor.start(codeServers.newest, { vsix, settings });
  try {
    const { seen, inspected, lens, hints } = await measure(
      editor,
      path.join(root, 'media', 'models'),
    );
    const of = (key: keyof Seen): number => median(seen.map((each) => each[key]));
    return [
      row('ResNet-50 edit → lens on the screen, with the waits of VS Code', of('lensMs'), 'ms'),
      row(
        'ResNet-50 edit → inlay hints on the screen, with the waits of VS Code',
        of('hintsMs'),
        'ms',
      ),
      ...inspectionRows(inspected),
      ...partRows('lens', lens),
      ...partRows('inlay hints', hints),
    ];
  } finally {
    await editor.stop();
  }
}
