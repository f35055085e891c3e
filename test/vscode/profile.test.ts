/** A model profiled in the editor: the heat map, the tables, what the lines say, cancelling, a killed process. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { ensureTensorflow } from '../../scripts/lib/tensorflow.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { openByLens, type DesignerView } from './support/designer.js';
import { models } from './support/resnet50.js';
import { writeWorkspaceSettings, type Settings } from './support/settings.js';
import { useEditor } from './support/useEditor.js';
import { ModelViews } from './support/views.js';
import type { Workbench } from './support/workbench.js';

const tensorflow = await ensureTensorflow();

const profiledMs = 90_000;
const trainable = 272_474;
const firstModel = path.join(import.meta.dirname, '..', 'fixtures', 'profiling');

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processes(): Process[] {
  const lines = execFileSync('ps', ['-o', 'pid=,ppid=,args=', '-e'], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.map((line) => {
    const [pid, parent, ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), command: command.join(' ') };
  });
}

/** Kills the processes of this test's editor that profile, as a crash or a short memory does. */
function killComputeWorkers(): void {
  const all = new Map(processes().map((one) => [one.pid, one]));
  const isOurs = (pid: number): boolean => {
    const parent = all.get(pid)?.parent ?? 0;
    return parent === process.pid || (parent > 1 && isOurs(parent));
  };
  const workers = [...all.values()].filter(
    ({ pid, command }) => command.includes('compute-worker.js') && isOurs(pid),
  );
  expect(workers.length).toBeGreaterThan(0);
  for (const { pid } of workers) process.kill(pid, 'SIGKILL');
}

/** Of the text that a stored profile is of. */
async function hashIn(file: string): Promise<string> {
  const { model } = JSON.parse(await readFile(file, 'utf8')) as { model: { hash: string } };
  return model.hash;
}

describe.each(Object.values(codeServers))('profiling in VS Code $vscode', (release) => {
  const open = useEditor(release, { vsix: packagedExtension });

  /** ResNet-20 is drawn, and nothing is profiled yet. */
  async function openResnet20(
    settings: Settings = {},
  ): Promise<[Workbench, DesignerView, ModelViews]> {
    const workbench = await open({ folder: models, file: 'resnet-cifar.ts' });
    // Read when the first profile is asked for.
    await writeWorkspaceSettings(workbench.folder, {
      'resnetDesigner.profile.tensorflowFolder': tensorflow?.folder ?? '',
      ...settings,
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

  it('is there again after a reload, with its age, and says when the file has changed since', async () => {
    const [workbench, view, views] = await openResnet20();
    await views.open('profile');
    await view.frame.getByTestId('profile-mode').selectOption('infer');
    await view.frame.getByTestId('profile-batch').fill('2');
    await view.frame.getByTestId('profile-batch').press('Enter');
    await waitForProfile(view);
    await workbench.reloadWindow();
    await waitForProfile(view);
    expect(await view.frame.getByTestId('profile-batch').inputValue()).toBe('2');
    expect(await view.frame.getByTestId('profile-mode').inputValue()).toBe('infer');
    expect(await view.frame.getByTestId('profile-age').textContent()).toMatch(
      /^taken .*(now|ago)$/,
    );
    expect(await view.frame.getByTestId('profile-stale').count()).toBe(0);
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await workbench.page.keyboard.press('ControlOrMeta+End');
    await workbench.page.keyboard.type('// more');
    await view.frame.getByTestId('profile-stale').waitFor();
    await workbench.screenshot('profile-restored');
    expect(workbench.errors.all()).toEqual([]);
  });

  it('is taken again on save, one after the other, and in the end of what was saved last', async () => {
    const [workbench, view, views] = await openResnet20({ 'resnetDesigner.profile.onSave': true });
    await views.open('profile');
    await view.frame.getByTestId('profile-first').click();
    await waitForProfile(view);
    const { keyboard } = workbench.page;
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await keyboard.press('ControlOrMeta+End');
    for (const text of ['// one', ' and two']) {
      await keyboard.type(text);
      await keyboard.press('ControlOrMeta+S');
      await view.frame.getByTestId('profiling').waitFor();
    }
    const file = path.join(workbench.folder, 'resnet-cifar.ts');
    await expect.poll(() => readFile(file, 'utf8')).toMatch(/\/\/ one and two\s*$/);
    const saved = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    const kept = path.join(workbench.folder, '.resnet-designer', 'profiles');
    const hashes = async (): Promise<string[]> =>
      Promise.all((await readdir(kept)).sort().map((name) => hashIn(path.join(kept, name))));
    await expect.poll(hashes, { timeout: 2 * profiledMs }).toContain(saved);
    await view.frame.getByTestId('profile-stale').waitFor({ state: 'detached' });
    expect(workbench.errors.all()).toEqual([]);
  });

  it('a first model is profiled in inference and in training, and both are compared', async () => {
    const workbench = await open({ folder: firstModel, file: 'small-resnet.ts' });
    await writeWorkspaceSettings(workbench.folder, {
      'resnetDesigner.profile.tensorflowFolder': tensorflow?.folder ?? '',
    });
    const view = await openByLens(workbench, 0);
    const views = new ModelViews(view);
    await views.open('profile');
    await workbench.screenshot('first-profile-none');
    await view.frame.getByTestId('profile-mode').selectOption('infer');
    await view.frame.getByTestId('profile-first').click();
    await waitForProfile(view);
    await view.frame.getByTestId('profile-mode').selectOption('train');
    await view.frame.getByTestId('profile-again').click();
    await view.frame.getByTestId('profile-backward').waitFor({ timeout: profiledMs });
    await view.frame.getByTestId('profile-compare').click();
    const offered = workbench.page.locator('.quick-input-list .monaco-list-row');
    await offered.first().waitFor();
    await workbench.screenshot('first-profile-choose');
    // The one that is shown is not compared with itself: there are the other one, and files elsewhere.
    expect(await offered.count()).toBe(2);
    await workbench.page.keyboard.press('Enter');
    const compared = view.frame.getByTestId('compared');
    await compared.getByText('Another kind of step: inference before, training now.').waitFor();
    await workbench.screenshot('first-profile-compared');
    for (const picture of ['timeline', 'roofline', 'memory', 'advice']) {
      await view.frame.getByTestId(`profile-tab-${picture}`).click();
      await workbench.screenshot(`first-profile-${picture}`);
    }
    await views.open('graph');
    await workbench.screenshot('first-profile-difference');
    for (const theme of ['light', 'highContrast'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`first-profile-difference-${theme}`);
      await views.open('profile');
      await workbench.screenshot(`first-profile-advice-${theme}`);
      await view.frame.getByTestId('profile-tab-table').click();
      await workbench.screenshot(`first-profile-table-${theme}`);
      await views.open('graph');
    }
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
