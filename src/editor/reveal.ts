/** Showing a line of the model's source, and knowing when the cursor moved because of it. */
import {
  Position,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
  type TextEditor,
} from 'vscode';
import type { SourcePlace } from '../protocol/failure';

let revealed: { readonly file: string; readonly line: number } | undefined;

/** Whether a cursor at this line (from 0) is there because of `reveal`. */
export function wasRevealed(file: string, line: number): boolean {
  return revealed?.file === file && revealed.line === line;
}

function columnOf(file: string): ViewColumn {
  const shown = window.visibleTextEditors.find(({ document }) => document.uri.fsPath === file);
  const other = window.tabGroups.all.find((group) => !group.isActive);
  return shown?.viewColumn ?? other?.viewColumn ?? ViewColumn.Beside;
}

async function show({ file }: SourcePlace, focus: boolean): Promise<TextEditor> {
  const document = await workspace.openTextDocument(Uri.file(file));
  return window.showTextDocument(document, { viewColumn: columnOf(file), preserveFocus: !focus });
}

/** Puts the cursor on a place and scrolls there; `focus` moves the keyboard too. */
export async function reveal(place: SourcePlace, focus: boolean): Promise<void> {
  const line = place.line - 1;
  revealed = { file: place.file, line };
  const editor = await show(place, focus);
  const at = editor.document.validatePosition(new Position(line, place.column - 1));
  revealed = { file: place.file, line: at.line };
  editor.selection = new Selection(at, at);
  editor.revealRange(new Range(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Called when the cursor goes elsewhere by itself. */
export function forgetRevealed(): void {
  revealed = undefined;
}
