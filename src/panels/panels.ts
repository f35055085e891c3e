/** All open designers: one for a file, found again by its URI, restored after a reload. */
import {
  commands,
  EventEmitter,
  Uri,
  ViewColumn,
  window,
  type Disposable,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import type { EntryMemory } from '../editor/entries';
import type { ChoiceMemory } from '../editor/profileChoices';
import { forgetRevealed, wasRevealed } from '../editor/reveal';
import type { SelectionHub } from '../editor/selection';
import type { DesignerSession } from '../editor/session';
import type { Sessions } from '../editor/sessions';
import { nodesOfLine } from '../model/places';
import type { ProfileCommand } from '../protocol/designer';
import { parseSavedDesigner } from '../protocol/messages';
import { DesignerPanel, viewType } from './designerPanel';

/** What every designer works with. */
export interface PanelServices {
  readonly sessions: Sessions;
  readonly selection: SelectionHub;
  readonly memory: EntryMemory;
  readonly choices: ChoiceMemory;
}

export interface AskedProfile {
  readonly session: DesignerSession;
  readonly command: ProfileCommand;
}

export class Panels implements WebviewPanelSerializer, Disposable {
  readonly #extensionUri: Uri;
  readonly #services: PanelServices;
  readonly #activated = new EventEmitter<DesignerSession>();
  /** A designer has come to the front. */
  readonly onDidActivate = this.#activated.event;
  readonly #asked = new EventEmitter<AskedProfile>();
  /** A page asks for a profile, or for something about one. */
  readonly onDidAskProfile = this.#asked.event;
  readonly #drawn = new EventEmitter<DesignerSession>();
  /** A designer has its first picture on the screen. */
  readonly onDidFirstDraw = this.#drawn.event;
  readonly #opened = new EventEmitter<DesignerPanel>();
  readonly onDidOpen = this.#opened.event;
  readonly #panels = new Map<string, DesignerPanel>();
  readonly #disposables: Disposable[];
  #last: DesignerPanel | undefined;

  constructor(extensionUri: Uri, services: PanelServices) {
    this.#extensionUri = extensionUri;
    this.#services = services;
    this.#disposables = [
      this.#activated,
      this.#asked,
      this.#drawn,
      this.#opened,
      window.registerWebviewPanelSerializer(viewType, this),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (line !== undefined) this.#onCursor(textEditor.document.uri.fsPath, line);
      }),
      services.selection.onDidChange(({ selected, by }) => {
        if (selected !== undefined && by !== 'designer')
          this.#panels.get(selected.uri)?.select(selected.selection);
      }),
    ];
  }

  /** The designer that commands are for: the one in front, else the one opened last. */
  get current(): DesignerPanel | undefined {
    const all = [...this.#panels.values()];
    return all.find(({ active }) => active) ?? this.#last ?? all.find(({ visible }) => visible);
  }

  /** The designer of a file, if it is open. */
  of(uri: Uri): DesignerPanel | undefined {
    return this.#panels.get(uri.toString());
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
    const { sessions, selection, choices } = this.#services;
    const session = sessions.acquire(uri, entry);
    const designer = new DesignerPanel(panel, session, choices, this.#extensionUri);
    designer.onDidSelect((selected) => {
      if (selected === null) selection.clear(uri.toString());
      else selection.set({ uri: uri.toString(), selection: selected }, 'designer');
    });
    designer.onDidAskProfile((command) => this.#asked.fire({ session, command }));
    const drawn = designer.onDidDraw(() => {
      drawn.dispose();
      this.#drawn.fire(session);
    });
    this.#panels.set(uri.toString(), designer);
    this.#last = designer;
    designer.onDidDispose(() => {
      this.#remove(uri.toString(), designer);
      sessions.release(session);
      selection.clear(uri.toString());
    });
    panel.onDidChangeViewState(() => {
      if (panel.active) this.#activated.fire(session);
    });
    this.#setContext();
    this.#opened.fire(designer);
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
