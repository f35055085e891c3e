/** The charts of a real profile as files: each saved from VS Code's page by the dialog of VS Code. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { ensureTensorflow } from '../../scripts/lib/tensorflow.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { chartNames, type ChartName } from '../../src/protocol/designer';
import { openByLens } from './support/designer.js';
import { models } from './support/resnet50.js';
import { acceptDialog } from './support/saving.js';
import { writeWorkspaceSettings } from './support/settings.js';
import { useEditor } from './support/useEditor.js';
import { ModelViews } from './support/views.js';

const tensorflow = await ensureTensorflow();
const seen = path.join(import.meta.dirname, '..', 'artifacts', 'charts');

/** The views of a profile that charts are on. */
const viewOf: Readonly<Record<ChartName, string>> = {
  timeline: 'timeline',
  roofline: 'roofline',
  memory: 'memory',
  throughput: 'batches',
  'batch-time': 'batches',
  'batch-peak': 'batches',
  costs: 'table',
};

const open = useEditor(codeServers.newest, { vsix: packagedExtension });

it('every chart is saved as SVG, PNG and CSV', { timeout: 480_000 }, async () => {
  const workbench = await open({ folder: models, file: 'resnet-cifar.ts' });
  await writeWorkspaceSettings(workbench.folder, {
    'resnetDesigner.profile.tensorflowFolder': tensorflow?.folder ?? '',
    // The files are looked at here, not how steady the times in them are.
    'resnetDesigner.profile.timeLimitSeconds': 0.5,
  });
  const view = await openByLens(workbench, 0);
  await view.waitForTrainable(272_474);
  await new ModelViews(view).open('profile');
  await view.frame.getByTestId('profile-first').click();
  await view.frame.getByTestId('profile-device').waitFor({ state: 'attached', timeout: 90_000 });
  await view.frame.getByTestId('profile-tab-batches').click();
  await view.frame.getByTestId('measure-batches').click();
  await view.frame.getByTestId('largest-batch').waitFor({ timeout: 240_000 });
  mkdirSync(seen, { recursive: true });
  const saved = async (name: ChartName, format: string): Promise<Buffer> => {
    await view.frame.getByTestId(`${name}-${format}`).click();
    const content = await acceptDialog(workbench, `resnet-cifar.${name}.${format}`);
    writeFileSync(path.join(seen, `${name}.${format}`), content);
    return content;
  };
  // The table of costs has its own buttons.
  for (const name of chartNames.filter((one) => one !== 'costs')) {
    await view.frame.getByTestId(`profile-tab-${viewOf[name]}`).click();
    expect((await saved(name, 'svg')).toString()).toMatch(/^<svg [^]*<\/svg>\s*$/);
    expect((await saved(name, 'png')).subarray(1, 4).toString()).toBe('PNG');
    expect((await saved(name, 'csv')).toString()).toMatch(/^[^\n]+,[^\n]+\n[^\n]+,/);
  }
  expect(workbench.errors.all()).toEqual([]);
});
