/** The graph's part of the page: a renderer under a camera, moved by gestures and keys. */
import type { Box, Picture } from '../../src/layout/picture';
import { shortOf } from '../../src/layout/series/lazyPicture';
import { keepPlace } from '../state/anchor';
import type { HeatOf } from '../../src/layout/heat';
import { keyAction, viewAction, type KeyAction } from '../state/keys';
import { Navigator } from '../state/navigation';
import { selectionRect } from '../state/selectionRect';
import type { Selection, Shown } from '../state/uiState';
import { newFailure } from '../state/newFailure';
import { firstView, isInSight, reveal, type Viewport } from '../state/viewport';
import { boxesById, boxLabel, visibleBox, type BoxLookup } from '../state/words';
import { Camera } from './camera';
import { moveCamera } from './cameraKeys';
import { Dots } from './dots';
import type { PaneEvents, RevealSource } from './paneEvents';
import { Gestures } from './gestures';
import { Pointing } from './pointing';
import type { GraphRenderer, Target } from './renderer';
import { Transition, type Seen } from './transition';

export class GraphPane {
  readonly camera: Camera;
  readonly #container: HTMLElement;
  readonly #renderer: GraphRenderer;
  readonly #events: PaneEvents;
  readonly #transition: Transition;
  readonly #dots = new Dots();
  #shown: Shown | undefined;
  #boxes: BoxLookup = new Map();
  #navigator: Navigator | undefined;
  readonly #pointing = new Pointing();
  /** The group that was opened or closed last: it stays under the pointer. */
  #toggled: string | undefined;
  /** The first view waits for a window that has a size. */
  #viewed = false;
  #kept: Viewport | null = null;
  /** While the page around the first picture takes its place, that picture is placed anew. */
  #settling = false;
  /** Where the graph's window began on the page when it had its last size. */
  #top = 0;

