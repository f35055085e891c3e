/** All open designers: one for a file, found again by its URI, restored after a reload. */
import {
  commands,
  Uri,
  ViewColumn,
  window,
  type Disposable,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import { DesignerSession, type SessionServices } from '../editor/session';
import { forgetRevealed, wasRevealed } from '../editor/reveal';
import { nodesOfLine } from '../model/places';
import { parseSavedDesigner } from '../protocol/messages';
import { DesignerPanel, viewType } from './designerPanel';

export class Panels implements WebviewPanelSerializer, Disposable {
  readonly #extensionUri: Uri;
  readonly #services: SessionServices;
  readonly #panels = new Map<string, DesignerPanel>();
  readonly #disposables: Disposable[];
  #last: DesignerPanel | undefined;

  constructor(extensionUri: Uri, services: SessionServices) {
    this.#extensionUri = extensionUri;
    this.#services = services;
    this.#disposables = [
      window.registerWebviewPanelSerializer(viewType, this),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (line !== undefined) this.#onCursor(textEditor.document.uri.fsPath, line);
      }),
    ];
  }

  /** The designer that commands are for: the one in front, else the one opened last. */
  get current(): DesignerPanel | undefined {
    const all = [...this.#panels.values()];
    return all.find(({ active }) => active) ?? this.#last ?? all.find(({ visible }) => visible);
  }

  /** Opens the designer of a file beside its text, or brings it to the front. */
  open(uri: Uri, entry: string | undefined): DesignerPanel {
    const known = this.#panels.get(uri.toString());
    if (known !== undefined) {
      known.show();
      if (entry !== undefined) known.session.setEntry(entry);
      return known;
    }
    if (entry !== undefined) this.#services.memory.remember(uri.toString(), entry);
    const panel = window.createWebviewPanel(
      viewType,
      'ResNet Designer',
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { retainContextWhenHidden: false },
    );
    return this.#add(panel, uri, entry);
  }

  #add(panel: WebviewPanel, uri: Uri, entry: string | undefined): DesignerPanel {
    const session = new DesignerSession(uri, entry, this.#services);
    const designer = new DesignerPanel(panel, session, this.#extensionUri);
    this.#panels.set(uri.toString(), designer);
    this.#last = designer;
    designer.onDidDispose(() => this.#remove(uri.toString(), designer));
    this.#setContext();
    session.inspect();
    return designer;
  }

  #remove(key: string, designer: DesignerPanel): void {
    if (this.#panels.get(key) === designer) this.#panels.delete(key);
    if (this.#last === designer) this.#last = [...this.#panels.values()].at(-1);
    this.#setContext();
  }

  #setContext(): void {
    void commands.executeCommand('setContext', 'resnetDesigner.panelOpen', this.#panels.size > 0);
  }

  /** Called by VS Code after a reload, with what the page kept. */
  deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const saved = parseSavedDesigner(state);
    // Without knowing its file a designer can show nothing; the file's lens opens a new one.
    if (saved === undefined || this.#panels.has(saved.uri)) panel.dispose();
    else this.#add(panel, Uri.parse(saved.uri), saved.entry === '' ? undefined : saved.entry);
    return Promise.resolve();
  }

  #onCursor(file: string, line: number): void {
    if (wasRevealed(file, line)) return;
    forgetRevealed();
    for (const panel of this.#panels.values()) {
      const { graph } = panel.session.state;
      if (graph !== undefined) panel.selectNodes(nodesOfLine(graph, file, line + 1));
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }
}
