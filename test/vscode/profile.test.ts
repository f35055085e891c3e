/** A model profiled in the editor: the heat map, the tables, what the lines say, cancelling, a killed process. */
import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { ensureTensorflow } from '../../scripts/lib/tensorflow.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { openByLens, type DesignerView } from './support/designer.js';
import { models } from './support/resnet50.js';
import { writeWorkspaceSettings } from './support/settings.js';
import { useEditor } from './support/useEditor.js';
import { ModelViews } from './support/views.js';
import type { Workbench } from './support/workbench.js';

const tensorflow = await ensureTensorflow();

const profiledMs = 90_000;
const trainable = 272_474;

/** Kills the processes that profile, as a crash or a short memory does. */
function killComputeWorkers(): void {
  execFileSync('pkill', ['-9', '-f', 'compute-worker.js']);
}

describe.each(Object.values(codeServers))('profiling in VS Code $vscode', (release) => {
  const open = useEditor(release, { vsix: packagedExtension });

  /** ResNet-20 is drawn, and nothing is profiled yet. */
  async function openResnet20(): Promise<[Workbench, DesignerView, ModelViews]> {
    const workbench = await open({ folder: models, file: 'resnet-cifar.ts' });
    // Read when the first profile is asked for.
    await writeWorkspaceSettings(workbench.folder, {
      'resnetDesigner.profile.tensorflowFolder': tensorflow?.folder ?? '',
    });
    const view = await openByLens(workbench, 0);
    await view.waitForTrainable(trainable);
    return [workbench, view, new ModelViews(view)];
  }

  async function waitForProfile(view: DesignerView): Promise<void> {
    await view.frame
      .getByTestId('profile-device')
      .waitFor({ state: 'attached', timeout: profiledMs });
  }

  it('a profile is a table, a heat map and times on lines, and is kept', async () => {
    const [workbench, view, views] = await openResnet20();
    await views.open('profile');
    await view.frame.getByTestId('profile-first').click();
    await waitForProfile(view);
    await workbench.screenshot('profile-table');
    expect(await view.value('profile-device')).not.toBe('');
    const kept = path.join(workbench.folder, '.resnet-designer', 'profiles');
    await expect
      .poll(() => readdir(kept), { timeout: 10_000 })
      .toEqual([expect.stringMatching(/^resnet-cifar\..*\.tensorflow-train-batch4\.json$/)]);
    // The slowest convolution's row leads to its line; what stands above it may be of no layer.
    await views.rows.filter({ hasText: 'Conv2D' }).first().click();
    await workbench.page
      .getByText(/ms\sfwd\s·\s.*\sbwd/)
      .first()
      .waitFor();
    await views.open('graph');
    await workbench.screenshot('profile-graph');
    expect(workbench.errors.all()).toEqual([]);
  });

  it('one that is cancelled, and one whose process is killed, are followed by one that works', async () => {
    const [workbench, view, views] = await openResnet20();
    await views.open('profile');
    await view.frame.getByTestId('profile-first').click();
    await view.frame.getByTestId('profile-cancel').click();
    await view.frame.getByTestId('profile-first').waitFor();
    await view.frame.getByTestId('profile-first').click();
    await view.frame.getByTestId('profiling').waitFor();
    await workbench.page.waitForTimeout(1_500);
    killComputeWorkers();
    await view.frame.getByTestId('profile-failure').waitFor();
    await workbench.screenshot('profile-killed');
    await view.frame.getByTestId('profile-first').click();
    await waitForProfile(view);
    expect(workbench.errors.all()).toEqual([]);
  });
});