  constructor(container: HTMLElement, renderer: GraphRenderer, events: PaneEvents) {
    this.#container = container;
    this.#renderer = renderer;
    this.#events = events;
    this.#transition = new Transition((picture) =>
      renderer.draw(picture, (id) => this.#labelOf(id)),
    );
    container.prepend(this.#dots.element, renderer.element);
    this.camera = new Camera(
      () => ({ width: container.clientWidth, height: container.clientHeight }),
      (viewport) => this.#moved(viewport),
    );
    new Gestures(renderer, this.camera, {
      click: (target) => this.#click(target),
      doubleClick: (target) => this.#doubleClick(target),
      hover: (target, event) => this.#hover(target, event),
    });
    const element: Element = renderer.element;
    element.addEventListener('keydown', (event) => this.#key(event as KeyboardEvent, keyAction));
    element.addEventListener('focusin', () => this.#focusIn());
    new ResizeObserver(() => this.#resized()).observe(container);
  }

  /** Where to start instead of at the top, after a reload. */
  startAt(viewport: Viewport | null): void {
    this.#kept = viewport;
  }

  /** Draws a picture; what the user looks at stays where it is. */
  show(shown: Shown): void {
    const before = this.#shown;
    const { viewport } = this.camera;
    const focused = this.#renderer.focused();
    this.#shown = shown;
    this.#boxes = boxesById(shown.picture);
    this.#navigator = new Navigator(shown.picture);
    this.camera.setPicture(shown.picture);
    this.#transition.stop();
    this.#place(before, shown);
    const moves = this.#watch(before && { picture: before.picture, viewport }, shown.picture);
    if (!moves) this.#renderer.draw(shown.picture, (id) => this.#labelOf(id));
    this.#mark();
    if (focused !== null && this.#renderer.focused() !== focused) this.#focusVisible(focused);
  }

  /** Forgets the picture, so that the next one is seen from its start. */
  forget(): void {
    this.#shown = undefined;
    this.#viewed = false;
    this.#kept = null;
  }

  select(selection: Selection | null): void {
    this.#pointing.selection = selection;
    this.#mark();
  }

  /** Whether all but the ancestors and descendants of what is selected is dimmed. */
  setTracing(on: boolean): void {
    this.#pointing.tracing = on;
    this.#mark();
  }

  /** Fills the window with what is selected; without a selection with everything. */
  fitSelection(): void {
    const { selection } = this.#pointing;
    const rect = this.#shown && selection && selectionRect(this.#shown, selection);
    if (rect == null) this.camera.fit();
    else this.camera.fitTo(rect);
  }

  /** Sets off the nodes of the editor's line, and moves to them when none is in sight. */
  setCursor(nodes: readonly string[]): void {
    this.#pointing.cursorNodes = nodes;
    this.#mark();
    const boxes = nodes.flatMap((id) => this.#visible(id) ?? []);
    const [first] = boxes;
    if (first !== undefined && !boxes.some((box) => this.#inSight(box))) this.camera.reveal(first);
  }

  setHoveredSkip(id: string | null): void {
    if (id === this.#pointing.hoveredSkip) return;
    this.#pointing.hoveredSkip = id;
    this.#mark();
  }

  /** Sets off what the search found. */
  setFound(found: readonly Selection[]): void {
    if (found === this.#pointing.found) return;
    this.#pointing.found = found;
    this.#mark();
  }

  /** Colours the boxes by what they cost, or by their family for null. */
  setHeat(heatOf: HeatOf | null): void {
    if (heatOf === this.#pointing.heatOf) return;
    this.#pointing.heatOf = heatOf;
    this.#mark();
  }

  /** Brings a node or group into the window, or the closed group that hides it. */
  reveal(id: string): void {
    const box = this.#visible(id);
    if (box !== undefined) this.camera.reveal(box);
  }

  focus(): void {
    const id = this.#focusable();
    if (id !== null) this.#renderer.focus(id);
  }

  /** Whether the keyboard is in the graph, so that a screen reader says by itself what is selected. */
  get hasFocus(): boolean {
    return this.#renderer.focused() !== null;
  }

  /** Draws the way from the picture before, if there is one to be seen. */
  #watch(before: Seen | undefined, picture: Picture): boolean {
    const { viewport, view } = this.camera;
    if (!this.#viewed || before === undefined) return false;
    return this.#transition.run(before, { picture, viewport }, view);
  }

  #place(before: Shown | undefined, shown: Shown): void {
    const { camera } = this;
    if (!this.#viewed || before === undefined) {
      this.#firstView(shown);
      return;
    }
    const preferred = [this.#toggled, this.#pointing.selection?.id].filter(
      (id) => id !== undefined,
    );
    this.#toggled = undefined;
    camera.set(keepPlace(camera.viewport, camera.view, before.picture, shown.picture, preferred));
    const failure = this.#failureToShow(before, shown);
    if (failure !== undefined) camera.reveal(failure);
  }

  /** The box of a failure that has just appeared; who moved the window meanwhile looks elsewhere. */
  #failureToShow(before: Shown | undefined, shown: Shown): Box | undefined {
    const id = newFailure(before?.graph, shown.graph);
    return id === undefined || this.camera.movedByUser ? undefined : this.#visible(id);
  }

  #firstView(shown: Shown): void {
    const { view } = this.camera;
    if (view.width === 0 || view.height === 0) return;
    this.camera.set(this.#kept ?? this.#startOf(shown));
    if (!this.#viewed) this.#settle();
    this.#viewed = true;
    this.#top = this.#container.getBoundingClientRect().top;
  }

  /** The top of the network, or the call that failed. */
  #startOf(shown: Shown): Viewport {
    const { picture } = shown;
    const { view } = this.camera;
    const { boxes } = shortOf(picture);
    const top = boxes.find(({ type }) => type === 'layer') ?? boxes[0];
    const centre = top === undefined ? picture.width / 2 : top.x + top.width / 2;
    const start = firstView(picture, view, centre);
    const failure = this.#failureToShow(undefined, shown);
    return failure === undefined ? start : reveal(start, failure, view);
  }

  /** The chrome is rendered in the frame of the first picture, and measured at that frame's end. */
  #settle(): void {
    this.#settling = true;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        this.#settling = false;
      }),
    );
  }

  #resized(): void {
    if (this.#shown === undefined) return;
    // A banner that comes or goes moves the window over the picture, not the picture.
    const { top } = this.#container.getBoundingClientRect();
    if (this.#viewed && !this.#settling)
      this.camera.resized(top - this.#top, this.#visible(this.#pointing.selectedBox));
    else this.#firstView(this.#shown);
    this.#top = top;
  }

  #moved(viewport: Viewport): void {
    this.#renderer.setViewport(viewport);
    this.#dots.setViewport(viewport);
    this.#events.moved(viewport);
  }

  #mark(): void {
    if (this.#shown === undefined) return;
    this.#renderer.setMarks(this.#pointing.marks(this.#shown, this.#focusable()));
  }

  #labelOf(id: string): string {
    const box = this.#boxes.get(id);
    return box === undefined || this.#shown === undefined ? '' : boxLabel(box, this.#shown.index);
  }

  #visible(id: string | undefined): Box | undefined {
    if (id === undefined || this.#shown === undefined) return undefined;
    return visibleBox(id, this.#boxes, this.#shown.index);
  }

  #inSight(box: Box): boolean {
    return isInSight(this.camera.viewport, box, this.camera.view);
  }

  #focusable(): string | null {
    return this.#visible(this.#pointing.selectedBox)?.id ?? this.#navigator?.first ?? null;
  }

  #focusVisible(id: string): void {
    const box = this.#visible(id);
    if (box !== undefined) this.#renderer.focus(box.id);
    else this.focus();
  }

  #click(target: Target | null): void {
    if (target === null) {
      this.#events.select(null, 'not');
      this.focus();
    } else if (target.type === 'toggle') this.#toggle(target.id);
    else if (target.type === 'skip') this.#events.select({ type: 'skip', id: target.id }, 'not');
    else this.#selectBox(target.id, 'beside');
  }

  #doubleClick(target: Target | null): void {
    if (target?.type !== 'box') return;
    if (this.#boxes.get(target.id)?.type === 'group') this.#toggle(target.id);
    else this.#selectBox(target.id, 'focus');
  }

  #hover(target: Target | null, event: PointerEvent): void {
    this.setHoveredSkip(target?.type === 'skip' ? target.id : null);
    this.#events.hover(target, { x: event.clientX, y: event.clientY });
  }

  #toggle(id: string): void {
    const box = this.#boxes.get(id);
    if (box?.type !== 'group') return;
    this.#toggled = id;
    this.#events.toggle(id, !box.open);
  }

