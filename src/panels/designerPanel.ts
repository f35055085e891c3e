/** One designer: a webview panel and the session of its file, joined by checked messages. */
import { isDeepStrictEqual } from 'node:util';
import { env, EventEmitter, l10n, Uri, window, type Disposable, type WebviewPanel } from 'vscode';
import { inBackground, log } from '../editor/log';
import { reveal } from '../editor/reveal';
import type { ChoiceMemory } from '../editor/profileChoices';
import type { DesignerSession } from '../editor/session';
import type { ModelGraph } from '../model/graph';
import type {
  DesignerCommand,
  DesignerState,
  NodeSelection,
  PictureFormat,
  ProfileCommand,
  ProfilingState,
  ShownProfile,
  WebviewMessages,
} from '../protocol/designer';
import { parseWebviewMessage, type HostMessage, type WebviewMessage } from '../protocol/messages';
import { designerHtml, webviewRoot } from './html';
import { OpeningTimes, type FirstDrawing, type PageBegun } from './openingTimes';
import { PictureRequests, type PictureAnswer } from './pictureRequests';
import { remedy } from './remedies';
import { saveChart, type SavedChart } from './saveChart';

export const viewType = 'resnetDesigner.graph';

type PictureMessage = Extract<
  WebviewMessage,
  {
    readonly type:
      | 'pictureText'
      | 'picturePng'
      | 'pictureFailed'
      | 'copied'
      | 'copySvg'
      | 'saveChart'
      | 'saveChartPng';
  }
>;

type ProfileMessage = Extract<WebviewMessage, { readonly type: 'profile' | 'setProfileChoices' }>;

/** How long the status bar says what has been done. */
const noticeMs = 4_000;

async function copySvg(svg: string): Promise<void> {
  await env.clipboard.writeText(svg);
  window.setStatusBarMessage(l10n.t('The picture was copied as the text of an SVG.'), noticeMs);
}

export class DesignerPanel implements Disposable {
  readonly session: DesignerSession;
  readonly #panel: WebviewPanel;
  readonly #choices: ChoiceMemory;
  readonly #disposables: Disposable[];
  readonly #disposed = new EventEmitter<void>();
  readonly onDidDispose = this.#disposed.event;
  readonly #selected = new EventEmitter<NodeSelection | null>();
  /** The page has another selection. */
  readonly onDidSelect = this.#selected.event;
  readonly #profile = new EventEmitter<ProfileCommand>();
  /** The page asks for a profile, or for something about one. */
  readonly onDidAskProfile = this.#profile.event;
  readonly #drawn = new EventEmitter<void>();
  /** The page has a picture on the screen. */
  readonly onDidDraw = this.#drawn.event;
  /** Selected while the page was not there. */
  #awaited: NodeSelection | undefined;
  readonly #pictures = new PictureRequests();
  /** A copy of the picture was asked for while the page was not there. */
  #copyAwaited = false;
  /** Those that the page has, as JSON. */
  #choicesShown = '';
  #profileShown: ShownProfile | undefined;
  #profiling: ProfilingState | undefined;
  /** Messages to a page that has not loaded yet are lost, so none is sent before it says so. */
  #ready = false;
  readonly #opening = new OpeningTimes(Date.now());
  /** The nodes that the page was told of last. */
  #sentNodes: readonly string[] = [];
  /** The graph that the page has. */
  #sentGraph: ModelGraph | undefined;

