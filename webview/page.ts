/** What happens on the page: messages in, layouts asked for, pictures drawn, messages out. */
import type { LayoutProgress } from '../src/layout/blocks';
import type { Point } from '../src/layout/picture';
import type { DesignerCommand, DesignerState } from '../src/protocol/designer';
import { AdaptiveRenderer } from './graph/adaptiveRenderer';
import {
  Cancelled,
  LayoutClient,
  startWorker,
  Superseded,
  type LayoutScripts,
} from './graph/layoutClient';
import { GraphPane } from './graph/pane';
import type { RevealSource } from './graph/paneEvents';
import type { Host, PageMessage } from './host';
import { Pictures } from './pictures';
import { heatOnPage } from './profile/profileHeat';
import { closedAround } from './state/hierarchy';
import { parseKept, type KeptPage } from './state/kept';
import type { Hovered, Said } from './state/pageEvents';
import { withKeptGraph } from './state/keptGraph';
import { matchesOf } from './state/search';
import { Store } from './state/store';
import {
  initialState,
  needsLayout,
  printSelection,
  reduce,
  type Selection,
  type Shown,
  type UiAction,
  type UiState,
} from './state/uiState';
import type { Tool } from './state/tools';
import type { Sight, Viewport } from './state/viewport';

/** The state is kept this long after the last change of it. */
const keepAfterMs = 150;
const zoomStep = 1.25;
/** The parts of the state that survive a reload. */
const kept = ['designer', 'expansion', 'selection', 'inspector', 'tools', 'views'] as const;

/** Cancelling a layout brings the groups back to what the picture shows; then there is nothing to do. */
function isOtherThanShown({ expansion, shown }: UiState): boolean {
  return shown !== undefined && expansion !== shown.expansion;
}

export class Page {
  readonly host: Host;
  readonly store: Store<UiState, UiAction>;
  readonly hovered = new Store<Hovered | null, Hovered | null>(null, (_, next) => next);
  readonly sight = new Store<Sight | null, Sight>(null, (_, next) => next);
  readonly said = new Store<Said, Said>({ words: '' }, (_, next) => next);
  readonly #layout: LayoutClient;
  readonly #pictures: Pictures;
  readonly #kept: KeptPage | undefined;
  #pane: GraphPane | undefined;
  #viewport: Viewport | null;
  #keepTimer: number | undefined;
  /** Selected by the host before the first picture, and not in sight yet. */
  #awaited: Selection | undefined;
  #drawing = { layoutMs: 0, receivedAt: 0, laidOutAt: 0 };

  constructor(host: Host, layoutScripts: LayoutScripts) {
    this.host = host;
    this.#kept = parseKept(host.recall());
    this.#viewport = this.#kept?.viewport ?? null;
    this.store = new Store(initialState(this.#kept), reduce);
    this.#pictures = new Pictures(host, this.store);
    this.#layout = new LayoutClient(
      () => startWorker(layoutScripts),
      (progress) => this.#layoutProgressed(progress),
    );
    this.#layout.warmUp();
    this.store.subscribe((state, before) => this.#changed(state, before));
  }

  /** Takes over the element that the graph is drawn in; the chrome around it is Preact's. */
  mountGraph(container: HTMLElement): void {
    this.#pane = new GraphPane(container, new AdaptiveRenderer(), {
      select: (selection, source) => this.select(selection, source),
      toggle: (id, open) => this.store.dispatch({ type: 'expand', id, open }),
      tool: (tool) => this.toggleTool(tool),
      hover: (target, { x, y }) => this.hovered.dispatch(target && { target, x, y }),
      moved: (viewport) => this.#moved(viewport),
    });
    const { selection, tools } = this.store.state;
    this.#pane.startAt(this.#viewport);
    this.#pane.setTracing(tools.tracing);
    this.#pane.select(selection);
    this.#markViews(this.store.state);
  }

  /** A state has come whose graph is being unpacked: its layout begins meanwhile, where it is known how. */
  expect({ uri, busy, packedGraph }: DesignerState): void {
    this.#drawing.receivedAt = Date.now();
    const { designer, shown, expansion } = this.store.state;
    const known = busy && shown !== undefined;
    if (packedGraph === undefined || known || designer?.uri !== uri) return;
    this.#layout.prepare(packedGraph, expansion);
  }

