/** What an editor leaves on the machine when it has ended: nothing. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { packagedExtension } from '../../scripts/lib/packagedExtension.mjs';
import { codeServers } from '../../scripts/lib/versions.mjs';
import { openByLens } from './support/designer.js';
import { Editor } from './support/editor.js';

const models = fileURLToPath(new URL('../../media/models', import.meta.url));

let folder: string;

beforeEach(() => {
  // Short: the paths of sockets are.
  folder = mkdtempSync(join(tmpdir(), 'rd-'));
  vi.stubEnv('TMPDIR', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it('nothing in the folder for temporary files, sockets included', async () => {
  const editor = await Editor.start(codeServers.newest, { vsix: packagedExtension });
  const workbench = await editor.open({ folder: models, file: 'resnet50.ts' });
  await openByLens(workbench, 0);
  const sockets = (): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /vscode-\w+-[^/]+\.sock$/.test(file),
    );
  await expect.poll(sockets).not.toEqual([]);
  await workbench.close();
  await editor.stop();
  expect(readdirSync(folder)).toEqual([]);
});
