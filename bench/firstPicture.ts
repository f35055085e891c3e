/** From the click on the lens to the first picture, in an editor that was started for it. */
import path from 'node:path';
import { codeServers } from '../scripts/lib/versions.mjs';
import { openByLens } from '../test/vscode/support/designer';
import { Editor } from '../test/vscode/support/editor';
import { median, row, type Row } from './row';

const starts = 5;
const goalMs = 1500;

async function once(vsix: string, folder: string): Promise<number> {
  const editor = await Editor.start(codeServers.newest, { vsix });
  try {
    const workbench = await editor.open({ folder, file: 'resnet50.ts' });
    const lens = workbench.editor.codeLens('Open in ResNet Designer');
    await lens.waitFor();
    const start = performance.now();
    const view = await openByLens(workbench, 0);
    await view.frame.locator('[data-node-id]').first().waitFor();
    return performance.now() - start;
  } finally {
    await editor.stop();
  }
}

/** A row for ResNet-50 in the newest VS Code; nothing of the designer has run in it before. */
export async function benchFirstPicture(root: string): Promise<Row[]> {
  const vsix = path.join(root, 'dist', 'resnet-designer.vsix');
  const folder = path.join(root, 'media', 'models');
  const times: number[] = [];
  for (let start = 0; start < starts; start++) times.push(await once(vsix, folder));
  return [row('ResNet-50 open → first picture, fresh editor', median(times), 'ms', goalMs)];
}
