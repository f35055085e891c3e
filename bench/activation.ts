/** How long VS Code says that activating the extension takes. */
import path from 'node:path';
import { codeServers } from '../scripts/lib/versions.mjs';
import { Editor } from '../test/vscode/support/editor';
import { median, row, type Row } from './row';

const starts = 5;
/** VS Code's own extensions start by then. */
const settleMs = 8_000;

/** A command activates the extension in a window without a model file, where nothing else starts meanwhile. */
async function alone(editor: Editor, folder: string): Promise<number> {
  const workbench = await editor.open({ folder });
  try {
    await workbench.page.waitForTimeout(settleMs);
    await workbench.runCommand('ResNet Designer: New Model from Sample…');
    await workbench.page.getByPlaceholder('A network to start from').waitFor();
    await workbench.page.keyboard.press('Escape');
    const [ms = Number.NaN] = await workbench.activationMs('ResNet Designer');
    return ms;
  } finally {
    await workbench.close();
  }
}

interface AtStart {
  readonly oursMs: number;
  readonly emmetMs: number;
}

/**
 * A file of TypeScript activates it with VS Code's own extensions. VS Code begins to count for all of them and
 * then loads one after the other, so what it says of each holds what the others took.
 */
async function atStart(editor: Editor, folder: string): Promise<AtStart> {
  const workbench = await editor.open({ folder, file: 'resnet50.ts' });
  try {
    await workbench.page.getByText('Open in ResNet Designer').first().waitFor();
    const [oursMs = Number.NaN, emmetMs = Number.NaN] = await workbench.activationMs(
      'ResNet Designer',
      'Emmet',
    );
    return { oursMs, emmetMs };
  } finally {
    await workbench.close();
  }
}

/** Rows measured in the newest VS Code, on the packaged extension. */
export async function benchActivation(root: string): Promise<Row[]> {
  const vsix = path.join(root, 'dist', 'resnet-designer.vsix');
  const folder = path.join(root, 'media', 'models');
  const editor = await Editor.start(codeServers.newest, { vsix });
  try {
    const single: number[] = [];
    const shared: AtStart[] = [];
    for (let start = 0; start < starts; start++) {
      single.push(await alone(editor, folder));
      shared.push(await atStart(editor, folder));
    }
    const emmet = { name: "VS Code's Emmet", value: median(shared.map(({ emmetMs }) => emmetMs)) };
    const ours = median(shared.map(({ oursMs }) => oursMs));
    return [
      row('activation', median(single), 'ms', 20),
      row("activation with VS Code's own", ours, 'ms', null, emmet),
    ];
  } finally {
    await editor.stop();
  }
}
