/** The heat maps of a graph on the page, in the page's language. */
import { heatMap, type HeatMap, type HeatMeasure, type HeatWords } from '../../src/layout/heat';
import type { Sums } from '../../src/layout/sums';
import { t } from '../l10n';
import { hierarchyOf, type Hierarchy } from './hierarchy';
import type { GraphIndex } from './graphIndex';

export const heatWords: HeatWords = {
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
  onlyInfinite: t('Every layer sees the whole input'),
  nothing: t('There are none'),
};

function* sumsOf(hierarchy: Hierarchy): Generator<readonly [string, Sums]> {
  for (const [id, node] of hierarchy.nodes) yield [id, hierarchy.sumsAt(node)];
}

const known = new WeakMap<GraphIndex, Map<HeatMeasure, HeatMap>>();

/** The heat map of a graph; the same one as long as the graph is the same. */
export function heatMapOf(index: GraphIndex, measure: HeatMeasure): HeatMap {
  const maps = known.get(index) ?? new Map<HeatMeasure, HeatMap>();
  known.set(index, maps);
  const map = maps.get(measure) ?? heatMap(sumsOf(hierarchyOf(index)), measure, heatWords);
  maps.set(measure, map);
  return map;
}