  #selectBox(id: string, source: RevealSource): void {
    this.#events.select({ type: 'box', id }, source);
    this.#renderer.focus(id);
  }

  /** Tab leads to one box: it comes into the window, and nothing is selected by it. */
  #focusIn(): void {
    const id = this.#renderer.focused();
    const box = id === null ? undefined : this.#boxes.get(id);
    if (box !== undefined && !this.#inSight(box)) this.camera.reveal(box);
  }

  /** A key that was pressed beside the graph, on its tools. */
  readonly keyBeside = (event: KeyboardEvent): void => this.#key(event, viewAction);

  #key(event: KeyboardEvent, actionOf: typeof keyAction): void {
    const action = actionOf(event);
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#act(action);
  }

  #act(action: KeyAction): void {
    const current = this.#renderer.focused() ?? this.#focusable();
    switch (action.type) {
      case 'go':
        this.#go(current === null ? undefined : this.#navigator?.next(current, action.direction));
        break;
      case 'fitSelection':
        this.fitSelection();
        break;
      case 'tool':
        this.#events.tool(action.tool);
        break;
      case 'clear':
        this.#events.select(null, 'not');
        break;
      case 'open':
        if (current !== null) this.#selectBox(current, 'focus');
        break;
      case 'toggle':
        if (current !== null) this.#toggleAround(current);
        break;
      default:
        moveCamera(this.camera, action);
    }
  }

  #go(id: string | undefined): void {
    const box = id === undefined ? undefined : this.#boxes.get(id);
    if (box === undefined) return;
    this.#selectBox(box.id, 'beside');
    this.camera.reveal(box);
  }

  /** A layer has nothing to open: the group around it closes, and has the focus then. */
  #toggleAround(id: string): void {
    const box = this.#boxes.get(id);
    if (box?.type === 'group') this.#toggle(id);
    else if (box?.parent != null) {
      this.#selectBox(box.parent, 'not');
      this.#toggle(box.parent);
    }
  }
}
