/** Where profiles are kept: `.resnet-designer/profiles/` in the folder of the workspace that the model is in. */
import { Uri, workspace } from 'vscode';
import type { Profile } from '../../protocol/profile';

export interface StoredProfile {
  readonly uri: Uri;
  /** As its file is called. */
  readonly name: string;
}

/** Where the profiles of a model file are kept; undefined for a file outside of the workspace. */
export function folderOf(file: Uri): Uri | undefined {
  const folder = workspace.getWorkspaceFolder(file);
  return folder && Uri.joinPath(folder.uri, '.resnet-designer', 'profiles');
}

function stem(file: Uri): string {
  return (file.path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '').replace(/[^\w.-]/g, '_');
}

export function nameOf(file: Uri, { takenAt, backend, settings }: Profile): string {
  const time = takenAt.replace(/[:.]/g, '-');
  const fused = settings.kernels === 'fused' ? '-fused' : '';
  return `${stem(file)}.${time}.${backend.name}-${settings.mode}-batch${settings.batch}${fused}.json`;
}

/** The profiles of a model file, the newest first. */
export async function storedProfiles(file: Uri): Promise<StoredProfile[]> {
  const folder = folderOf(file);
  if (folder === undefined) return [];
  const entries = await workspace.fs.readDirectory(folder).then(undefined, () => []);
  const own = entries.map(([name]) => name).filter((name) => isOf(name, file));
  return own
    .sort()
    .reverse()
    .map((name) => ({ name, uri: Uri.joinPath(folder, name) }));
}

function isOf(name: string, file: Uri): boolean {
  return name.startsWith(`${stem(file)}.`) && name.endsWith('.json');
}
