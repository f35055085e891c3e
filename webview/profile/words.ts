/** What is measured, in words. */
import type { Bound, RoofPoint } from '../../src/model/profile/roofline';
import { formatCount, formatMilliseconds } from '../../src/model/format';
import type {
  KernelChoice,
  Profile,
  ProfileMode,
  ProfilePhase,
  StepPart,
  Timing,
} from '../../src/protocol/profile';
import { t } from '../l10n';
import { percent } from '../state/words';

export const phaseTitles: Readonly<Record<ProfilePhase, string>> = {
  forward: t('Forward'),
  backward: t('Backward'),
  optimizer: t('Update'),
};

export const modeTitles: Readonly<Record<ProfileMode, string>> = {
  train: t('training'),
  infer: t('inference'),
};

export const kernelTitles: Readonly<Record<KernelChoice, string>> = {
  own: t('of TensorFlow.js'),
  fused: t('fused'),
};

export const partTitles: Readonly<Record<StepPart, string>> = {
  loss: t('Loss'),
  gradients: t('Sums of gradients'),
  optimizer: t('Optimizer, of no layer'),
  other: t('Of no layer'),
};

export const boundTitles: Readonly<Record<Bound, string>> = {
  compute: t('compute'),
  memory: t('memory'),
  launch: t('launches'),
};

/** `±1.3 %`; one digit after the point, two below a tenth. */
export function spreadText(spread: number): string {
  const percent = spread * 100;
  return `±${percent < 0.1 ? percent.toFixed(2) : percent.toFixed(1)} %`;
}

/** `12.3 ms ±1.3 %`. */
export function timingText({ ms, spread }: Timing): string {
  return `${formatMilliseconds(ms)} ${spreadText(spread)}`;
}

/** `+0.9 %`, `−13.1 %`: how much more or less than 1. */
export function changeText(ratio: number): string {
  if (!Number.isFinite(ratio)) return t('new');
  const percent = (ratio - 1) * 100;
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(Math.abs(percent) < 100 ? 1 : 0)} %`;
}

/** `62.0 GMAC/s`. */
export function rateText(perSecond: number, unit: string): string {
  const text = formatCount(perSecond);
  return `${text}${/[a-zA-Z]$/.test(text) ? '' : ' '}${unit}/s`;
}

/** Three digits: `1.85`, `312`, `12.4 k`. */
export function figureText(value: number): string {
  return value < 1000 ? value.toPrecision(3) : formatCount(value);
}

/** `Training step, batch of 4`. */
export function stepWords({ settings: { mode, batch } }: Pick<Profile, 'settings'>): string {
  return mode === 'train'
    ? t('Training step, batch of {0}', batch)
    : t('Inference, batch of {0}', batch);
}

/** Why a piece of work takes as long as it does, as a sentence. */
export function boundWords({ bound, boundMs, far }: RoofPoint): string {
  const ms = formatMilliseconds(boundMs[bound]);
  if (far)
    return t(
      'Far below every roof: the nearest, {0}, allows {1}. Neither its MACs, its bytes nor its launches explain the time.',
      boundTitles[bound],
      ms,
    );
  switch (bound) {
    case 'compute':
      return t('Bound by compute: its MACs alone take {0} at the highest rate measured here.', ms);
    case 'memory':
      return t('Bound by memory: its bytes alone take {0} at the bandwidth measured here.', ms);
    case 'launch':
      return t('Bound by launches: as many kernels with nothing to do take {0}.', ms);
  }
}

/** What is said once a profile is on the page. */
export function profileAnnouncement(profile: Profile): string {
  const { step, backend } = profile;
  return t(
    '{0}, on {1}: a step takes {2}; layers explain {3} of it',
    stepWords(profile),
    backend.name,
    formatMilliseconds(step.ms),
    percent(step.explained),
  );
}

/** `Training step, batch of 4, on tensorflow: AMD EPYC 7B13`. */
export function takenWords(profile: Profile): string {
  const { name, device } = profile.backend;
  return t('{0}, on {1}: {2}', stepWords(profile), name, device);
}

/** `Training steps, on tensorflow: AMD EPYC 7B13`: of batches of any size. */
export function curveWords({ settings, backend: { name, device } }: Profile): string {
  const steps = settings.mode === 'train' ? t('Training steps') : t('Inference steps');
  return t('{0}, on {1}: {2}', steps, name, device);
}
