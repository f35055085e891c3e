/** Colours of the theme by what they are for, as canvases and files take them. */

export interface ChartColours {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly ground: string;
  readonly first: string;
  readonly second: string;
  readonly mark: string;
  /** Of axes and marks: size and family. */
  readonly font: string;
  readonly family: string;
}

/** As the style sheets have them around an element of a profile. */
export function chartColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: of('--text'),
    muted: of('--muted'),
    line: of('--chart-grid'),
    ground: of('--ground'),
    first: of('--chart-first'),
    second: of('--chart-second'),
    mark: of('--chart-mark'),
    font: `11px ${style.fontFamily}`,
    family: style.fontFamily,
  };
}

/** `color(srgb 0.2 0.4 1 / 0.5)`: what a browser makes of a mixed colour. */
const mixed = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/;

/** A colour as programs that draw SVG know it. */
export function plainColour(colour: string): string {
  const found = mixed.exec(colour);
  if (found === null) return colour;
  const [red, green, blue] = found
    .slice(1, 4)
    .map((part) => Math.round(255 * Math.min(1, Math.max(0, Number(part)))));
  return `rgba(${red ?? 0}, ${green ?? 0}, ${blue ?? 0}, ${found[4] ?? '1'})`;
}

/** Any colour of the style sheet, worked out by the browser. */
function resolved(colour: string, within: Element): string {
  const specimen = document.createElement('span');
  specimen.style.color = colour;
  within.append(specimen);
  const found = getComputedStyle(specimen).color;
  specimen.remove();
  return plainColour(found);
}

/** The same colours as a file has to have them: worked out, and in a form that every program knows. */
export function fileColours(element: Element): ChartColours {
  const { font, family, text, muted, line, ground, first, second, mark } = chartColours(element);
  const of = (colour: string): string => resolved(colour, document.body);
  return {
    font,
    family,
    text: of(text),
    muted: of(muted),
    line: of(line),
    ground: of(ground),
    first: of(first),
    second: of(second),
    mark: of(mark),
  };
}
