/** From the click on the lens to the first picture, in an editor that was started for it, and its stages. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { codeServers } from '../scripts/lib/versions.mjs';
import { openByLens } from '../test/vscode/support/designer';
import { Editor } from '../test/vscode/support/editor';
import { median, row, type Row } from './row';

const starts = 5;
const goalMs = 1500;
/** A person reads before the lens is clicked. */
const restMs = 5_000;
const logMs = 20_000;

/** The extension's own times, in milliseconds since its designer was opened; see src/panels/openingTimes.ts. */
const stages = {
  pageBegunMs: "until VS Code's webview loads the page",
  pageReadyMs: "until the page's script has run",
  bundleMs: 'the bundle',
  evaluateMs: 'the evaluation',
  analyseMs: 'the analysis',
  readMs: 'until the model is read',
  receivedMs: 'until the page has the model',
  layoutMs: 'the layout',
  laidOutMs: 'until the page has the layout',
  drawMs: 'the drawing',
  drawnMs: 'until it is drawn',
} as const;

type Stage = keyof typeof stages;
type Stages = Readonly<Record<Stage, number>>;

interface Opened extends Stages {
  readonly clickToPictureMs: number;
  /** VS Code asks its server whether the service worker of its webviews is the newest, before it loads a page. */
  readonly updateMs: number;
}

async function stagesOf(editor: Editor): Promise<Stages> {
  for (const deadline = Date.now() + logMs; Date.now() < deadline;) {
    const [, text] = /opened (\{.*\})/.exec(await editor.extensionLog()) ?? [];
    if (text !== undefined) return JSON.parse(text) as Stages;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The log does not say when the designer was drawn.');
}

/** Runs in the page. A lens that VS Code draws anew cannot be clicked meanwhile, so the click may come late. */
function noteClicks(): void {
  const note = (): void => void Reflect.set(window, 'clickedAt', Date.now());
  window.addEventListener('mousedown', note, { capture: true });
}

/** From the marks of VS Code's own page around ours, in milliseconds. */
async function updateWait(page: Page): Promise<number> {
  const outer = page.frames().find((frame) => frame.url().includes('/webview/browser/pre/index'));
  if (outer === undefined) throw new Error("VS Code's page around the designer's is not there.");
  return outer.evaluate(() => {
    const at = (name: string): number =>
      performance.getEntriesByName(`webview/index.html/content/${name}`)[0]?.startTime ?? NaN;
    return at('workerReady') - at('started');
  });
}

async function once(vsix: string, folder: string, waitMs: number): Promise<Opened> {
  const editor = await Editor.start(codeServers.newest, { vsix });
  try {
    const workbench = await editor.open({ folder, file: 'resnet50.ts' });
    const lens = workbench.editor.codeLens('Open in ResNet Designer');
    await lens.waitFor();
    await workbench.page.waitForTimeout(waitMs);
    await workbench.page.evaluate(noteClicks);
    const view = await openByLens(workbench, 0);
    await view.frame.locator('[data-node-id]').first().waitFor();
    const seenAt = Date.now();
    const clickedAt = await workbench.page.evaluate(() => Number(Reflect.get(window, 'clickedAt')));
    const updateMs = await updateWait(workbench.page);
    return { clickToPictureMs: seenAt - clickedAt, updateMs, ...(await stagesOf(editor)) };
  } finally {
    await editor.stop();
  }
}

async function measured(root: string, waitMs: number): Promise<Opened[]> {
  const vsix = path.join(root, 'dist', 'resnet-designer.vsix');
  const folder = path.join(root, 'media', 'models');
  const all: Opened[] = [];
  for (let start = 0; start < starts; start++) all.push(await once(vsix, folder, waitMs));
  return all;
}

function stageRows(name: string, all: readonly Opened[]): Row[] {
  const of = (value: (each: Opened) => number): number => median(all.map(value));
  return [
    row(
      `${name}: VS Code's update check of its service worker`,
      of(({ updateMs }) => updateMs),
      'ms',
    ),
    row(
      `${name}, without that check`,
      of(({ clickToPictureMs, updateMs }) => clickToPictureMs - updateMs),
      'ms',
    ),
    ...(Object.keys(stages) as Stage[]).map((stage) =>
      row(
        `${name}: ${stages[stage]}`,
        of((each) => each[stage]),
        'ms',
      ),
    ),
  ];
}

/** Rows for ResNet-50 in the newest VS Code; nothing of the designer has run in it before. */
export async function benchFirstPicture(root: string): Promise<Row[]> {
  const at = (all: readonly Opened[], key: keyof Opened): number =>
    median(all.map((each) => each[key]));
  const atOnce = await measured(root, 0);
  const rested = await measured(root, restMs);
  const name = 'ResNet-50 open → first picture, fresh editor';
  return [
    row(name, at(atOnce, 'clickToPictureMs'), 'ms', goalMs),
    row(
      `${name}, ${restMs / 1000} s after its start`,
      at(rested, 'clickToPictureMs'),
      'ms',
      goalMs,
    ),
    ...stageRows(name, rested),
    ...stageRows(`${name}, clicked at once`, atOnce),
  ];
}
