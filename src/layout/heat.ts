/**
 * The heat maps: how strongly each box of the graph is coloured by what it costs. Pure, so that every
 * renderer and the legend say the same.
 */
import { formatBytes, formatCount, formatExact, formatMacs } from '../model/format';
import type { Box, Picture, Rect } from './picture';
import type { Sums } from './sums';

/** What is known of the model itself. */
export const modelMeasures = ['parameters', 'macs', 'activations', 'reach'] as const;

export type ModelMeasure = (typeof modelMeasures)[number];

/** What only a profile tells. */
export const profileMeasures = [
  'forward',
  'backward',
  'both',
  'bytes',
  'roof',
  'difference',
] as const;

export type ProfileMeasure = (typeof profileMeasures)[number];

export const heatMeasures = [...modelMeasures, ...profileMeasures] as const;

export type HeatMeasure = (typeof heatMeasures)[number];

/** How a box is coloured, and what is said of it. */
export interface Heat {
  /** From 0 (least) to `heatLevels - 1`. */
  readonly level: number;
  /** The value in a few characters, `36.9 k`. */
  readonly label: string;
  /** Of a difference: on which side of none it is. */
  readonly side?: 'less' | 'more';
}

/** The classes of a box that is coloured so, or of a step of the legend. */
export function heatClasses({ level, side }: Pick<Heat, 'level' | 'side'>): string[] {
  return [`heat-${level}`, ...(side === undefined ? [] : [`heat-${side}`])];
}

/** By the id of a box; undefined for a box that stays without colour, because its value is 0 or not known. */
export type HeatOf = (boxId: string) => Heat | undefined;

/** So many steps are told apart by the eye, and by the length of the bar that goes with the colour. */
export const heatLevels = 7;

/** How much of the colour of heat each step has, beside the ground's: as in webview/styles/views.css. */
export const heatShares: readonly number[] = [0.08, 0.22, 0.36, 0.5, 0.66, 0.82, 1];

/** Beyond this ratio of the largest to the smallest value the steps are of equal ratio. */
const widestLinear = 30;

/** The texts of heat maps in the language of whoever looks. */
export interface HeatWords {
  readonly titles: Readonly<Record<ModelMeasure, string>>;
  /** What the numbers are, for the legend. */
  readonly units: Readonly<Record<ModelMeasure, string>>;
  /** For a value that is infinite. */
  readonly all: string;
  /** The largest finite value, where others are infinite. */
  readonly upToAll: (most: string) => string;
  readonly logarithmic: (unit: string) => string;
  /** What the scale is over. */
  readonly ofBoxes: (unit: string) => string;
  /** Where there is no scale: all values are infinite, or there are none. */
  readonly onlyInfinite: string;
  readonly nothing: string;
}

export const englishHeatWords: HeatWords = {
  titles: {
    parameters: 'Parameters',
    macs: 'MACs',
    activations: 'Activation bytes',
    reach: 'Receptive field',
  },
  units: {
    parameters: 'parameters',
    macs: 'forward, one example',
    activations: 'outputs of one example',
    reach: 'input positions along an axis',
  },
  all: 'all',
  upToAll: (most) => `${most}, all`,
  logarithmic: (unit) => `${unit}, logarithmic`,
  ofBoxes: (unit) => `${unit}, boxes shown`,
  onlyInfinite: 'Every layer sees the whole input',
  nothing: 'There are none',
};

const valueOf: Readonly<Record<ModelMeasure, (sums: Sums) => number | undefined>> = {
  parameters: ({ trainable, nonTrainable }) => trainable + nonTrainable,
  macs: ({ macs }) => macs,
  activations: ({ activations }) => activations,
  reach: ({ reach }) => reach,
};

/** Finite values as the boxes have them. */
export const heatFormats: Readonly<Record<ModelMeasure, (value: number) => string>> = {
  parameters: formatCount,
  macs: formatMacs,
  activations: formatBytes,
  reach: formatExact,
};

/**
 * From values to levels. It is over the boxes that a picture shows as one: with the sums of the open groups in it every
 * layer would be pale, and with those of the layers in a closed group every group would be hot.
 */
export interface HeatScale {
  /** Extremes of the finite values. */
  readonly least: number;
  readonly most: number;
  readonly logarithmic: boolean;
}

