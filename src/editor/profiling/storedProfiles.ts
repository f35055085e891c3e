/** Profiles as files. */
import { Uri, workspace } from 'vscode';
import { told } from '../../model/sentence';
import { fail, type Result } from '../../protocol/failure';
import type { Profile } from '../../protocol/profile';
import { parseProfile } from '../../protocol/profileSchema';
import { folderOf, nameOf, storedProfiles } from './profileFolder';

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
      ...told`${uri.fsPath} cannot be read as a profile: ${reason}.`,
    });
  }
  return parseProfile(value);
}

/** So many files are read at most to find one of a model: they are long. */
const mostRead = 6;

/**
 * The newest profile that is kept of a model.
 * @param file of the profile's model, relative to its workspace folder; others may have files of the same name
 * @param entry the expression that builds it
 */
export async function newestProfile(
  model: Uri,
  file: string,
  entry: string,
): Promise<Profile | undefined> {
  const stored = await storedProfiles(model);
  for (const { uri } of stored.slice(0, mostRead)) {
    const read = await readProfile(uri);
    if (read.ok && read.value.model.file === file && read.value.model.entry === entry)
      return read.value;
  }
  return undefined;
}
