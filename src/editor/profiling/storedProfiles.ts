/** Profiles as files: `.resnet-designer/profiles/` in the folder of the workspace that the model is in. */
import { Uri, workspace } from 'vscode';
import { fail, type Result } from '../../protocol/failure';
import type { Profile } from '../../protocol/profile';
import { parseProfile } from '../../protocol/profileSchema';

export interface StoredProfile {
  readonly uri: Uri;
  /** As its file is called. */
  readonly name: string;
}

/** Where the profiles of a model file are kept; undefined for a file outside of the workspace. */
function folderOf(file: Uri): Uri | undefined {
  const folder = workspace.getWorkspaceFolder(file);
  return folder && Uri.joinPath(folder.uri, '.resnet-designer', 'profiles');
}

function stem(file: Uri): string {
  return (file.path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '').replace(/[^\w.-]/g, '_');
}

function nameOf(file: Uri, { takenAt, backend, settings }: Profile): string {
  const time = takenAt.replace(/[:.]/g, '-');
  return `${stem(file)}.${time}.${backend.name}-${settings.mode}-batch${settings.batch}.json`;
}

/** Keeps a profile. @returns where, or undefined for a file outside of the workspace. */
export async function storeProfile(file: Uri, profile: Profile): Promise<Uri | undefined> {
  const folder = folderOf(file);
  if (folder === undefined) return undefined;
  const target = Uri.joinPath(folder, nameOf(file, profile));
  const partial = target.with({ path: `${target.path}.partial` });
  // A window that is closed meanwhile leaves no half of a profile under its name.
  await workspace.fs.writeFile(partial, new TextEncoder().encode(JSON.stringify(profile)));
  await workspace.fs.rename(partial, target, { overwrite: true });
  return target;
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

/** Reads a profile that may be from anywhere. */
export async function readProfile(uri: Uri): Promise<Result<Profile>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(uri)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail({
      code: 'file-not-found',
      severity: 'error',
      message: `${uri.fsPath} cannot be read as a profile: ${reason}.`,
    });
  }
  return parseProfile(value);
}
