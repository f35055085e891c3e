/** A file that the user has named: written, told of, and opened if they like. It keeps no state of its own. */
import { commands, l10n, window, workspace, type Uri } from 'vscode';

/** @param told what is said of it once it is written, with its name in the workspace */
export async function saveFile(
  target: Uri,
  content: string | Uint8Array,
  told: (name: string) => string,
): Promise<void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  try {
    await workspace.fs.writeFile(target, bytes);
  } catch {
    await window.showErrorMessage(
      l10n.t('{0} could not be written. Check that the folder allows it.', target.fsPath),
    );
    return;
  }
  const open = l10n.t('Open');
  const answer = await window.showInformationMessage(told(workspace.asRelativePath(target)), open);
  if (answer === open) await commands.executeCommand('vscode.open', target);
}