  constructor(
    panel: WebviewPanel,
    session: DesignerSession,
    choices: ChoiceMemory,
    extensionUri: Uri,
  ) {
    this.#panel = panel;
    this.session = session;
    this.#choices = choices;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(extensionUri)],
    };
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'graph.svg');
    panel.title = l10n.t('Designer: {0}', session.state.fileName);
    this.#disposables = [
      this.#selected,
      this.#profile,
      this.#drawn,
      session.onDidChangeState((state) => this.#onState(state)),
      choices.onDidChange(() => this.#sendChoices()),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidDispose(() => this.dispose()),
    ];
    if (session.state.graph !== undefined) this.#opening.read(Date.now());
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

  /** Shows a profile, and what it is compared with. */
  showProfile(shown: ShownProfile): void {
    this.#profileShown = shown;
    this.#send({ type: 'profile', body: shown });
  }

  showProfiling(state: ProfilingState): void {
    this.#profiling = state;
    this.#send({ type: 'profiling', body: state });
  }

  /** The picture as the page shows it; undefined where the designer is closed before it is drawn. */
  picture(format: PictureFormat, scale: number): Promise<PictureAnswer | undefined> {
    this.show();
    const answer = this.#pictures.ask(format, scale);
    this.#askForPicture();
    return answer;
  }

  /** Copies the picture. Only a page that has the focus may write to the clipboard. */
  copyPicture(): void {
    this.#copyAwaited = !(this.#ready && this.visible);
    this.#panel.reveal(undefined, false);
    if (!this.#copyAwaited) this.command('copyPicture');
  }

  /** A page that is not in sight is asked when it comes back. */
  #askForPicture(): void {
    const request = this.#pictures.open;
    if (request !== undefined && this.visible) this.#send({ type: 'draw', body: request });
  }

  /** Most keys leave the cursor on its line, of which the page knows. */
  selectNodes(nodes: readonly string[]): void {
    if (isDeepStrictEqual(nodes, this.#sentNodes)) return;
    this.#sentNodes = nodes;
    this.#send({ type: 'selectNodes', body: { nodes: [...nodes] } });
  }

  /** Selects in the page what was selected elsewhere, as soon as the page is there. */
  select(selection: NodeSelection): void {
    // A page that is not in sight is not there: it comes back with what it kept.
    if (this.#ready && this.visible) this.#send({ type: 'select', body: { selection } });
    else this.#awaited = selection;
  }

  #onState(state: DesignerState): void {
    if (state.graph !== undefined) this.#opening.read(Date.now());
    this.#sendState(state);
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

  /** What the page chose itself it knows, and may have changed again meanwhile. */
  #sendChoices(): void {
    const body = this.#choices.of(this.session.uri);
    if (JSON.stringify(body) === this.#choicesShown) return;
    this.#choicesShown = JSON.stringify(body);
    this.#send({ type: 'profileChoices', body });
  }

  #handleProfile(message: ProfileMessage): void {
    if (message.type === 'profile') this.#profile.fire(message.body.command);
    else {
      this.#choicesShown = JSON.stringify(message.body);
      this.#choices.choose(this.session.uri, message.body);
    }
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
        this.#start(message.body);
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
      case 'cancel':
        this.session.cancel();
        break;
      case 'profile':
      case 'setProfileChoices':
        this.#handleProfile(message);
        break;
      case 'retry':
      case 'applyFix':
      case 'manageTrust':
      case 'newFromSample':
        remedy(message, this.session);
        break;
      case 'drawn':
        this.#drew(message.body);
        break;
      case 'setBatchSize':
        this.session.setBatchSize(message.body.batchSize);
        break;
      case 'error':
        log().error(message.body.message, message.body.stack);
        break;
      default:
        this.#handlePicture(message);
    }
  }

  /** What comes of pictures that were asked for. */
  #handlePicture(message: PictureMessage): void {
    switch (message.type) {
      case 'pictureText':
        this.#pictures.answer(message.body.id, { content: message.body.text, scale: 1 });
        break;
      case 'picturePng':
        this.#pictures.answer(message.body.id, {
          content: message.body.bytes,
          scale: message.body.scale,
        });
        break;
      case 'pictureFailed':
        this.#pictures.answer(message.body.id, { problem: message.body.message });
        break;
      case 'copied':
        window.setStatusBarMessage(l10n.t('The picture was copied.'), noticeMs);
        break;
      case 'copySvg':
        inBackground('copy', copySvg(message.body.svg));
        break;
      case 'saveChart':
        this.#saveChart({ ...message.body, content: message.body.text });
        break;
      case 'saveChartPng':
        this.#saveChart({ ...message.body, format: 'png', content: message.body.bytes });
        break;
    }
  }

  #saveChart(chart: SavedChart): void {
    inBackground('save chart', saveChart(this.session.uri, chart));
  }

  /** The page has loaded, for the first time or again. */
  #start(begun: PageBegun): void {
    this.#opening.pageReady(begun);
    this.#ready = true;
    this.#sentGraph = undefined;
    this.#sentNodes = [];
    this.#sendState(this.session.state);
    const selection = this.#awaited;
    this.#awaited = undefined;
    if (selection !== undefined) this.#send({ type: 'select', body: { selection } });
    this.#choicesShown = '';
    this.#sendChoices();
    if (this.#profileShown !== undefined) this.showProfile(this.#profileShown);
    if (this.#profiling !== undefined) this.showProfiling(this.#profiling);
    this.#askForPicture();
    if (this.#copyAwaited) this.command('copyPicture');
    this.#copyAwaited = false;
  }

  #drew(drawn: WebviewMessages['drawn']): void {
    this.#logDrawn(drawn);
    this.session.measureTraining();
    this.#drawn.fire();
  }

  /** One line an edit, in the form that the benchmark reads. */
  #logDrawn(drawing: FirstDrawing & { readonly revision: number }): void {
    const { revision, layoutMs, drawMs, drawnAt } = drawing;
    const { timings, startedAt, fileName } = this.session.state;
    const stages = this.#opening.drawn(drawing, timings);
    if (stages !== undefined) log().info(`opened ${JSON.stringify({ fileName, ...stages })}`);
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

  /** Lets go of the session. The panel is VS Code's: closing it here would take it from a window that reloads. */
  dispose(): void {
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
    this.#pictures.cancel();
    this.#disposed.fire();
    this.#disposed.dispose();
  }
}
