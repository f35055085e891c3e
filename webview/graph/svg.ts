/** SVG elements made by hand: keyed by their makers, changed in place, never parsed from text. */

const namespace = 'http://www.w3.org/2000/svg';

export type Attributes = Readonly<Record<string, string | number>>;

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export function translate({ x, y }: { readonly x: number; readonly y: number }): string {
  return `translate(${round(x)} ${round(y)})`;
}

/** Tenths of a pixel are finer than the eye and keep the text short. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/**
 * Brings the children of `parent` into the order of `wanted`, moving as few as possible when the
 * change is an insertion; children that are not wanted have to be gone already.
 */
export function arrange(parent: Element, wanted: Iterable<Element>): void {
  let next = parent.firstElementChild;
  for (const element of wanted) {
    if (element === next) next = next.nextElementSibling;
    else parent.insertBefore(element, next);
  }
}
