import { dirname, join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { editorEnvironment } from './editorEnvironment.mjs';
import { prepareProfile } from './editorProfile.mjs';
import { runCommand } from './runCommand.mjs';

/**
 * Opens a model file in desktop VS Code, in a profile of its own beside the user's.
 * @param {string} code the command
 * @param {string} vsix
 * @param {string} file
 */
export async function openInDesktop(code, vsix, file) {
  const profile = prepareProfile(join(cacheFolder(), 'profile-desktop'));
  const isolated = ['--user-data-dir', profile.userData, '--extensions-dir', profile.extensions];
  await runCommand(code, [...isolated, '--install-extension', vsix, '--force'], {
    env: editorEnvironment(),
    failure: 'The extension could not be installed into VS Code with `code`.',
  });
  // Whoever names a file to start with trusts it; its model was built a moment ago for the summary.
  await runCommand(code, [...isolated, '--disable-workspace-trust', dirname(file), file], {
    env: editorEnvironment({ RESNET_DESIGNER_OPEN: file }),
    failure: 'VS Code could not be opened with `code`. Try `npm start -- --no-open` and a browser.',
  });
}
