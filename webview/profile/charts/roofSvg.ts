/** The roofline as a file: the picture of the page with its style written into it. */
import { element } from '../../../src/layout/markup';
import { bounds } from '../../../src/model/profile/roofline';
import { t } from '../../l10n';
import { boundTitles, phaseTitles } from '../words';
import { roofPhases } from '../roofline';
import type { Size } from '../roofPlot';
import { fileColours, plainColour } from './colours';
import { framedSvg, type ChartKey } from './framed';

/** What a file without the page's style sheet has to say itself. */
const painted = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-size',
  'font-weight',
] as const;

function writeStyle(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of painted) {
    const value = plainColour(style.getPropertyValue(name));
    if (value !== '') to.setAttribute(name, value);
  }
  for (const { name } of [...to.attributes])
    if (/^(class|id|role|tabindex|aria-|data-)/.test(name)) to.removeAttribute(name);
}

/** A copy of the picture that needs no style sheet. */
function styledCopy(svg: SVGSVGElement): Element {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof Element)) throw new Error('A copy of an element is one.');
  const [originals, copies] = [svg, copy].map((root) => [...root.querySelectorAll('*')]);
  originals?.forEach((original, at) => {
    const one = copies?.[at];
    if (one !== undefined) writeStyle(original, one);
  });
  return copy;
}

function keysOf(svg: SVGSVGElement, text: string): ChartKey[] {
  const named = bounds.map((bound): ChartKey => {
    const specimen = svg.querySelector(`.roof-point.bound-${bound}`);
    const style = specimen === null ? undefined : getComputedStyle(specimen);
    const circle = {
      r: 5,
      fill: plainColour(style?.fill ?? 'none'),
      stroke: plainColour(style?.stroke ?? text),
      'stroke-dasharray': bound === 'launch' ? '2.5 1.5' : undefined,
    };
    const words = t('bound by {0}', boundTitles[bound]);
    return { swatch: element('circle', circle), text: words };
  });
  const phases = roofPhases.map((phase): ChartKey => {
    const outline = { fill: 'none', stroke: text };
    const swatch =
      phase === 'forward'
        ? element('circle', { r: 5, ...outline })
        : element('path', { d: 'M0 -5L5 0L0 5L-5 0Z', ...outline });
    return { swatch, text: phaseTitles[phase].toLowerCase() };
  });
  return [...named, ...phases];
}

export function roofSvg(
  svg: SVGSVGElement | null,
  size: Size,
  title: string,
  subtitle: string,
): string | undefined {
  if (svg === null) return undefined;
  const colours = fileColours(svg);
  const writer = new XMLSerializer();
  const body = [...styledCopy(svg).children].map((child) => writer.serializeToString(child));
  const keys = keysOf(svg, colours.text);
  return framedSvg({ ...size, title, subtitle, keys, body: body.join('') }, colours);
}
