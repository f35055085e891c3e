/** The commands around a profile: its exports, what it runs on, and the library that it may lack. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { ensureTensorflow } from '../../scripts/lib/tensorflow.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { traceFaults } from '../unit/model/profile/exports/traceFormat.js';
import { openByLens, type DesignerView } from './support/designer.js';
import { saveBy } from './support/saving.js';
import { writeWorkspaceSettings, type Settings } from './support/settings.js';
import { useEditor } from './support/useEditor.js';
import { ModelViews } from './support/views.js';
import type { Workbench } from './support/workbench.js';

const tensorflow = await ensureTensorflow();
const smallModel = path.join(import.meta.dirname, '..', 'fixtures', 'profiling');
const profiledMs = 90_000;

describe.each(Object.values(codeServers))('commands of a profile in VS Code $vscode', (release) => {
  const open = useEditor(release, { vsix: packagedExtension });

  async function openSmall(settings: Settings = {}): Promise<[Workbench, DesignerView]> {
    const workbench = await open({ folder: smallModel, file: 'small-resnet.ts' });
    await writeWorkspaceSettings(workbench.folder, {
      'resnetDesigner.profile.tensorflowFolder': tensorflow?.folder ?? '',
      'resnetDesigner.profile.timeLimitSeconds': 0.5,
      ...settings,
    });
    const view = await openByLens(workbench, 0);
    await new ModelViews(view).open('profile');
    return [workbench, view];
  }

  async function profile(view: DesignerView): Promise<string> {
    await view.frame.getByTestId('profile-first').click();
    const device = view.frame.getByTestId('profile-device');
    await device.waitFor({ state: 'attached', timeout: profiledMs });
    return (await device.textContent()) ?? '';
  }

  it('write it as a trace, as tables and as JSON', { timeout: 240_000 }, async () => {
    const [workbench, view] = await openSmall();
    await profile(view);
    const save = async (label: string, ending: string): Promise<string> => {
      const command = 'ResNet Designer: Export Profile…';
      const name = `small-resnet${ending}`;
      return (
        await saveBy(workbench, { command, title: 'Export Profile', label, name })
      ).toString();
    };
    const trace = await save('Chrome trace', '.trace.json');
    expect(traceFaults(trace)).toEqual([]);
    expect(trace).toContain('Conv2D');
    const csv = (await save('CSV', '.profile.csv')).split('\r\n');
    // Four convolutions and more, one a line, below their names.
    expect(csv.length).toBeGreaterThan(15);
    expect(await save('Markdown', '.profile.md')).toMatch(/^\|.*\|$/m);
    expect(JSON.parse(await save('JSON', '.profile.json'))).toMatchObject({
      backend: { name: 'tensorflow' },
    });
    expect(workbench.errors.all()).toEqual([]);
  });

  it('tell what a library takes before it is fetched, and leave nothing of one that is cancelled', async () => {
    const [workbench] = await openSmall();
    const { page, quickInput } = workbench;
    await workbench.runCommand('ResNet Designer: Install TensorFlow Library…');
    await quickInput.row('For NVIDIA GPUs, with CUDA').waitFor();
    await workbench.screenshot('install-library-kinds');
    await quickInput.row('For the processor').click();
    const question = page.locator('.monaco-dialog-box');
    await question.getByText(/274 MB are downloaded with pip, and 853 MB are kept/).waitFor();
    await workbench.screenshot('install-library');
    await question.getByRole('button', { name: 'Install' }).click();
    const progress = page.locator('.notifications-toasts', { hasText: 'Installing TensorFlow' });
    await progress.getByText(/of 274 MB/).waitFor();
    await workbench.screenshot('install-library-progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'hidden' });
    const libraries = async (): Promise<string[]> =>
      (await readdir(workbench.storage, { recursive: true })).filter((name) =>
        /partial-|tensorflow-\d/.test(name),
      );
    await expect.poll(libraries, { timeout: 30_000 }).toEqual([]);
    expect(workbench.errors.all()).toEqual([]);
  });

  // The last one: the choice is kept in settings that the windows share.
  it('choose what it runs on, and say of each backend what it is or why it does not work', async () => {
    const nowhere = { 'resnetDesigner.profile.tensorflowFolder': '/nowhere' };
    const [workbench, view] = await openSmall(nowhere);
    const { quickInput } = workbench;
    await workbench.runCommand('ResNet Designer: Select Backend…');
    await quickInput.widget.getByText('Select Backend', { exact: true }).waitFor();
    const row = (name: string) => quickInput.widget.getByRole('option', { name });
    await row('cpu').first().waitFor({ timeout: profiledMs });
    await workbench.screenshot('select-backend');
    await quickInput.input.fill('cpu');
    await quickInput.row('cpu').click();
    const chosen = view.frame.getByTestId('profile-on');
    await expect.poll(() => chosen.inputValue(), { timeout: profiledMs }).toBe('cpu');
    expect(await profile(view)).toContain('on cpu');
    await workbench.screenshot('select-backend-cpu');
    expect(workbench.errors.all()).toEqual([]);
  });
});
