/** What a chart of lines is made of, and how uPlot is told of it. */
import uPlot from 'uplot';
import { verticalMarks } from './marks';
import type { ChartColours } from './colours';

export interface PlotAxis {
  readonly label: string;
  readonly text: (value: number) => string;
  /** Where the ticks are; round numbers unless said. */
  readonly splits?: readonly number[];
}

export interface PlotLine {
  readonly title: string;
  readonly colour: 'first' | 'second';
  readonly dashed: boolean;
  /** A value holds until the next one. */
  readonly stepped: boolean;
  readonly filled: boolean;
  readonly points: boolean;
}

/** A vertical line with a word at its upper end. */
export interface PlotMark {
  readonly x: number;
  readonly words: string;
  /** Of text, from 0: words that could meet stand on others. */
  readonly line: number;
  readonly quiet: boolean;
}

export interface Plot {
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  /** One for each column of the data behind the first. */
  readonly lines: readonly PlotLine[];
  readonly marks: readonly PlotMark[];
  readonly data: uPlot.AlignedData;
  /** Whether a part of it can be dragged out. */
  readonly zooms: boolean;
}

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** The ticks that uPlot has put on its axes, by the axis: x is 0, y is 1. */
const ticks = new WeakMap<uPlot, Map<number, readonly Tick[]>>();

export function ticksOf(chart: uPlot, axis: 0 | 1): readonly Tick[] {
  return ticks.get(chart)?.get(axis) ?? [];
}

function textsOf(chart: uPlot, at: number, splits: readonly number[], { text }: PlotAxis) {
  const made = splits.map((value) => ({ value, text: text(value) }));
  const known = ticks.get(chart) ?? new Map<number, readonly Tick[]>();
  ticks.set(chart, known.set(at, made));
  return made.map((tick) => tick.text);
}

function axisOf(axis: PlotAxis, { muted, line, font }: ChartColours, size: number): uPlot.Axis {
  const { splits } = axis;
  return {
    stroke: muted,
    font,
    label: axis.label,
    labelFont: font,
    labelSize: 16,
    labelGap: 0,
    size,
    gap: 4,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1, size: 4 },
    values: (chart, found, at) => textsOf(chart, at, found, axis),
    ...(splits === undefined ? {} : { splits: () => [...splits] }),
  };
}

export const dash = [6, 4] as const;

function seriesOf(line: PlotLine, colours: ChartColours): uPlot.Series {
  const stroke = colours[line.colour];
  const paths = line.stepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  return {
    stroke,
    width: line.points ? 2 : 1.5,
    spanGaps: true,
    points: line.points ? { show: true, size: 7, fill: stroke, stroke } : { show: false },
    ...(line.dashed ? { dash: [...dash] } : {}),
    ...(line.filled ? { fill: `color-mix(in srgb, ${stroke} 22%, transparent)` } : {}),
    ...(paths === undefined ? {} : { paths }),
  };
}

/** Room over the highest point for the words of the marks. */
const headroom = 1.18;

/** Beside the first and the last point, as a share of what is between them: dots are whole there. */
const sideroom = 0.03;

function withSides(_: uPlot, least: number | null, most: number | null): uPlot.Range.MinMax {
  const [from, to] = [least ?? 0, most ?? 0];
  const side = (to - from || 1) * sideroom;
  return [from - side, to + side];
}

/** @param onPoint told the value on the x axis under the pointer; undefined where there is none */
export function optionsOf(
  plot: Plot,
  colours: ChartColours,
  onPoint: (x: number | undefined) => void,
): Omit<uPlot.Options, 'width' | 'height'> {
  return {
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: plot.lines.some(({ points }) => points) },
      drag: { x: plot.zooms, y: false },
    },
    scales: {
      x: { time: false, ...(plot.zooms ? {} : { range: withSides }) },
      y: { range: (_, __, most) => [0, (most || 1) * headroom] },
    },
    axes: [axisOf(plot.x, colours, 26), axisOf(plot.y, colours, 66)],
    series: [{}, ...plot.lines.map((line) => seriesOf(line, colours))],
    hooks: {
      draw: [
        (chart) => {
          verticalMarks(chart, colours, plot.marks);
        },
      ],
      setCursor: [
        (chart) => {
          const left = chart.cursor.left ?? -1;
          onPoint(left < 0 ? undefined : chart.posToVal(left, 'x'));
        },
      ],
    },
  };
}
