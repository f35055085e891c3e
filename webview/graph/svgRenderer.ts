/** Draws a picture as SVG elements that live as long as what they show. */
import type { Box, DrawnSkip, Picture, Wire } from '../../src/layout/picture';
import type { Viewport } from '../state/viewport';
import type { Traced } from '../state/trace';
import { readingOrder } from '../state/words';
import { BoxView } from './boxView';
import { noMarks, type GraphRenderer, type Marks, type Target } from './renderer';
import { arrange, svg } from './svg';
import { SvgCamera } from './svgCamera';
import { SkipView, WireView } from './wireView';

export class SvgRenderer implements GraphRenderer {
  readonly element: SVGSVGElement;
  readonly #scene = svg('g', { class: 'scene' });
  readonly #groundLayer = svg('g', { class: 'grounds', 'aria-hidden': 'true' });
  readonly #boxLayer = svg('g', { class: 'boxes' });
  readonly #wireLayer = svg('g', { class: 'wires', 'aria-hidden': 'true' });
  readonly #skipLayer = svg('g', { class: 'skips', 'aria-hidden': 'true' });
  readonly #boxes = new Map<string, BoxView>();
  readonly #wires = new Map<string, WireView>();
  readonly #skips = new Map<string, SkipView>();
  #skipOfWire: ReadonlyMap<string, SkipView> = new Map();
  readonly #camera: SvgCamera;
  #marks = noMarks;

  constructor() {
    // Wires run over the ground of the groups they pass and under the boxes they end at.
    this.#scene.append(this.#groundLayer, this.#wireLayer, this.#skipLayer, this.#boxLayer);
    // Chromium stops with the Tab key at what could be scrolled; the tree's one stop is a box of it.
    const attributes = { class: 'graph', role: 'tree', 'aria-label': 'Network', tabindex: -1 };
    this.element = svg('svg', attributes, this.#scene);
    this.#camera = new SvgCamera(this.element, this.#scene);
  }

  draw(picture: Picture, labelOf: (boxId: string) => string): void {
    const marks = this.#marks;
    this.#camera.settle();
    this.setMarks(noMarks);
    this.#drawBoxes(readingOrder(picture), labelOf);
    this.#drawWires(picture.wires.filter(({ skip }) => skip === undefined));
    this.#drawSkips(picture.skips, new Map(picture.wires.map((wire) => [wire.id, wire])));
    this.setMarks(marks);
  }

  setViewport(viewport: Viewport): void {
    this.#camera.set(viewport);
  }

  setMarks(marks: Marks): void {
    const before = this.#marks;
    this.#marks = marks;
    const one = (id: string | null): Set<string> => new Set(id === null ? [] : [id]);
    this.#markBoxes('is-selected', one(before.selected), one(marks.selected));
    this.#markBoxes('is-cursor', before.cursor, marks.cursor);
    this.#markBoxes('is-end', before.ends, marks.ends);
    this.#markBoxes('is-branch', before.branch, marks.branch);
    if (before.traced !== marks.traced) this.#trace(before.traced, marks.traced);
    this.#markBoxes('is-found', before.found, marks.found);
    if (before.heatOf !== marks.heatOf) this.#heat(marks.heatOf);
    differences(before.foundSkips, marks.foundSkips, (id, on) => {
      this.#skips.get(id)?.element.classList.toggle('is-found', on);
    });
    differences(before.skips, marks.skips, (id, on) => {
      this.#skips.get(id)?.element.classList.toggle('is-lit', on);
    });
    differences(before.wires, marks.wires, (id, on) => {
      this.#wires.get(id)?.element.classList.toggle('is-lit', on);
    });
    differences(one(before.focusable), one(marks.focusable), (id, on) => {
      this.#boxes.get(id)?.element.setAttribute('tabindex', on ? '0' : '-1');
    });
    differences(one(before.selected), one(marks.selected), (id, on) => {
      this.#boxes.get(id)?.element.setAttribute('aria-selected', String(on));
    });
  }

  /** What is traced keeps its colours while the style sheet dims all else. */
  #trace(before: Traced | null, now: Traced | null): void {
    const none: ReadonlySet<string> = new Set();
    this.element.classList.toggle('tracing', now !== null);
    this.#markBoxes('is-traced', before?.boxes ?? none, now?.boxes ?? none);
    differences(before?.wires ?? none, now?.wires ?? none, (id, on) => {
      this.#wires.get(id)?.element.classList.toggle('is-traced', on);
      this.#skipOfWire.get(id)?.mark(id, 'is-traced', on);
    });
  }

