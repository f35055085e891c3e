/** A folder without TensorFlow.js: the designer has its own, but TypeScript marks half of a sample there. */
import path from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';

const packageName = '@tensorflow/tfjs';

/** Folders where it was offered since the editor was started. */
const offered = new Set<string>();

/** Whether an import of a file in this folder finds it: in the folder, or in one around it. */
async function isInstalled(folder: string): Promise<boolean> {
  const installed = Uri.file(path.join(folder, 'node_modules', packageName));
  const found = await workspace.fs.stat(installed).then(
    () => true,
    () => false,
  );
  const around = path.dirname(folder);
  return found || (around !== folder && (await isInstalled(around)));
}

/** Says why the import of a new file is marked, and installs the package in a terminal where the user wants it. */
export async function offerTensorflow(file: Uri): Promise<void> {
  const folder = path.dirname(file.fsPath);
  if (offered.has(folder) || (await isInstalled(folder))) return;
  offered.add(folder);
  const install = l10n.t('Install');
  const answer = await window.showInformationMessage(
    l10n.t(
      'ResNet Designer brings its own TensorFlow.js, but {0} has none, so TypeScript marks the import in {1}. Install {2} to have its types, and to train the model.',
      path.basename(folder),
      path.basename(file.fsPath),
      packageName,
    ),
    install,
  );
  if (answer !== install) return;
  const terminal = window.createTerminal({ name: 'TensorFlow.js', cwd: folder });
  terminal.show();
  terminal.sendText(`npm install ${packageName}`);
}
