/**
 * The heat maps: how strongly each box of the graph is coloured by what it costs. Pure, so that every
 * renderer and the legend say the same.
 */
import {
  formatBytes,
  formatCount,
  formatExact,
  formatMacs,
  formatMilliseconds,
} from '../../src/model/format';
import { t } from '../l10n';
import { hierarchyOf, type Hierarchy, type Sums } from './hierarchy';
import type { GraphIndex } from './graphIndex';
import { percent, signedMilliseconds } from './words';

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

/** Beyond this ratio of the largest to the smallest value the steps are of equal ratio. */
const widestLinear = 30;

interface Measure {
  readonly title: string;
  /** What the numbers are, for the legend. */
  readonly unit: string;
  readonly text: (value: number) => string;
}

interface SummedMeasure extends Measure {
  readonly of: (sums: Sums) => number | undefined;
}

const summed: Readonly<Record<ModelMeasure, SummedMeasure>> = {
  parameters: {
    title: t('Parameters'),
    unit: t('parameters'),
    of: ({ trainable, nonTrainable }) => trainable + nonTrainable,
    text: formatCount,
  },
  macs: {
    title: t('MACs'),
    unit: t('forward, one example'),
    of: ({ macs }) => macs,
    text: formatMacs,
  },
  activations: {
    title: t('Activation bytes'),
    unit: t('outputs of one example'),
    of: ({ activations }) => activations,
    text: formatBytes,
  },
  reach: {
    title: t('Receptive field'),
    unit: t('input positions along an axis'),
    of: ({ reach }) => reach,
    text: (value) => (value === Infinity ? t('all') : formatExact(value)),
  },
};

export const measures: Readonly<Record<HeatMeasure, Measure>> = {
  ...summed,
  forward: {
    title: t('Forward time'),
    unit: t('in a step'),
    text: formatMilliseconds,
  },
  backward: {
    title: t('Backward time'),
    unit: t('in a step'),
    text: formatMilliseconds,
  },
  both: {
    title: t('Forward and backward'),
    unit: t('in a step'),
    text: formatMilliseconds,
  },
  bytes: {
    title: t('Bytes moved'),
    unit: t('moved in a step'),
    text: formatBytes,
  },
  roof: {
    title: t('Share of the roof'),
    unit: t('of the roof'),
    text: percent,
  },
  difference: {
    title: t('Difference of profiles'),
    unit: t('in a step'),
    text: signedMilliseconds,
  },
};

/** From values to levels; the same for all boxes of a graph, however many of them are open. */
export interface HeatScale {
  /** Extremes of the finite values. */
  readonly least: number;
  readonly most: number;
  readonly logarithmic: boolean;
}

/** @param values of all boxes, positive; undefined where none is finite. */
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

/** A heat map of a graph. */
export interface HeatMap {
  readonly measure: HeatMeasure;
  readonly scale: HeatScale | undefined;
  /** Whether the whole input is seen somewhere, which is beyond the scale's end. */
  readonly whole: boolean;
  readonly heatOf: HeatOf;
}

function valuesOf(hierarchy: Hierarchy, measure: SummedMeasure): Map<string, number> {
  const values = new Map<string, number>();
  for (const [id, node] of hierarchy.nodes) {
    const value = measure.of(hierarchy.sumsAt(node));
    if (value !== undefined && value > 0) values.set(id, value);
  }
  return values;
}

/**
 * @param values of all boxes that have a colour, positive; by their ids
 */
export function heatMapFrom(measure: HeatMeasure, values: ReadonlyMap<string, number>): HeatMap {
  const { text } = measures[measure];
  const scale = scaleOf([...values.values()]);
  const heatOf = (id: string): Heat | undefined => {
    const value = values.get(id);
    if (value === undefined) return undefined;
    const level = scale === undefined ? heatLevels - 1 : levelOf(value, scale);
    return { level, label: text(value) };
  };
  return { measure, scale, whole: [...values.values()].includes(Infinity), heatOf };
}

/** Groups have the sum of their layers; of receptive fields the largest. */
function heatMap(index: GraphIndex, measure: ModelMeasure): HeatMap {
  return heatMapFrom(measure, valuesOf(hierarchyOf(index), summed[measure]));
}

const known = new WeakMap<GraphIndex, Map<ModelMeasure, HeatMap>>();

/** The heat map of a graph; the same one as long as the graph is the same. */
export function heatMapOf(index: GraphIndex, measure: ModelMeasure): HeatMap {
  const maps = known.get(index) ?? new Map<ModelMeasure, HeatMap>();
  known.set(index, maps);
  const map = maps.get(measure) ?? heatMap(index, measure);
  maps.set(measure, map);
  return map;
}
