/** The heat maps that a profile gives. Pure; worked out when one is chosen, never before. */
import type { CostViews } from '../../src/model/profile/costSum';
import { pointIn } from '../../src/model/profile/roofline';
import {
  heatLevels,
  heatMapFrom,
  levelOf,
  modelMeasures,
  scaleOf,
  shownBoxes,
  type Heat,
  type HeatMap,
  type HeatMeasure,
  type ModelMeasure,
  type ProfileMeasure,
} from '../../src/layout/heat';
import type { Picture } from '../../src/layout/picture';
import { t } from '../l10n';
import { heatMapOf, profileWords, type ShownPicture } from '../state/heat';
import { hierarchyOf } from '../state/hierarchy';
import type { UiState } from '../state/uiState';
import type { Difference } from '../../src/model/profile/compare';
import { differenceOf, type ProfileIndex } from './profileIndex';
import { profiledGraph, type PageProfile, type ProfiledGraph } from './state';

type ValueOf = (cost: CostViews, profile: ProfileIndex) => number | undefined;

const valueOf: Readonly<Record<Exclude<ProfileMeasure, 'difference'>, ValueOf>> = {
  forward: ({ forward }) => forward.ms,
  backward: ({ backward }) => backward.ms,
  both: (cost) => cost.both.ms,
  bytes: (cost) => cost.all.bytes,
  roof: (cost, { profile }) => pointIn(profile, cost.all)?.achieved,
};

/** By the ids of the boxes; those without a value, or with none above 0, are left out. */
function positive(
  boxes: Iterable<string>,
  of: (id: string) => number | undefined,
): Map<string, number> {
  const values = new Map<string, number>();
  for (const id of boxes) {
    const value = of(id);
    if (value !== undefined && value > 0) values.set(id, value);
  }
  return values;
}

/** How far a difference is from none, in steps of the largest one; within the spreads it has no colour. */
function divergingMap(
  differences: ReadonlyMap<string, Difference>,
  shown: readonly string[],
): HeatMap {
  const beyond = shown.flatMap((id) => differences.get(id) ?? []).filter((one) => one.beyond);
  const { text, unit, ofBoxes, nothing } = profileWords.difference;
  const sizes = scaleOf(beyond.map(({ ms }) => Math.abs(ms)));
  const heatOf = (id: string): Heat | undefined => {
    const difference = differences.get(id);
    if (difference?.beyond !== true) return undefined;
    const { ms } = difference;
    const level = sizes === undefined ? heatLevels - 1 : levelOf(Math.abs(ms), sizes);
    return { level, label: text(ms), side: ms < 0 ? 'less' : 'more' };
  };
  const scale = sizes && { ...sizes, least: -sizes.most };
  const legend =
    scale === undefined
      ? nothing
      : {
          least: t('{0}, faster', text(scale.least)),
          most: t('{0}, slower', text(scale.most)),
          unit: ofBoxes(unit),
        };
  return { measure: 'difference', scale, whole: false, heatOf, legend };
}

function differences({ now, before }: ProfiledGraph, boxes: Iterable<string>) {
  const found = new Map<string, Difference>();
  if (before === undefined) return found;
  for (const id of boxes) {
    const difference = differenceOf(now.costOf(id), before.costOf(id));
    if (difference !== undefined) found.set(id, difference);
  }
  return found;
}

function profileHeat(
  graph: ProfiledGraph,
  { index, picture }: ShownPicture,
  measure: ProfileMeasure,
): HeatMap {
  const boxes = hierarchyOf(index).nodes.keys();
  const shown = shownBoxes(picture);
  if (measure === 'difference') return divergingMap(differences(graph, boxes), shown);
  const of = (id: string): number | undefined => {
    const cost = graph.now.costOf(id);
    return cost && valueOf[measure](cost, graph.now);
  };
  return heatMapFrom(measure, positive(boxes, of), shown, profileWords[measure]);
}

/** The measures that this profile can be looked at by. */
export function measuresOf(profile: PageProfile | null): readonly ProfileMeasure[] {
  if (profile === null) return [];
  const { settings, roofs } = profile.profile;
  return [
    'forward',
    ...(settings.mode === 'train' ? (['backward', 'both'] as const) : []),
    'bytes',
    ...(roofs === undefined ? [] : (['roof'] as const)),
    ...(profile.compared === undefined ? [] : (['difference'] as const)),
  ];
}

function isOfModel(measure: HeatMeasure): measure is ModelMeasure {
  return modelMeasures.some((one) => one === measure);
}

interface KnownMap {
  readonly picture: Picture;
  readonly measure: ProfileMeasure;
  readonly map: HeatMap;
}

/** Asked for at every change of the page, so the last one of a profile is kept. */
const known = new WeakMap<PageProfile, KnownMap>();

function profileHeatOf(
  profile: PageProfile,
  shown: ShownPicture,
  measure: ProfileMeasure,
): HeatMap {
  const before = known.get(profile);
  const { index, picture } = shown;
  if (before?.picture === picture && before.measure === measure) return before.map;
  const map = profileHeat(profiledGraph(profile, index), shown, measure);
  known.set(profile, { picture, measure, map });
  return map;
}

/** The heat map that the page is set to; null for none, or where there is no profile for it. */
export function heatOnPage({
  shown,
  profile,
  views: { heat },
}: Pick<UiState, 'shown' | 'profile' | 'views'>): HeatMap | null {
  if (shown === undefined || heat === null) return null;
  if (isOfModel(heat)) return heatMapOf(shown, heat);
  if (profile === null || !measuresOf(profile).includes(heat)) return null;
  return profileHeatOf(profile, shown, heat);
}
