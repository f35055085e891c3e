/** The designer in a real VS Code: from an edit (after the debounce) to its picture on the screen. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeServers } from '../scripts/lib/versions.mjs';
import { openByLensAbove } from '../test/vscode/support/designer';
import { Editor } from '../test/vscode/support/editor';
import type { Workbench } from '../test/vscode/support/workbench';
import { median, row, type Row } from './row';

const edits = 20;
const warmUps = 5;
const settleMs = 10_000;

/** One line of the extension's log: what an edit cost, in milliseconds. */
interface Drawn {
  readonly revision: number;
  readonly bundleMs: number;
  readonly evaluateMs: number;
  readonly analyseMs: number;
  readonly layoutMs: number;
  readonly drawMs: number;
  readonly editToDrawnMs: number;
}

function drawnLines(log: string): Drawn[] {
  return [...log.matchAll(/drawn (\{.*\})/g)].map((match) => JSON.parse(match[1] ?? '{}') as Drawn);
}

async function waitForLines(editor: Editor, count: number): Promise<Drawn[]> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const lines = drawnLines(await editor.extensionLog());
    if (lines.length >= count) return lines;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the designer did not draw ${count} times`);
}

/** The last line of the builder's block counts is edited to and fro, as a user does. */
async function edit(
  workbench: Workbench,
  line: number,
  counts: string,
  other: string,
  times: number,
): Promise<void> {
  const [from, to] = times % 2 === 0 ? [counts, other] : [other, counts];
  await workbench.editor.replaceInLine(line, from, to);
}

/** The number of the first line of a file that holds `text`, from 1. */
export async function findLine({ folder }: Workbench, file: string, text: string): Promise<number> {
  const lines = (await readFile(path.join(folder, file), 'utf8')).split('\n');
  const index = lines.findIndex((line) => line.includes(text));
  if (index === -1) throw new Error(`no line holds ${text}`);
  return index + 1;
}

export interface Case {
  readonly name: string;
  readonly file: string;
  readonly trainable: number;
  readonly counts: string;
  readonly other: string;
  readonly goalMs: number;
}

export const cases: readonly Case[] = [
  {
    name: 'ResNet-50',
    file: 'resnet50.ts',
    trainable: 25_557_032,
    counts: '[3, 4, 6, 3]',
    other: '[3, 4, 5, 3]',
    goalMs: 60,
  },
  {
    name: 'ResNet-152',
    file: 'resnet50.ts',
    trainable: 60_192_808,
    counts: '[3, 8, 36, 3]',
    other: '[3, 8, 35, 3]',
    goalMs: 100,
  },
  {
    name: 'CIFAR ResNet-1202',
    file: 'resnet-cifar.ts',
    trainable: 19_424_026,
    counts: '[200, 200, 200]',
    other: '[200, 200, 199]',
    goalMs: 400,
  },
];

async function measure(editor: Editor, workbench: Workbench, test: Case): Promise<Drawn[]> {
  const line = await findLine(workbench, test.file, test.counts);
  const view = await openByLensAbove(workbench, line);
  await view.waitForTrainable(test.trainable);
  // VS Code's own extensions read the project when it has been opened, on the same cores.
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const before = drawnLines(await editor.extensionLog()).length;
  for (let i = 0; i < warmUps + edits; i++) {
    await edit(workbench, line, test.counts, test.other, i);
    await waitForLines(editor, before + i + 1);
  }
  return (await waitForLines(editor, before + warmUps + edits)).slice(before + warmUps);
}

function rowsOf(test: Case, drawn: readonly Drawn[]): Row[] {
  const part = (label: string, key: keyof Drawn): Row =>
    row(`${test.name} ${label}`, median(drawn.map((line) => line[key])), 'ms');
  return [
    row(
      `${test.name} edit → drawn`,
      median(drawn.map((line) => line.editToDrawnMs)),
      'ms',
      test.goalMs,
    ),
    part('bundle', 'bundleMs'),
    part('evaluate', 'evaluateMs'),
    part('analyse', 'analyseMs'),
    part('layout', 'layoutMs'),
    part('draw', 'drawMs'),
  ];
}

/** Rows measured in the newest VS Code, on the packaged extension: of these cases, and the activation. */
export async function benchEditor(root: string, chosen: readonly Case[]): Promise<Row[]> {
  const vsix = path.join(root, 'dist', 'resnet-designer.vsix');
  const editor = await Editor.start(codeServers.newest, { vsix });
  const rows: Row[] = [];
  try {
    for (const test of chosen) {
      const folder = path.join(root, 'media', 'models');
      const workbench = await editor.open({ folder, file: test.file });
      rows.push(...rowsOf(test, await measure(editor, workbench, test)));
      await workbench.close();
    }
    return rows;
  } finally {
    await editor.stop();
  }
}
