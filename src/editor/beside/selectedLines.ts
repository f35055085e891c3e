/** Marks the lines that made what is selected: one of a layer, several of a group. */
import {
  OverviewRulerLane,
  Range,
  ThemeColor,
  window,
  workspace,
  type Disposable,
  type TextEditor,
} from 'vscode';
import { selectedNodes } from '../../model/selectedNodes';
import type { SelectionHub } from '../selection';
import { setting } from '../settings';
import type { Models } from './models';

const background = new ThemeColor('resnetDesigner.selectedLineBackground');
const border = new ThemeColor('resnetDesigner.selectedLineBorder');

export class SelectedLines implements Disposable {
  readonly #models: Models;
  readonly #selection: SelectionHub;
  readonly #decoration = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: background,
    borderColor: border,
    borderStyle: 'solid',
    borderWidth: '0 0 0 3px',
    overviewRulerColor: border,
    overviewRulerLane: OverviewRulerLane.Center,
  });
  readonly #disposables: Disposable[];

  constructor(models: Models, selection: SelectionHub) {
    this.#models = models;
    this.#selection = selection;
    this.#disposables = [
      this.#decoration,
      models.onDidChange(() => this.#show()),
      selection.onDidChange(() => this.#show()),
      window.onDidChangeVisibleTextEditors(() => this.#show()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('resnetDesigner')) this.#show();
      }),
    ];
    this.#show();
  }

  #show(): void {
    const lines = this.#linesByFile();
    for (const editor of window.visibleTextEditors) this.#decorate(editor, lines);
  }

  #decorate(editor: TextEditor, lines: ReadonlyMap<string, ReadonlySet<number>>): void {
    const { document } = editor;
    const present = [...(lines.get(document.uri.fsPath) ?? [])].filter(
      (line) => line < document.lineCount,
    );
    editor.setDecorations(
      this.#decoration,
      present.map((line) => new Range(line, 0, line, 0)),
    );
  }

  /** By file the lines from 0, where they stand now. */
  #linesByFile(): Map<string, Set<number>> {
    const lines = new Map<string, Set<number>>();
    const { selected } = this.#selection;
    const enabled = setting('beside.enabled') && setting('selectedLine.enabled');
    if (selected === undefined || !enabled) return lines;
    const session = this.#models.sessions.find(({ uri }) => uri.toString() === selected.uri);
    const graph = session?.state.graph;
    if (session === undefined || graph === undefined) return lines;
    for (const { source } of selectedNodes(graph, selected.selection)) {
      if (source === undefined) continue;
      const line = this.#models.presentLine(session, source.file, source.line);
      if (line === undefined) continue;
      const ofFile = lines.get(source.file) ?? new Set();
      lines.set(source.file, ofFile.add(line));
    }
    return lines;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
