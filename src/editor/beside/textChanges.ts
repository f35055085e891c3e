/** What has been typed into each open text, so that what is known of an earlier version finds its lines. */
import {
  workspace,
  type Disposable,
  type TextDocumentChangeEvent,
  type TextDocumentContentChangeEvent,
} from 'vscode';
import type { LineChange } from '../../model/lineShifts';

interface Versioned {
  /** The version that the text had after the change. */
  readonly version: number;
  readonly change: LineChange;
}

/** With more changes than this since it was read, a text is as good as another one. */
const mostChanges = 4_000;

function lineChange({ range, text }: TextDocumentContentChangeEvent): LineChange {
  return {
    start: range.start.line,
    end: range.end.line,
    keepsStart: range.start.character > 0,
    inserted: text.split('\n').length - 1,
  };
}

/** Most keys write into a line, which leaves every line where it is: they are not kept, so that they cost nothing. */
function movesLines({ start, end, inserted }: LineChange): boolean {
  return start !== end || inserted > 0;
}

export class TextChanges implements Disposable {
  readonly #byFile = new Map<string, Versioned[]>();
  readonly #disposables: Disposable[] = [
    workspace.onDidChangeTextDocument((event) => this.#add(event)),
    workspace.onDidCloseTextDocument(({ uri }) => this.#byFile.delete(uri.fsPath)),
  ];

  #add({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (document.uri.scheme !== 'file' || contentChanges.length === 0) return;
    const known = this.#byFile.get(document.uri.fsPath) ?? [];
    const { version } = document;
    // Changes of one event are all in the coordinates of the text before it; from the bottom up each holds.
    const ordered = [...contentChanges].sort((a, b) => b.range.start.compareTo(a.range.start));
    const added = ordered.map(lineChange).filter(movesLines);
    if (added.length === 0) return;
    const versioned = added.map((change) => ({ version, change }));
    this.#byFile.set(document.uri.fsPath, [...known.slice(-mostChanges), ...versioned]);
  }

  /** What happened to a file's text after `version`; all that is known where it was not open then. */
  since(file: string, version = 0): LineChange[] {
    const changes = this.#byFile.get(file) ?? [];
    return changes.filter((change) => change.version > version).map(({ change }) => change);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
