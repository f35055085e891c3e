/** One box on the screen: the elements of a layer or group, changed only where the box changed. */
import { detailOfBox, heatClasses, heatOfBox, type Heat, type HeatOf } from '../../src/layout/heat';
import type { Box } from '../../src/layout/picture';
import { boxClasses } from './boxClasses';
import { groupParts, groundParts, layerParts } from './boxParts';
import { heatMeter } from './heatMeter';
import { svg, translate } from './svg';

export class BoxView {
  /** What has the focus and lies over the wires: a layer, a closed group, an open group's header. */
  readonly element = svg('g', { role: 'treeitem', tabindex: -1 });
  /** What lies under the wires: the ground of an open group, nothing for others. */
  readonly ground = svg('g');
  readonly type: Box['type'];
  #box: Box;
  #heat: Heat | undefined;
  #detail = '';
  #content = '';
  #place = '';
  #label = '';

  constructor(box: Box) {
    this.type = box.type;
    this.#box = box;
    this.element.setAttribute(box.type === 'layer' ? 'data-node-id' : 'data-group-id', box.id);
  }

  update(box: Box, label: string): void {
    this.#box = box;
    const place = translate(box);
    if (place !== this.#place) this.#all((part) => part.setAttribute('transform', place));
    const content = contentKey(box);
    const renamed = label !== this.#label || content !== this.#content;
    if (content !== this.#content) this.#redraw(box);
    [this.#place, this.#label, this.#content] = [place, label, content];
    if (renamed) this.#name();
  }

  /** Who speaks to the computer names a box by what stands on it, so the name holds that too (WCAG 2.5.3). */
  #name(): void {
    const shown = this.element.textContent.replaceAll(/\s+/g, ' ').trim();
    const name = this.#label.includes(shown) ? this.#label : `${this.#label}; ${shown}`;
    this.element.setAttribute('aria-label', name);
  }

  mark(name: string, on: boolean): void {
    this.#all((part) => part.classList.toggle(name, on));
  }

  /** Colours the box by a level, and says it by a bar and a number as well; an open group has only the number. */
  setHeat(heatOf: HeatOf | null): void {
    const box = this.#box;
    this.#setDetail(detailOfBox(box, heatOf));
    const wanted = heatOfBox(box, heatOf);
    if (wanted === this.#heat) return;
    const { classList } = this.element;
    if (this.#heat !== undefined) classList.remove('is-heated', ...heatClasses(this.#heat));
    this.element.querySelector('.meter')?.remove();
    if (wanted !== undefined) {
      classList.add('is-heated', ...heatClasses(wanted));
      this.element.append(heatMeter(box, wanted.level));
    }
    this.#heat = wanted;
    this.#name();
  }

  #setDetail(text: string): void {
    if (text === this.#detail) return;
    const detail = this.element.querySelector('.detail');
    if (detail !== null) detail.textContent = text;
    this.#detail = text;
    this.#name();
  }

  remove(): void {
    this.#all((part) => part.remove());
  }

  #all(change: (part: SVGGElement) => void): void {
    change(this.element);
    change(this.ground);
  }

  #redraw(box: Box): void {
    const { element, ground } = this;
    this.#detail = box.detail;
    // Marks are classes too and outlive a change of the content.
    const marks = [...element.classList].filter((name) => name.startsWith('is-'));
    const names = [boxClasses(box), ...marks].join(' ');
    element.setAttribute('class', `box ${names}`);
    ground.setAttribute('class', `ground ${names}`);
    element.setAttribute('aria-level', String(box.depth + 1));
    if (box.type === 'group') element.setAttribute('aria-expanded', String(box.open));
    const parts = box.type === 'layer' ? layerParts(box) : groupParts(box);
    // A space is not drawn, and parts the words of the one text from those of the next.
    element.replaceChildren(...parts.flatMap((part) => [part, ' ']));
    ground.replaceChildren(...(box.type === 'group' && box.open ? groundParts(box) : []));
  }
}

function contentKey(box: Box): string {
  const skips = JSON.stringify(box.hiddenSkips);
  const common = `${box.title}\n${box.detail}\n${box.width}\n${box.height}\n${box.depth}\n${skips}`;
  return box.type === 'layer'
    ? `${common}\n${box.category}\n${String(box.failed)}`
    : `${common}\n${String(box.open)}\n${String(box.failed)}`;
}
