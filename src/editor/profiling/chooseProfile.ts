/** An earlier profile of a file, out of those that are kept, or any other file. */
import { l10n, window, type Uri } from 'vscode';
import type { Profile } from '../../protocol/profile';
import { storedProfiles } from './profileFolder';
import { readProfile } from './storedProfiles';

async function chooseFile(model: Uri): Promise<Uri | undefined> {
  const stored = await storedProfiles(model);
  const other = { label: l10n.t('Another file…'), uri: undefined };
  const items = [...stored.map(({ name, uri }) => ({ label: name, uri })), other];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Compare With Profile'),
    placeHolder: l10n.t('The earlier one'),
  });
  if (chosen === undefined) return undefined;
  return chosen.uri ?? (await window.showOpenDialog({ filters: { JSON: ['json'] } }))?.[0];
}

/** @returns undefined where nothing was chosen, or what was chosen is no profile, which is said. */
export async function chooseProfile(model: Uri): Promise<Profile | undefined> {
  const file = await chooseFile(model);
  if (file === undefined) return undefined;
  const read = await readProfile(file);
  if (read.ok) return read.value;
  await window.showErrorMessage(read.failure.message);
  return undefined;
}
