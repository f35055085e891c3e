/** What stands beside the code of a model that was opened in the designer. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { Beside } from './support/beside.js';
import { openByLens, type DesignerView } from './support/designer.js';
import { useEditor } from './support/useEditor.js';
import type { Workbench } from './support/workbench.js';

const models = fileURLToPath(new URL('../../media/models', import.meta.url));
const resnet50Lines = readFileSync(path.join(models, 'resnet50.ts'), 'utf8').split('\n');

/** The line of resnet50.ts that holds `text`, from 1. */
function lineOf(text: string): number {
  const index = resnet50Lines.findIndex((line) => line.includes(text));
  if (index === -1) throw new Error(`no line holds "${text}"`);
  return index + 1;
}

const bottleneckAdd = 'resnet50#1/stage#1/bottleneck#1/Add.1';

describe.each(Object.values(codeServers))('beside the code in VS Code $vscode', (release) => {
  const open = useEditor(release, { vsix: packagedExtension });

  async function openResnet50(): Promise<[Workbench, DesignerView, Beside]> {
    const workbench = await open({ folder: models, file: 'resnet50.ts' });
    const view = await openByLens(workbench, 0);
    await view.waitForTrainable(25_557_032);
    return [workbench, view, new Beside(workbench)];
  }

  it('the lens of the model that was read tells its totals, and follows edits', async () => {
    const [workbench, , beside] = await openResnet50();
    await beside.lens('25.6 M parameters · 4.09 GMACs · 16 skips').waitFor();
    // The other two builders were not read.
    expect((await beside.lensTexts()).filter((text) => text.includes('skips'))).toHaveLength(1);
    const line = lineOf('[3, 4, 6, 3]');
    await workbench.editor.replaceInLine(line, '[3, 4, 6, 3]', '[3, 4, 7, 3]');
    await beside.lens('26.7 M parameters · 4.31 GMACs · 17 skips').waitFor();
    await workbench.screenshot('beside-lens');
  });

  it('each line that applies layers tells their shape and parameters', async () => {
    const [workbench, , beside] = await openResnet50();
    await workbench.editor.goTo(lineOf('maxPooling2d'));
    await expect.poll(() => beside.hintOf('maxPooling2d')).toBe('56×56×64');
    await workbench.editor.goTo(lineOf('batchNorm.apply(conv.apply(x))'));
    await expect
      .poll(() => beside.hintOf('batchNorm.apply'))
      .toBe('112×112×64 … 7×7×2048 ×53 · 23.6 M');
    await workbench.screenshot('beside-hints');
  });
});
