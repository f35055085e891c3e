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
  const { data, options } = props;
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    let chart = draw(props, current);
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: current.clientWidth, height: current.clientHeight }),
    );
    observer.observe(current);
    const end = onThemeChange(() => {
      chart.destroy();
      chart = draw(props, current);
    });
    return () => {
      end();
      observer.disconnect();
      chart.destroy();
    };
  }, [data, options]);
  return (
    <div
      class="chart"
      role="img"
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

/** Draws a vertical line with a word at its upper end, in the plot's pixels. */
export function verticalMark(
  chart: uPlot,
  { mark, font, text }: ChartColours,
  at: number,
  words: string,
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
  ctx.fillText(words, x + (right ? -5 : 5) * ratio, bbox.top + 4 * ratio);
  ctx.restore();
}

/** A font of CSS pixels in those of the device. */
function scaledFont(font: string, ratio: number): string {
  return font.replace(/^([\d.]+)px/, (_, size: string) => `${Number(size) * ratio}px`);
}