  targetOf(event: Event): Target | null {
    const element = event.target instanceof Element ? event.target : null;
    const found = element?.closest('[data-skip-id],[data-node-id],[data-group-id]');
    if (element === null || !(found instanceof SVGElement)) return null;
    const { skipId, nodeId, groupId } = found.dataset;
    if (skipId !== undefined) return { type: 'skip', id: skipId };
    if (groupId === undefined) return nodeId === undefined ? null : { type: 'box', id: nodeId };
    return { type: element.closest('[data-toggle]') ? 'toggle' : 'box', id: groupId };
  }

  focus(boxId: string): void {
    this.#boxes.get(boxId)?.element.focus({ preventScroll: true });
  }

  focused(): string | null {
    const active = document.activeElement;
    if (!(active instanceof SVGElement) || !this.#boxLayer.contains(active)) return null;
    return active.dataset['nodeId'] ?? active.dataset['groupId'] ?? null;
  }

  #markBoxes(name: string, before: ReadonlySet<string>, now: ReadonlySet<string>): void {
    differences(before, now, (id, on) => this.#boxes.get(id)?.mark(name, on));
  }

  #heat(heatOf: Marks['heatOf']): void {
    this.element.classList.toggle('heated', heatOf !== null);
    for (const view of this.#boxes.values()) view.setHeat(heatOf);
  }

  #drawBoxes(boxes: readonly Box[], labelOf: (boxId: string) => string): void {
    for (const box of boxes) this.#forgetOtherType(box);
    const views = keep(
      this.#boxes,
      boxes,
      ({ id }) => id,
      (box) => new BoxView(box),
    );
    boxes.forEach((box, index) => views[index]?.update(box, labelOf(box.id)));
    arrange(
      this.#boxLayer,
      views.map(({ element }) => element),
    );
    arrange(
      this.#groundLayer,
      views.map(({ ground }) => ground),
    );
  }

  /** A nested model that becomes a single layer, or the reverse, is another element. */
  #forgetOtherType({ id, type }: Box): void {
    const view = this.#boxes.get(id);
    if (view === undefined || view.type === type) return;
    view.remove();
    this.#boxes.delete(id);
  }

  #drawWires(wires: readonly Wire[]): void {
    const views = keep(
      this.#wires,
      wires,
      ({ id }) => id,
      ({ id }) => new WireView(id, false),
    );
    wires.forEach((wire, index) => views[index]?.update(wire));
    arrange(
      this.#wireLayer,
      views.map(({ element }) => element),
    );
  }

  #drawSkips(skips: readonly DrawnSkip[], wires: ReadonlyMap<string, Wire>): void {
    const views = keep(
      this.#skips,
      skips,
      ({ id }) => id,
      () => new SkipView(),
    );
    skips.forEach((skip, index) => views[index]?.update(skip, wires));
    this.#skipOfWire = new Map(
      views.flatMap((view) => view.wireIds.map((id): [string, SkipView] => [id, view])),
    );
    arrange(
      this.#skipLayer,
      views.map(({ element }) => element),
    );
  }
}

interface Removable {
  remove(): void;
}

/** The views of the items, those of before where they are known; the views of others are removed. */
function keep<Item, View extends Removable>(
  views: Map<string, View>,
  items: readonly Item[],
  key: (item: Item) => string,
  make: (item: Item) => View,
): View[] {
  const ids = new Set(items.map(key));
  for (const [id, view] of views) {
    if (ids.has(id)) continue;
    view.remove();
    views.delete(id);
  }
  return items.map((item) => {
    const view = views.get(key(item)) ?? make(item);
    views.set(key(item), view);
    return view;
  });
}

function differences(
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
  change: (id: string, on: boolean) => void,
): void {
  for (const id of before) if (!now.has(id)) change(id, false);
  for (const id of now) if (!before.has(id)) change(id, true);
}
