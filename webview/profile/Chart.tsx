/** A chart of lines: uPlot in the colours of the theme, drawn again when those or its size change. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { onThemeChange } from '../graph/canvas/themeChange';

/** Colours of the theme by what they are for, as a canvas takes them. */
export interface ChartColours {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly ground: string;
  readonly first: string;
  readonly second: string;
  readonly mark: string;
  readonly font: string;
}

export type ChartOptions = Omit<uPlot.Options, 'width' | 'height'>;

interface Props {
  readonly testId: string;
  /** What a screen reader says of the picture; its table says the rest. */
  readonly label: string;
  readonly data: uPlot.AlignedData;
  readonly options: (colours: ChartColours) => ChartOptions;
  /** What the arrow keys go through; absent where its table says all that the chart does. */
  readonly walk?: Walk;
}

/** A chart that is read by the keyboard, as a slider over its points. */
export interface Walk {
  /** Index of the point that is told; -1 before the first key. */
  readonly at: number;
  readonly count: number;
  /** What is told of it. */
  readonly text: string;
  /** Where it is on the x axis. */
  readonly x: number;
  readonly onMove: (at: number) => void;
}

/** Keys of a slider: a point, a tenth of them, all of them. */
function walked(key: string, { at, count }: Walk): number | undefined {
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
  return found === undefined ? undefined : Math.min(count - 1, Math.max(0, found));
}

/** What makes the chart a slider, for whoever cannot point at it. */
function sliderProps(walk: Walk | undefined) {
  if (walk === undefined) return { role: 'img' } as const;
  return {
    role: 'slider',
    tabIndex: 0,
    'aria-valuemin': 0,
    'aria-valuemax': Math.max(0, walk.count - 1),
    'aria-valuenow': Math.max(0, walk.at),
    'aria-valuetext': walk.text,
    onKeyDown: (event: KeyboardEvent) => {
      const to = walked(event.key, walk);
      if (to === undefined) return;
      event.preventDefault();
      walk.onMove(to);
    },
  } as const;
}

function coloursOf(element: HTMLElement): ChartColours {
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
  };
}

function draw({ options, data }: Props, element: HTMLElement): uPlot {
  const { clientWidth: width, clientHeight: height } = element;
  return new uPlot({ ...options(coloursOf(element)), width, height }, data, element);
}

export function Chart(props: Props) {
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot | null>(null);
  const { data, options, walk } = props;
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    let chart = draw(props, current);
    drawn.current = chart;
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: current.clientWidth, height: current.clientHeight }),
    );
    observer.observe(current);
    const end = onThemeChange(() => {
      chart.destroy();
      chart = draw(props, current);
      drawn.current = chart;
    });
    return () => {
      end();
      observer.disconnect();
      chart.destroy();
      drawn.current = null;
    };
  }, [data, options]);
  useLayoutEffect(() => {
    const { current: chart } = drawn;
    if (chart === null || walk === undefined || walk.at < 0) return;
    // Without its hooks: what is there is told already.
    chart.setCursor({ left: chart.valToPos(walk.x, 'x'), top: 0 }, false);
  }, [walk?.at]);
  return (
    <div
      class="chart"
      {...sliderProps(walk)}
      aria-label={props.label}
      data-testid={props.testId}
      ref={element}
    />
  );
}

interface AxisText {
  readonly label: string;
  readonly text: (value: number) => string;
}

/** An axis in the theme's colours. */
export function axis(
  { muted, line, font }: ChartColours,
  { label, text }: AxisText,
  size: number,
): uPlot.Axis {
  return {
    stroke: muted,
    font,
    label,
    labelFont: font,
    labelSize: 18,
    labelGap: 2,
    size,
    gap: 4,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1, size: 4 },
    values: (_, splits) => splits.map((value) => text(value)),
  };
}

/**
 * Draws a vertical line with a word at its upper end, in the plot's pixels.
 * @param line of text, from 0, that the word stands on: words that could meet stand on others
 */
export function verticalMark(
  chart: uPlot,
  { mark, font, text }: ChartColours,
  at: number,
  words: string,
  line = 0,
): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(at, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = mark;
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.fillStyle = text;
  ctx.font = scaledFont(font, ratio);
  const right = x > bbox.left + bbox.width / 2;
  ctx.textAlign = right ? 'right' : 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(words, x + (right ? -5 : 5) * ratio, bbox.top + (4 + 14 * line) * ratio);
  ctx.restore();
}

/** A font of CSS pixels in those of the device. */
function scaledFont(font: string, ratio: number): string {
  return font.replace(/^([\d.]+)px/, (_, size: string) => `${Number(size) * ratio}px`);
}
