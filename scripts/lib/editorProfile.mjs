import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @typedef {object} EditorProfile
 * @property {string} folder
 * @property {string} userData
 * @property {string} extensions
 * @property {string} settingsFile
 */

/** An editor that shows the files and nothing of its own. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * A profile of its own, apart from the one the user works with. Settings that are there stay.
 * @param {string} folder
 * @returns {EditorProfile}
 */
export function prepareProfile(folder) {
  const userData = join(folder, 'user-data');
  const extensions = join(folder, 'extensions');
  const settingsFile = join(userData, 'User', 'settings.json');
  mkdirSync(dirname(settingsFile), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  if (!existsSync(settingsFile))
    writeFileSync(settingsFile, JSON.stringify(quietSettings, undefined, 2));
  return { folder, userData, extensions, settingsFile };
}
