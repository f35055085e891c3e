/** The files that a model can be written in. */
import type { DocumentSelector, TextDocument, Uri } from 'vscode';

const languageIds = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'] as const;

/** Models are bundled from files on disk. */
export const modelFiles: DocumentSelector = languageIds.map((language) => ({
  language,
  scheme: 'file',
}));

export function isModelFile(document: TextDocument): boolean {
  return document.uri.scheme === 'file' && languageIds.some((id) => id === document.languageId);
}

/** A file whose code builds a model, or a saved topology, which the explorer's menu alone offers to open. */
export function isModelUri(uri: Uri): boolean {
  return uri.scheme === 'file' && /\.([cm]?[jt]sx?|json)$/i.test(uri.path);
}
