/** Whether larger batches were measured to take less time for each example. */
import type { BatchPoint, Profile } from '../../../protocol/profile';
import { formatMilliseconds } from '../../format';
import type { Translate } from '../../translate';
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
export function largerBatch(profile: Profile, leastMs: number, t: Translate): Advice | undefined {
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
    title: t('The step'),
    nodes: [],
    sentence: t(
      'With batch {0} an example takes {1} instead of {2}: {3} less for the {4} of this step.',
      best.batch,
      then ?? '',
      now ?? '',
      formatMilliseconds(gainMs),
      settings.batch,
    ),
    gainMs,
    share: gainMs / step.ms,
    inside: false,
  };
}
