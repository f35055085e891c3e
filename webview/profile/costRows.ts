/** What a box costs, in the few words that a card beside the pointer has room for. */
import { formatMilliseconds } from '../../src/model/format';
import { pointIn } from '../../src/model/profile/roofline';
import { profilePhases } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { GraphIndex } from '../state/graphIndex';
import { percent } from '../state/words';
import { profiledGraph, type PageProfile } from './state';
import { boundTitles, phaseTitles, spreadText } from './words';

export type CostRow = readonly [name: string, value: string];

/** None where there is no profile, or nothing of the box was measured. */
export function costRows(profile: PageProfile | null, index: GraphIndex, id: string): CostRow[] {
  if (profile === null) return [];
  const cost = profiledGraph(profile, index).now.costOf(id);
  if (cost === undefined) return [];
  const point = pointIn(profile.profile, cost.all);
  const phases = profilePhases
    .filter((phase) => cost[phase].kernels > 0)
    .map((phase): CostRow => {
      const { ms, spread } = cost[phase];
      return [phaseTitles[phase].toLowerCase(), `${formatMilliseconds(ms)} ${spreadText(spread)}`];
    });
  if (point === undefined) return phases;
  const bound = t('{0}, {1} of the roof', boundTitles[point.bound], percent(point.achieved));
  return [...phases, [t('bound by'), bound]];
}