  receive(message: PageMessage): void {
    switch (message.type) {
      case 'state':
        this.#receiveState(withKeptGraph(message.body, this.store.state.designer));
        break;
      case 'selectNodes':
        this.store.dispatch({ type: 'cursor', nodes: message.body.nodes });
        this.#pane?.setCursor(message.body.nodes);
        break;
      case 'select':
        this.#selectFromOutside(message.body.selection);
        break;
      case 'command':
        this.run(message.body.name);
        break;
      case 'draw':
        void this.#pictures.draw(message.body);
        break;
      default:
        this.store.dispatch(message);
    }
  }

  run(command: DesignerCommand): void {
    switch (command) {
      case 'fit':
        this.#pane?.camera.fit();
        break;
      case 'zoomToSelection':
        this.#pane?.fitSelection();
        break;
      case 'zoomIn':
        this.#pane?.camera.zoom(zoomStep);
        break;
      case 'zoomOut':
        this.#pane?.camera.zoom(1 / zoomStep);
        break;
      case 'expandAll':
        this.store.dispatch({ type: 'expandAll', open: true });
        break;
      case 'collapseAll':
        this.store.dispatch({ type: 'expandAll', open: false });
        break;
      case 'copyPicture':
        this.#pictures.copy().catch((error: unknown) => this.host.report(error));
        break;
    }
  }

  /** Selects; the editor shows the source of what is selected when asked to. */
  select(selection: Selection | null, source: RevealSource = 'beside'): void {
    this.store.dispatch({ type: 'select', selection });
    if (selection !== null && source !== 'not') this.#revealSource(selection, source === 'focus');
  }

  /**
   * Selects from outside the graph, and has what is selected in sight there, out of the groups that hide
   * it; a table that lies over the graph stays.
   */
  goTo(selection: Selection, source: RevealSource = 'beside'): void {
    this.select(selection, source);
    this.#uncover(selection);
  }

  /** The same, and turns to the graph. */
  show(selection: Selection): void {
    this.store.dispatch({ type: 'views', change: { tab: 'graph' } });
    this.goTo(selection, 'not');
  }

  #uncover(selection: Selection): void {
    const { shown } = this.store.state;
    const closed = shown === undefined ? [] : closedAround(shown, this.#boxOf(selection));
    if (closed.length === 0) this.#bringIntoSight(selection);
    else {
      this.#awaited = selection;
      this.store.dispatch({ type: 'open', ids: closed });
    }
  }

  say(words: string): void {
    this.said.dispatch({ words });
  }

