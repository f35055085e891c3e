import { cp, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface TemporaryWorkspace {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A copy of a folder, since a test edits what it opens and VS Code writes beside it. */
export async function temporaryWorkspace(
  folder: string,
  nodeModules?: string,
): Promise<TemporaryWorkspace> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'resnet-designer-test-')));
  const copy = join(parent, basename(folder));
  await cp(folder, copy, { recursive: true });
  if (nodeModules) await symlink(nodeModules, join(copy, 'node_modules'), 'dir');
  return {
    folder: copy,
    remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }),
  };
}
