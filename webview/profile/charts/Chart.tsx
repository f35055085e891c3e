/** A chart of lines: uPlot in the colours of the theme, drawn again when those or its size change. */
import type { RefObject } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { ChartName } from '../../../src/protocol/designer';
import { onThemeChange } from '../../graph/canvas/themeChange';
import type { Page } from '../../page';
import { t } from '../../l10n';
import { ChartTools } from './ChartTools';
import { chartColours, fileColours } from './colours';
import { framedSvg } from './framed';
import { optionsOf, type Plot } from './plot';
import { plotKeys, plotSvg } from './plotSvg';

/** What of a chart can be pointed at, from left to right. */
export interface ChartPoints {
  readonly count: number;
  /** Where the keyboard begins. */
  readonly start: number;
  readonly x: (at: number) => number;
  /** The one that is meant by a place on the x axis; undefined where there is none. */
  readonly nearest: (x: number) => number | undefined;
  /** What is told of it, with every digit. */
  readonly text: (at: number) => string;
  /** What Enter does. */
  readonly choose?: (at: number) => void;
}

interface Props {
  readonly page: Page;
  readonly name: ChartName;
  readonly title: string;
  /** What was measured, and how. */
  readonly subtitle: string;
  /** What a screen reader says of the picture. */
  readonly label: string;
  /** Below the chart until something is told of a point. */
  readonly hint: string;
  readonly plot: Plot;
  readonly points: ChartPoints;
  readonly csv: () => string;
}

/** The point after a key of a slider: a point, a tenth of them, all of them. */
function walked(key: string, at: number, { count, start }: ChartPoints): number | undefined {
  const leap = Math.max(1, Math.round(count / 10));
  const to: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    PageUp: at + leap,
    PageDown: at - leap,
    Home: 0,
    End: count - 1,
  };
  const found = to[key];
  if (found === undefined || count === 0) return undefined;
  if (at < 0 && key !== 'Home' && key !== 'End') return Math.min(count - 1, Math.max(0, start));
  return Math.min(count - 1, Math.max(0, found));
}

function draw(element: HTMLElement, plot: Plot, point: (x: number | undefined) => void): uPlot {
  const { clientWidth: width, clientHeight: height } = element;
  const options = optionsOf(plot, chartColours(element), point);
  return new uPlot({ ...options, width, height }, plot.data, element);
}

/** The chart in an element, for as long as that is on the page. */
function useDrawn(
  element: RefObject<HTMLElement>,
  plot: Plot,
  point: (x: number | undefined) => void,
): RefObject<uPlot> {
  const drawn = useRef<uPlot | null>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    let chart = draw(current, plot, point);
    drawn.current = chart;
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: current.clientWidth, height: current.clientHeight }),
    );
    observer.observe(current);
    const end = onThemeChange(() => {
      chart.destroy();
      chart = draw(current, plot, point);
      drawn.current = chart;
    });
    return () => {
      end();
      observer.disconnect();
      chart.destroy();
      drawn.current = null;
    };
  }, [plot]);
  return drawn;
}

function useWalk(drawn: RefObject<uPlot>, points: ChartPoints) {
  const [at, setAt] = useState(-1);
  useLayoutEffect(() => {
    const { current: chart } = drawn;
    if (chart === null || at < 0 || at >= points.count) return;
    // Without its hooks: what is there is told already.
    chart.setCursor({ left: chart.valToPos(points.x(at), 'x'), top: 0 }, false);
  }, [at, points]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = walked(event.key, at, points);
    if (to !== undefined) setAt(to);
    else if (event.key === 'Enter' && at >= 0 && points.choose !== undefined) points.choose(at);
    else return;
    event.preventDefault();
  };
  return { at: at < points.count ? at : -1, onKeyDown };
}

/** A slider over its points, for whoever cannot point at it. */
export function Chart(props: Props) {
  const { name, plot, points } = props;
  const element = useRef<HTMLDivElement>(null);
  const [pointed, point] = useState<number | undefined>(undefined);
  const drawn = useDrawn(element, plot, (x) =>
    point(x === undefined ? undefined : points.nearest(x)),
  );
  const { at, onKeyDown } = useWalk(drawn, points);
  const told = pointed ?? (at < 0 ? undefined : at);
  const id = useId();
  return (
    <figure class="chart-figure">
      <ChartHead {...props} svg={() => svgOf(props, element.current, drawn.current)} />
      <div
        class="chart"
        role="slider"
        tabIndex={0}
        aria-label={props.label}
        aria-describedby={id}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, points.count - 1)}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={at < 0 ? t('no point chosen') : points.text(at)}
        data-testid={`${name}-chart`}
        ref={element}
        onKeyDown={onKeyDown}
      />
      <p class="chart-readout" id={id} data-testid={`${name}-readout`}>
        {told === undefined ? props.hint : points.text(told)}
      </p>
    </figure>
  );
}

function ChartHead(props: Props & { readonly svg: () => string | undefined }) {
  return (
    <figcaption class="chart-head">
      <span class="chart-title">{props.title}</span>
      <ChartTools {...props} />
    </figcaption>
  );
}

function svgOf(
  { title, subtitle, plot }: Props,
  element: Element | null,
  chart: uPlot | null,
): string | undefined {
  if (element === null || chart === null) return undefined;
  const colours = fileColours(element);
  const body = plotSvg(chart, plot, colours);
  return framedSvg({ ...body, title, subtitle, keys: plotKeys(plot, colours) }, colours);
}