  /** The host shows the source itself. Before the first picture there is nothing to bring into sight. */
  #selectFromOutside(selection: Selection): void {
    this.select(selection, 'not');
    this.#awaited = this.store.state.shown === undefined ? selection : undefined;
    this.#bringIntoSight(selection);
  }

  #bringIntoSight(selection: Selection): void {
    this.#pane?.reveal(this.#boxOf(selection));
  }

  /** Id of the box that a selection is seen at: of a skip, where it ends. */
  #boxOf({ type, id }: Selection): string {
    const skip = type === 'skip' ? this.store.state.shown?.index.skips.get(id) : undefined;
    return skip?.merge ?? id;
  }

  toggleTool(tool: Tool): void {
    this.store.dispatch({ type: 'tools', change: { [tool]: !this.store.state.tools[tool] } });
  }

  /** Moves a point of the picture into the middle of the window. */
  centreOn(point: Point): void {
    this.#pane?.camera.centreOn(point);
  }

  hoverSkip(id: string | null): void {
    this.#pane?.setHoveredSkip(id);
  }

  /** Gives the graph the keyboard, at what is selected. */
  focusGraph(): void {
    this.#pane?.focus();
  }

  /** Keys of the graph work on its tools too, where the focus stays after a click. */
  keyBesideGraph(event: KeyboardEvent): void {
    this.#pane?.keyBeside(event);
  }

  /** Whether a screen reader says the selection by itself, because the focus is on it. */
  get graphHasFocus(): boolean {
    return this.#pane?.hasFocus ?? false;
  }

  /** Ends a layout that takes long; the old picture stays. */
  cancelLayout(): void {
    this.#layout.cancel();
  }

  retry(): void {
    const { layoutFailure, layoutCancelled } = this.store.state;
    if (layoutFailure !== null || layoutCancelled) this.#requestLayout();
    else this.host.post('retry', {});
  }

  #receiveState(designer: DesignerState): void {
    const { designer: before } = this.store.state;
    if (before !== undefined && before.uri !== designer.uri) this.#pane?.forget();
    if (before === undefined && this.#kept !== undefined && this.#kept.uri !== designer.uri)
      this.#pane?.startAt(null);
    // Who moves the window while a picture is on its way is left there by it.
    if (designer.busy) this.#pane?.camera.attend();
    const wanted = needsLayout(this.store.state, designer);
    this.store.dispatch({ type: 'designer', designer });
    if (wanted) this.#requestLayout();
  }

  #changed(state: UiState, before: UiState): void {
    if (state.selection !== before.selection) this.#selected(state.selection);
    if (state.tools.tracing !== before.tools.tracing) this.#pane?.setTracing(state.tools.tracing);
    if (state.expansion !== before.expansion && isOtherThanShown(state)) this.#requestLayout();
    if (state.shown !== before.shown && state.shown !== undefined) this.#draw(state.shown);
    this.#markViews(state);
    // What was selected before a reload is told once it is known to be there still.
    if (before.shown === undefined && state.shown !== undefined && state.selection !== null)
      this.host.post('selected', { selection: state.selection });
    if (kept.some((part) => state[part] !== before[part])) this.#keepSoon();
  }

  /** What the search found, and what the boxes are coloured by; the pane knows what changed. */
  #markViews(state: UiState): void {
    this.#pane?.setHeat(heatOnPage(state)?.heatOf ?? null);
    this.#pane?.setFound(matchesOf(state.shown?.index, state.search));
  }

  #selected(selection: Selection | null): void {
    this.#pane?.select(selection);
    this.host.post('selected', { selection });
  }

  #requestLayout(): void {
    const { designer, expansion } = this.store.state;
    if (designer?.graph === undefined || designer.packedGraph === undefined) return;
    const { graph, packedGraph, revision } = designer;
    this.#layout.layout(packedGraph, expansion).then(
      ({ picture, layoutMs }) => {
        this.#drawing = { ...this.#drawing, layoutMs, laidOutAt: Date.now() };
        this.store.dispatch({ type: 'pictured', picture, graph, revision, expansion });
      },
      (error: unknown) => this.#layoutFailed(error, revision),
    );
  }

  #layoutProgressed(progress: LayoutProgress | null): void {
    const { layoutProgress } = this.store.state;
    if (progress !== layoutProgress) this.store.dispatch({ type: 'layoutProgress', progress });
  }

  #layoutFailed(error: unknown, revision: number): void {
    if (error instanceof Superseded) return;
    if (error instanceof Cancelled) {
      this.store.dispatch({ type: 'layoutCancelled', revision });
      return;
    }
    this.host.report(error);
    const message = error instanceof Error ? error.message : String(error);
    this.store.dispatch({ type: 'layoutFailed', message, revision });
  }

  #draw(shown: Shown): void {
    const start = performance.now();
    this.#pane?.show(shown);
    if (this.#awaited !== undefined) this.#bringIntoSight(this.#awaited);
    this.#awaited = undefined;
    const drawMs = performance.now() - start;
    const drawing = { ...this.#drawing };
    requestAnimationFrame(() => {
      const { revision } = shown;
      this.host.post('drawn', { revision, ...drawing, drawMs, drawnAt: Date.now() });
    });
  }

  #revealSource({ type, id }: Selection, focus: boolean): void {
    const index = this.store.state.shown?.index;
    const node = type === 'skip' ? index?.skips.get(id)?.merge : id;
    const group = index?.groups.get(id);
    const place =
      group?.scope?.definition ??
      (node === undefined ? undefined : index?.nodes.get(node)?.node.source);
    if (place !== undefined) this.host.post('reveal', { place, focus });
  }

  #moved(viewport: Viewport): void {
    this.#viewport = viewport;
    const { width, height } = this.#pane?.camera.view ?? { width: 0, height: 0 };
    this.sight.dispatch({ viewport, view: { width, height } });
    this.hovered.dispatch(null);
    this.#keepSoon();
  }

  #keepSoon(): void {
    window.clearTimeout(this.#keepTimer);
    this.#keepTimer = window.setTimeout(() => this.#keep(), keepAfterMs);
  }

  #keep(): void {
    const { designer, expansion, selection, inspector, tools, views } = this.store.state;
    if (designer === undefined) return;
    const page: KeptPage = {
      uri: designer.uri,
      entry: designer.entry,
      expansion,
      selected: printSelection(selection),
      viewport: this.#viewport,
      inspector,
      tools: { minimap: tools.minimap, legend: tools.legend },
      views,
    };
    this.host.keep(page);
  }
}
