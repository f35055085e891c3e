/** The heat maps of a graph on the page, in the page's language. */
import {
  heatFormats,
  heatMap,
  shownBoxes,
  type HeatMap,
  type HeatMeasure,
  type HeatWords,
  type MeasureWords,
  type ModelMeasure,
  type ProfileMeasure,
} from '../../src/layout/heat';
import type { Picture } from '../../src/layout/picture';
import type { Sums } from '../../src/layout/sums';
import { formatBytes, formatMilliseconds } from '../../src/model/format';
import { t } from '../l10n';
import { hierarchyOf, type Hierarchy } from './hierarchy';
import type { Shown } from './uiState';
import { percent, signedMilliseconds } from './words';

const heatWords: HeatWords = {
  titles: {
    parameters: t('Parameters'),
    macs: t('MACs'),
    activations: t('Activation bytes'),
    reach: t('Receptive field'),
  },
  units: {
    parameters: t('parameters'),
    macs: t('forward, one example'),
    activations: t('outputs of one example'),
    reach: t('input positions along an axis'),
  },
  all: t('all'),
  upToAll: (most) => t('{0}, all', most),
  logarithmic: (unit) => t('{0}, logarithmic', unit),
  ofBoxes: (unit) => t('{0}, boxes shown', unit),
  onlyInfinite: t('Every layer sees the whole input'),
  nothing: t('There are none'),
};

interface ProfileWords extends MeasureWords {
  readonly title: string;
}

/** How the measures of a profile are told. */
export const profileWords: Readonly<Record<ProfileMeasure, ProfileWords>> = {
  forward: {
    ...heatWords,
    title: t('Forward time'),
    unit: t('in a step'),
    text: formatMilliseconds,
  },
  backward: {
    ...heatWords,
    title: t('Backward time'),
    unit: t('in a step'),
    text: formatMilliseconds,
  },
  both: {
    ...heatWords,
    title: t('Forward and backward'),
    unit: t('in a step'),
    text: formatMilliseconds,
  },
  bytes: {
    ...heatWords,
    title: t('Bytes moved'),
    unit: t('moved in a step'),
    text: formatBytes,
  },
  roof: {
    ...heatWords,
    title: t('Share of the roof'),
    unit: t('of the roof'),
    text: percent,
  },
  difference: {
    ...heatWords,
    title: t('Difference of profiles'),
    unit: t('in a step'),
    text: signedMilliseconds,
    nothing: t('No difference beyond the spread'),
  },
};

function isOfProfile(measure: HeatMeasure): measure is ProfileMeasure {
  return measure in profileWords;
}

export function heatTitle(measure: HeatMeasure): string {
  return isOfProfile(measure) ? profileWords[measure].title : heatWords.titles[measure];
}

/** A value of a heat map as its boxes have it. */
export function heatText(measure: HeatMeasure, value: number): string {
  return isOfProfile(measure) ? profileWords[measure].text(value) : heatFormats[measure](value);
}

export function heatUnit(measure: HeatMeasure): string {
  return isOfProfile(measure) ? profileWords[measure].unit : heatWords.units[measure];
}

function* sumsOf(hierarchy: Hierarchy): Generator<readonly [string, Sums]> {
  for (const [id, node] of hierarchy.nodes) yield [id, hierarchy.sumsAt(node)];
}

/** What is drawn of which graph. */
export type ShownPicture = Pick<Shown, 'index' | 'picture'>;

const known = new WeakMap<Picture, Map<ModelMeasure, HeatMap>>();

/** The heat map of a graph as it is shown; the same one as long as the picture is the same. */
export function heatMapOf({ index, picture }: ShownPicture, measure: ModelMeasure): HeatMap {
  const maps = known.get(picture) ?? new Map<ModelMeasure, HeatMap>();
  known.set(picture, maps);
  const map =
    maps.get(measure) ??
    heatMap(sumsOf(hierarchyOf(index)), measure, shownBoxes(picture), heatWords);
  maps.set(measure, map);
  return map;
}
