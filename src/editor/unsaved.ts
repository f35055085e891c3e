import { workspace } from 'vscode';

/** The editor's texts that are not on the disk yet. */
export function unsavedTexts(): Map<string, string> {
  const dirty = workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file',
  );
  return new Map(dirty.map((document) => [document.uri.fsPath, document.getText()]));
}
