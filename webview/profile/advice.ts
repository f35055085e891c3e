/**
 * What the measurement says would help, each with what it would gain at most. Only what the numbers
 * support: a bound is named where its time was measured, a batch where it was tried.
 */
import { formatMilliseconds } from '../../src/model/format';
import type { PhaseCost, Profile } from '../../src/protocol/profile';
import { t } from '../l10n';
import { percent, plural } from '../state/words';
import { fastest, throughput } from './batchPoints';
import { pointIn, type Bound, type RoofPoint } from './costs';
import type { ProfileIndex } from './profileIndex';

export interface AdviceItem {
  readonly id: string;
  readonly title: string;
  /** What was measured, and what follows from it. */
  readonly reason: string;
  /** At most so much of a step, milliseconds; undefined where it changes another thing than the step. */
  readonly gainMs: number | undefined;
  /** What it is about, ids of nodes, the one that costs most first. */
  readonly nodes: readonly string[];
}

interface Layer {
  readonly id: string;
  readonly name: string;
  readonly whole: PhaseCost;
  readonly against: RoofPoint;
}

function layersOf(now: ProfileIndex): Layer[] {
  return now.profile.nodes
    .filter(({ parent }) => parent === undefined)
    .flatMap((node): Layer[] => {
      const whole = now.costWithin(node).all;
      const against = pointIn(now.profile, whole);
      const { id, name } = node;
      return against === undefined ? [] : [{ id, name, whole, against }];
    })
    .sort((a, b) => b.whole.ms - a.whole.ms);
}

/** What is over the least time that compute and memory allow. */
function overLeast({ whole, against }: Layer): number {
  return Math.max(0, whole.ms - Math.max(against.boundMs.compute, against.boundMs.memory));
}

/** Less than this of a step is not worth a line. */
const leastShare = 0.02;

const remedies: Readonly<Record<Bound, (layers: number) => { title: string; reason: string }>> = {
  launch: (layers) => ({
    title: t('Give each kernel more to do'),
    reason: plural(
      layers,
      '{0} layer is bound by the launching of its kernels: a larger batch, or fewer and larger layers, keeps the device at work.',
      '{0} layers are bound by the launching of their kernels: a larger batch, or fewer and larger layers, keeps the device at work.',
    ),
  }),
  memory: (layers) => ({
    title: t('Move fewer bytes'),
    reason: plural(
      layers,
      '{0} layer is bound by memory: fused with the layer before it, or of fewer channels, it reads and writes less.',
      '{0} layers are bound by memory: fused with the layers before them, or of fewer channels, they read and write less.',
    ),
  }),
  compute: (layers) => ({
    title: t('Multiply less, or nearer to the roof'),
    reason: plural(
      layers,
      '{0} layer is bound by compute: grouped or separable convolutions need fewer MACs; channels in multiples of 8 come nearer to the roof.',
      '{0} layers are bound by compute: grouped or separable convolutions need fewer MACs; channels in multiples of 8 come nearer to the roof.',
    ),
  }),
};

function boundAdvice(layers: readonly Layer[], bound: Bound): AdviceItem {
  const ofBound = layers.filter(({ against }) => against.bound === bound);
  return {
    id: `bound-${bound}`,
    ...remedies[bound](ofBound.length),
    gainMs: ofBound.reduce((sum, layer) => sum + overLeast(layer), 0),
    nodes: ofBound.map(({ id }) => id),
  };
}

function batchAdvice({ batches, settings, step }: Profile): AdviceItem[] {
  const best = batches && fastest(batches);
  if (best?.measured === undefined || best.batch === settings.batch) return [];
  const [now, then] = [
    throughput(settings.batch, step.ms),
    throughput(best.batch, best.measured.ms),
  ];
  if (then < now * (1 + leastShare)) return [];
  return [
    {
      id: 'batch',
      title: t('Take a batch of {0}', best.batch),
      reason: t(
        'Measured: {0} more examples a second than with {1}, at {2} a step.',
        percent(then / now - 1),
        settings.batch,
        formatMilliseconds(best.measured.ms),
      ),
      gainMs: undefined,
      nodes: [],
    },
  ];
}

/** What gains most first. */
export function adviceOf(now: ProfileIndex): AdviceItem[] {
  const { profile } = now;
  const { step } = profile;
  const layers = layersOf(now);
  const byBound = (['launch', 'memory', 'compute'] as const)
    .map((bound) => boundAdvice(layers, bound))
    .filter(({ gainMs }) => (gainMs ?? 0) > leastShare * step.ms)
    .sort((a, b) => (b.gainMs ?? 0) - (a.gainMs ?? 0));
  return [...batchAdvice(profile), ...byBound];
}
