/**
 * The picture for the keyboard and for screen readers, beside a canvas that has no elements: a tree
 * of the box with the focus and those around it, which moves along with the focus.
 */
import type { Picture, Rect } from '../../../src/layout/picture';
import { Reading, type Listed } from '../../state/neighbourhood';

/** So many boxes before and after the one with the focus can be read without the focus moving. */
const reach = 24;

export class TreeView {
  readonly element = document.createElement('div');
  readonly #items = new Map<string, HTMLElement>();
  #reading: Reading | undefined;
  #picture: Picture | undefined;
  #outdated = false;
  #timer: number | undefined;
  #labelOf: (boxId: string) => string = () => '';
  #focusable: string | null = null;
  #selected: string | null = null;

  constructor() {
    this.element.className = 'canvas-tree';
    this.element.setAttribute('role', 'tree');
    this.element.setAttribute('aria-label', 'Network');
  }

  show(picture: Picture, labelOf: (boxId: string) => string): void {
    this.#picture = picture;
    this.#reading = undefined;
    this.#labelOf = labelOf;
    this.#changed();
  }

  /** @param focusable the one box that the Tab key leads to. */
  mark(selected: string | null, focusable: string | null): void {
    if (selected === this.#selected && focusable === this.#focusable) return;
    [this.#selected, this.#focusable] = [selected, focusable];
    this.#changed();
  }

  /**
   * Brings the elements up to date once the frame is on the screen. Not for every change at once, nor before what is
   * seen: a picture of thousands is sorted for it.
   */
  updateSoon(): void {
    if (!this.#outdated) return;
    this.#timer ??= window.setTimeout(() => {
      this.#timer = undefined;
      if (this.#outdated) this.#update();
    });
  }

  focus(boxId: string): void {
    if (this.#outdated || !this.#items.has(boxId)) this.#update(boxId);
    this.#items.get(boxId)?.focus({ preventScroll: true });
  }

  get focused(): string | null {
    return this.#idOf(document.activeElement);
  }

  /** The box whose focus came by the keyboard, so that it is shown. */
  get ringed(): string | null {
    const active = document.activeElement;
    return active?.matches(':focus-visible') === true ? this.#idOf(active) : null;
  }

  /** Lays the element with the focus over its box, for magnifiers and the marks of screen readers. */
  place(boxId: string, { x, y, width, height }: Rect): void {
    const style = this.#items.get(boxId)?.style;
    if (style === undefined) return;
    style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    style.width = `${Math.round(width)}px`;
    style.height = `${Math.round(height)}px`;
  }

  #idOf(element: Element | null): string | null {
    if (!(element instanceof HTMLElement) || !this.element.contains(element)) return null;
    return element.dataset['nodeId'] ?? element.dataset['groupId'] ?? null;
  }

  /** What has the focus is read out, so it changes at once; the rest waits for the next frame. */
  #changed(): void {
    this.#outdated = true;
    if (this.focused !== null) this.#update();
  }

  #update(wanted: string | null = null): void {
    this.#outdated = false;
    this.#reading ??= this.#picture && new Reading(this.#picture);
    const centres = [this.focused, this.#focusable, wanted].filter((id) => id !== null);
    const listed = this.#reading?.around(centres, reach) ?? [];
    const ids = new Set(listed.map(({ box }) => box.id));
    for (const [id, item] of this.#items) {
      if (ids.has(id)) continue;
      item.remove();
      this.#items.delete(id);
    }
    let next = this.element.firstElementChild;
    for (const one of listed) {
      const item = this.#itemOf(one);
      // An element that is moved loses the focus, so those in their place stay there.
      if (item === next) next = next.nextElementSibling;
      else this.element.insertBefore(item, next);
    }
  }

  #itemOf({ box, place, siblings }: Listed): HTMLElement {
    const item = this.#items.get(box.id) ?? document.createElement('div');
    this.#items.set(box.id, item);
    const attributes = {
      role: 'treeitem',
      tabindex: box.id === this.#focusable ? 0 : -1,
      'aria-level': box.depth + 1,
      'aria-posinset': place,
      'aria-setsize': siblings,
      'aria-selected': box.id === this.#selected,
      'aria-label': this.#labelOf(box.id),
    };
    for (const [name, value] of Object.entries(attributes)) setAttribute(item, name, String(value));
    setOptional(item, 'data-node-id', box.type === 'layer' ? box.id : null);
    setOptional(item, 'data-group-id', box.type === 'group' ? box.id : null);
    setOptional(item, 'aria-expanded', box.type === 'group' ? String(box.open) : null);
    return item;
  }
}

/** To write what is there already would be told to screen readers again. */
function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function setOptional(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else setAttribute(element, name, value);
}
