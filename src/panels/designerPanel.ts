/** One designer: a webview panel and the session of its file, joined by checked messages. */
import {
  EventEmitter,
  l10n,
  Uri,
  window,
  workspace,
  type Disposable,
  type WebviewPanel,
} from 'vscode';
import { inBackground, log } from '../editor/log';
import { reveal } from '../editor/reveal';
import type { DesignerSession } from '../editor/session';
import type { ModelGraph } from '../model/graph';
import type { DesignerCommand, DesignerState, NodeSelection } from '../protocol/designer';
import { parseWebviewMessage, type HostMessage, type WebviewMessage } from '../protocol/messages';
import { designerHtml, webviewRoot } from './html';

export const viewType = 'resnetDesigner.graph';

export class DesignerPanel implements Disposable {
  readonly session: DesignerSession;
  readonly #panel: WebviewPanel;
  readonly #disposables: Disposable[];
  readonly #disposed = new EventEmitter<void>();
  readonly onDidDispose = this.#disposed.event;
  readonly #selected = new EventEmitter<NodeSelection | null>();
  /** The page has another selection. */
  readonly onDidSelect = this.#selected.event;
  /** Selected while the page was not there. */
  #awaited: NodeSelection | undefined;
  /** Messages to a page that has not loaded yet are lost, so none is sent before it says so. */
  #ready = false;
  /** The graph that the page has. */
  #sentGraph: ModelGraph | undefined;

  constructor(panel: WebviewPanel, session: DesignerSession, extensionUri: Uri) {
    this.#panel = panel;
    this.session = session;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(extensionUri)],
    };
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'graph.svg');
    panel.title = l10n.t('Designer: {0}', session.state.fileName);
    this.#disposables = [
      this.#selected,
      session.onDidChangeState((state) => this.#sendState(state)),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidDispose(() => this.dispose()),
    ];
    panel.webview.html = designerHtml(panel.webview, extensionUri);
  }

  get active(): boolean {
    return this.#panel.active;
  }

  get visible(): boolean {
    return this.#panel.visible;
  }

  show(): void {
    this.#panel.reveal(undefined, true);
  }

  command(name: DesignerCommand): void {
    this.#send({ type: 'command', body: { name } });
  }

  selectNodes(nodes: readonly string[]): void {
    this.#send({ type: 'selectNodes', body: { nodes: [...nodes] } });
  }

  /** Selects in the page what was selected elsewhere, as soon as the page is there. */
  select(selection: NodeSelection): void {
    // A page that is not in sight is not there: it comes back with what it kept.
    if (this.#ready && this.visible) this.#send({ type: 'select', body: { selection } });
    else this.#awaited = selection;
  }

  /** A graph is large, and most states have the one that the page has already. */
  #sendState(state: DesignerState): void {
    if (!this.#ready) return;
    const { graph, packedGraph, ...rest } = state;
    const kept = graph !== undefined && graph === this.#sentGraph;
    this.#sentGraph = graph;
    const sent = packedGraph === undefined ? {} : { packedGraph };
    this.#send({ type: 'state', body: { ...rest, ...(kept ? { graphKept: true } : sent) } });
  }

  #send(message: HostMessage): void {
    if (this.#ready) void this.#panel.webview.postMessage(message);
  }

  #receive(value: unknown): void {
    const message = parseWebviewMessage(value);
    if (message === undefined)
      log().error('The webview sent a message that is none.', JSON.stringify(value).slice(0, 500));
    else this.#handle(message);
  }

  #handle(message: WebviewMessage): void {
    switch (message.type) {
      case 'ready':
        this.#start();
        break;
      case 'selected':
        this.#selected.fire(message.body.selection);
        break;
      case 'reveal':
        inBackground('reveal', reveal(message.body.place, message.body.focus));
        break;
      case 'setEntry':
        this.session.setEntry(message.body.entry);
        break;
      case 'retry':
        this.session.inspect();
        break;
      case 'cancel':
        this.session.cancel();
        break;
      case 'saveSvg':
        inBackground('export', this.#saveSvg(message.body.svg));
        break;
      case 'drawn':
        this.#logDrawn(message.body);
        this.session.measureTraining();
        break;
      case 'setBatchSize':
        this.session.setBatchSize(message.body.batchSize);
        break;
      case 'error':
        log().error(message.body.message, message.body.stack);
        break;
    }
  }

  /** The page has loaded, for the first time or again. */
  #start(): void {
    this.#ready = true;
    this.#sentGraph = undefined;
    this.#sendState(this.session.state);
    const selection = this.#awaited;
    this.#awaited = undefined;
    if (selection !== undefined) this.#send({ type: 'select', body: { selection } });
  }

  /** One line an edit, in the form that the benchmark reads. */
  #logDrawn({
    revision,
    layoutMs,
    drawMs,
    drawnAt,
  }: {
    revision: number;
    layoutMs: number;
    drawMs: number;
    drawnAt: number;
  }): void {
    const { timings, startedAt, fileName } = this.session.state;
    if (
      startedAt === undefined ||
      timings === undefined ||
      revision !== this.session.state.revision
    )
      return;
    const totalMs = drawnAt - startedAt;
    log().info(
      `drawn ${JSON.stringify({ fileName, revision, ...timings, layoutMs, drawMs, editToDrawnMs: totalMs })}`,
    );
  }

  async #saveSvg(svg: string): Promise<void> {
    const name = this.session.uri.path.replace(/\.[^./]*$/, '.svg');
    const target = await window.showSaveDialog({
      defaultUri: this.session.uri.with({ path: name }),
      filters: { [l10n.t('SVG picture')]: ['svg'] },
      title: l10n.t('Export Graph as SVG'),
    });
    if (target === undefined) return;
    await workspace.fs.writeFile(target, new TextEncoder().encode(svg));
    const open = l10n.t('Open');
    const chosen = await window.showInformationMessage(
      l10n.t('The graph was exported to {0}.', workspace.asRelativePath(target)),
      open,
    );
    if (chosen === open) await window.showTextDocument(target);
  }

  /** Lets go of the session. The panel is VS Code's: closing it here would take it from a window that reloads. */
  dispose(): void {
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
    this.#disposed.fire();
    this.#disposed.dispose();
  }
}