/** @param values of the boxes that are shown, positive; undefined where none is finite. */
export function scaleOf(values: readonly number[]): HeatScale | undefined {
  let [least, most] = [Infinity, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (most === 0) return undefined;
  return { least, most, logarithmic: most / least > widestLinear };
}

/** The step of a value on a scale; the largest where it is infinite. */
export function levelOf(value: number, { least, most, logarithmic }: HeatScale): number {
  if (value >= most) return heatLevels - 1;
  const at = logarithmic
    ? Math.log(value / least) / Math.log(most / least)
    : (value - least) / (most - least);
  return Math.max(0, Math.min(heatLevels - 1, Math.floor(at * heatLevels)));
}

/** The ends of a scale in words, and what its numbers are. */
export interface HeatScaleWords {
  readonly least: string;
  readonly most: string;
  readonly unit: string;
}

/** What the colours stand for; where there is no scale, the one thing there is to say. */
export type HeatLegend = HeatScaleWords | string;

/** A heat map of a graph. */
export interface HeatMap {
  readonly measure: HeatMeasure;
  readonly scale: HeatScale | undefined;
  /** Whether the whole input is seen somewhere, which is beyond the scale's end. */
  readonly whole: boolean;
  readonly heatOf: HeatOf;
  readonly legend: HeatLegend;
}

/** How the values of a measure are told. */
export interface MeasureWords extends Pick<
  HeatWords,
  'upToAll' | 'logarithmic' | 'ofBoxes' | 'onlyInfinite' | 'nothing'
> {
  readonly text: (value: number) => string;
  readonly unit: string;
}

function legendOf(
  scale: HeatScale | undefined,
  whole: boolean,
  { text, unit, ...words }: MeasureWords,
): HeatLegend {
  if (scale === undefined) return whole ? words.onlyInfinite : words.nothing;
  const most = text(scale.most);
  return {
    least: text(scale.least),
    most: whole ? words.upToAll(most) : most,
    unit: words.ofBoxes(scale.logarithmic ? words.logarithmic(unit) : unit),
  };
}

/** Ids of the boxes that stand for all they hold: layers and closed groups. */
export function shownBoxes({ boxes }: Pick<Picture, 'boxes'>): string[] {
  return boxes.flatMap((box) => (box.type === 'layer' || !box.open ? [box.id] : []));
}

/**
 * @param values of layers and groups, positive, by the ids of their boxes.
 * @param shown the boxes that the scale is over.
 */
export function heatMapFrom(
  measure: HeatMeasure,
  values: ReadonlyMap<string, number>,
  shown: readonly string[],
  words: MeasureWords,
): HeatMap {
  const seen = shown.flatMap((id) => values.get(id) ?? []);
  const scale = scaleOf(seen);
  const whole = seen.includes(Infinity);
  const heatOf = (id: string): Heat | undefined => {
    const value = values.get(id);
    if (value === undefined) return undefined;
    const level = scale === undefined ? heatLevels - 1 : levelOf(value, scale);
    return { level, label: words.text(value) };
  };
  return { measure, scale, whole, heatOf, legend: legendOf(scale, whole, words) };
}

/**
 * Groups have the sum of their layers; of receptive fields the largest.
 * @param sums of the layers and groups, by the ids of their boxes.
 * @param shown the boxes that the scale is over.
 */
export function heatMap(
  sums: Iterable<readonly [string, Sums]>,
  measure: ModelMeasure,
  shown: readonly string[],
  words: HeatWords,
): HeatMap {
  const values = new Map<string, number>();
  for (const [id, each] of sums) {
    const value = valueOf[measure](each);
    if (value !== undefined && value > 0) values.set(id, value);
  }
  const text = (value: number): string =>
    value === Infinity ? words.all : heatFormats[measure](value);
  return heatMapFrom(measure, values, shown, { ...words, text, unit: words.units[measure] });
}

/** An open group has no heat of its own: its boxes show theirs. */
export function heatOfBox(box: Box, heatOf: HeatOf | null | undefined): Heat | undefined {
  return box.type === 'group' && box.open ? undefined : heatOf?.(box.id);
}

/**
 * What stands on a box beside its title: in a heat map the value in place of shape and parameters, for an open
 * group that of all it holds. A box that is too small for a detail has none here either.
 */
export function detailOfBox({ id, detail }: Box, heatOf: HeatOf | null | undefined): string {
  return detail === '' ? '' : (heatOf?.(id)?.label ?? detail);
}

const meterInset = 6;
const meterThickness = 3;

/** Radius of the bar's corners. */
export const meterRadius = 1.5;

/**
 * The bar at a box's bottom edge that is as long as the box is hot, since colour is not the only sign:
 * where it is, from the box's corner.
 */
export function meterRect({ type, width, height }: Box, level: number): Rect {
  // A closed group stands on the edge of the one below it in the pile.
  const bottom = type === 'group' ? height - 4 : height;
  const length = ((width - 2 * meterInset) * (level + 1)) / heatLevels;
  return { x: meterInset, y: bottom - meterThickness - 1, width: length, height: meterThickness };
}
