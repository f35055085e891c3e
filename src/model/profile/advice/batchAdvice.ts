/** Whether larger batches were measured to take less time for each example. */
import type { BatchPoint, Profile } from '../../../protocol/profile';
import { formatMilliseconds } from '../../format';
import type { Advice } from './advice';

type Measured = BatchPoint & Required<Pick<BatchPoint, 'measured'>>;

function isMeasured(point: BatchPoint): point is Measured {
  return point.measured !== undefined;
}

const perExample = ({ batch, measured }: Measured): number => measured.ms / batch;

/**
 * The batch of the curve with the least time for each example, where that gains more than `leastMs` for as many
 * examples as a step has, and more than both times are sure to.
 */
export function largerBatch(profile: Profile, leastMs: number): Advice | undefined {
  const { step, settings, batches } = profile;
  const larger = (batches?.points ?? []).filter(isMeasured).filter((p) => p.batch > settings.batch);
  if (larger.length === 0) return undefined;
  const best = larger.reduce((least, p) => (perExample(p) < perExample(least) ? p : least));
  const scaledMs = perExample(best) * settings.batch;
  const gainMs = step.ms - scaledMs;
  const unsureMs = step.ms * step.spread + scaledMs * best.measured.spread;
  if (gainMs < leastMs || gainMs <= unsureMs) return undefined;
  const [now, then] = [step.ms / settings.batch, perExample(best)].map(formatMilliseconds);
  return {
    rule: 'batch',
    target: { kind: 'step' },
    title: 'The step',
    nodes: [],
    sentence: `With batch ${best.batch} an example takes ${then ?? ''} instead of ${now ?? ''}: ${formatMilliseconds(gainMs)} less for the ${settings.batch} of this step.`,
    gainMs,
    share: gainMs / step.ms,
    inside: false,
  };
}
