/** Wires on the screen: a line and an arrow's head; those of a skip also have a wide line to point at. */
import type { DrawnSkip, Wire } from '../../src/layout/picture';
import { arrange, svg, translate } from './svg';
import { arrowPath, wirePath } from './wirePath';

export class WireView {
  readonly element: SVGGElement;
  readonly #line = svg('path', { class: 'line' });
  readonly #head = svg('path', { class: 'head' });
  readonly #hit: SVGPathElement | undefined;
  #place = '';
  #path = '';

  constructor(id: string, isSkip: boolean) {
    this.#hit = isSkip ? svg('path', { class: 'hit' }) : undefined;
    const parts = [this.#line, this.#head, ...(this.#hit ? [this.#hit] : [])];
    this.element = svg('g', { class: 'wire', 'data-wire-id': id }, ...parts);
  }

  remove(): void {
    this.element.remove();
  }

  update({ points }: Wire): void {
    const origin = points[0] ?? { x: 0, y: 0 };
    const place = translate(origin);
    const path = wirePath(points, origin);
    if (place !== this.#place) this.element.setAttribute('transform', place);
    if (path !== this.#path) {
      this.#line.setAttribute('d', path);
      this.#hit?.setAttribute('d', path);
      this.#head.setAttribute('d', arrowPath(points, origin));
    }
    [this.#place, this.#path] = [place, path];
  }
}

/** A skip with its wires: one over an identity, several over the layers of a projection. */
export class SkipView {
  readonly element = svg('g', { role: 'presentation' });
  readonly #wires = new Map<string, WireView>();

  remove(): void {
    this.element.remove();
  }

  get wireIds(): string[] {
    return [...this.#wires.keys()];
  }

  /** Sets off one wire of the skip. */
  mark(wireId: string, name: string, on: boolean): void {
    this.#wires.get(wireId)?.element.classList.toggle(name, on);
  }

  update(skip: DrawnSkip, wires: ReadonlyMap<string, Wire>): void {
    const lit = this.element.classList.contains('is-lit') ? ' is-lit' : '';
    this.#set('class', `skip skip-${skip.kind}${lit}`);
    this.#set('data-skip-id', skip.id);
    this.#set('data-skip-kind', skip.kind);
    this.#set('data-skip-length', String(skip.length));
    const wanted = skip.wires.flatMap((id) => wires.get(id) ?? []);
    const ids = new Set(wanted.map(({ id }) => id));
    for (const [id, view] of this.#wires) {
      if (ids.has(id)) continue;
      view.remove();
      this.#wires.delete(id);
    }
    arrange(
      this.element,
      wanted.map((wire) => this.#viewOf(wire).element),
    );
  }

  #viewOf(wire: Wire): WireView {
    const view = this.#wires.get(wire.id) ?? new WireView(wire.id, true);
    this.#wires.set(wire.id, view);
    view.update(wire);
    return view;
  }

  #set(name: string, value: string): void {
    if (this.element.getAttribute(name) !== value) this.element.setAttribute(name, value);
  }
}
