/**
 * The style sheet's colours for a canvas, which knows no classes: hidden elements with the classes
 * that the SVG renderer gives its own are asked for their computed style. So both renderers look the
 * same in every theme, and the style sheet stays the one place that says how.
 */
import { svg } from '../svg';
import { Heating } from './heating';

export interface ShapePaint {
  /** Empty where there is none. */
  readonly fill: string;
  readonly stroke: string;
  readonly lineWidth: number;
  readonly dash: readonly number[];
}

export interface TextPaint {
  readonly fill: string;
  readonly font: string;
}

export class Palette {
  /** To be put into the page: styles are computed for what is in it, shown or not. */
  readonly element = svg('svg', { class: 'graph', hidden: '', 'aria-hidden': 'true' });
  readonly heating = new Heating();
  readonly #shapes = new Map<string, ShapePaint>();
  readonly #texts = new Map<string, TextPaint>();

  /** After a change of the theme, or between heat and none. */
  forget(): void {
    this.#shapes.clear();
    this.#texts.clear();
    this.element.replaceChildren();
  }

  /** Of the shape with the last of these classes, within groups that have those before. */
  shape(...classes: readonly [string, ...string[]]): ShapePaint {
    return remembered(this.#shapes, classes.join('>'), () =>
      shapePaint(this.#styleOf('rect', classes)),
    );
  }

  text(...classes: readonly [string, ...string[]]): TextPaint {
    return remembered(this.#texts, classes.join('>'), () =>
      textPaint(this.#styleOf('text', classes)),
    );
  }

  #styleOf(tag: 'rect' | 'text', classes: readonly string[]): CSSStyleDeclaration {
    const leaf: SVGElement = svg(tag, { class: classes.at(-1) ?? '' });
    const specimen = classes
      .slice(0, -1)
      .reduceRight((inside, name) => svg('g', { class: name }, inside), leaf);
    const around = svg('g', { class: `graph${this.heating.aroundClass}` }, specimen);
    this.element.append(around);
    return getComputedStyle(leaf);
  }
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = make();
  known.set(key, value);
  return value;
}

function shapePaint(style: CSSStyleDeclaration): ShapePaint {
  return {
    fill: colourOf(style.fill),
    stroke: colourOf(style.stroke),
    lineWidth: Number.parseFloat(style.strokeWidth) || 1,
    dash: dashOf(style.strokeDasharray),
  };
}

function textPaint({ fill, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): TextPaint {
  return { fill: colourOf(fill), font: `${fontWeight} ${fontSize} ${fontFamily}` };
}

function colourOf(value: string): string {
  return value === 'none' ? '' : value;
}

/** `7px, 4px`; `none` has no numbers. */
function dashOf(value: string): number[] {
  return (value.match(/[\d.]+/g) ?? []).map(Number);
}
