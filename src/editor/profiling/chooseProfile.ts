/** An earlier profile of a file, out of those that are kept, or any other file. */
import { l10n, window, type Uri } from 'vscode';
import { wordsIn } from '../../model/sentence';
import type { Profile } from '../../protocol/profile';
import { nameOf, storedProfiles, type StoredProfile } from './profileFolder';
import { readProfile } from './storedProfiles';

/** `resnet50.2026-11-21T21-30-00-000Z.tensorflow-train-batch4.json`, in words where it is such a name. */
function itemOf({ name, uri }: StoredProfile) {
  const parts =
    /\.(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)\S*\.(\w+)-(train|infer)-batch(\d+)(-fused)?\.json$/.exec(
      name,
    );
  if (parts === null) return { label: name, uri };
  const [, day = '', hour = '', minute = '', backend = '', mode, batch = '', fused] = parts;
  const step = mode === 'infer' ? l10n.t('inference') : l10n.t('training');
  return {
    label: l10n.t('{0} {1}:{2} UTC', day, hour, minute),
    description:
      fused === undefined
        ? l10n.t('{0}, batch of {1}, on {2}', step, batch, backend)
        : l10n.t('{0}, batch of {1}, on {2} with fused kernels', step, batch, backend),
    uri,
  };
}

async function chooseFile(model: Uri, shown: Profile | undefined): Promise<Uri | undefined> {
  // To compare a profile with itself says nothing.
  const itself = shown && nameOf(model, shown);
  const stored = (await storedProfiles(model)).filter(({ name }) => name !== itself);
  const other = { label: l10n.t('Another file…'), uri: undefined };
  const items = [...stored.map(itemOf), other];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Compare With Profile'),
    placeHolder: l10n.t('The earlier one'),
    matchOnDescription: true,
  });
  if (chosen === undefined) return undefined;
  return chosen.uri ?? (await window.showOpenDialog({ filters: { JSON: ['json'] } }))?.[0];
}

/**
 * @param shown what the other is compared with, and so is not offered
 * @returns undefined where nothing was chosen, or what was chosen is no profile, which is said.
 */
export async function chooseProfile(
  model: Uri,
  shown: Profile | undefined,
): Promise<Profile | undefined> {
  const file = await chooseFile(model, shown);
  if (file === undefined) return undefined;
  const read = await readProfile(file);
  if (read.ok) return read.value;
  await window.showErrorMessage(wordsIn(l10n.t, read.failure));
  return undefined;
}
