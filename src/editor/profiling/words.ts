/** Profiling in words. */
import { l10n } from 'vscode';
import { formatMilliseconds } from '../../model/format';
import type { ProfileProgress } from '../../protocol/compute';
import type { BackendFacts } from '../../protocol/profile';

/** What is being done, for the notification and the page. */
export function stageWords({ stage }: Pick<ProfileProgress, 'stage'>): string {
  switch (stage) {
    case 'build':
      return l10n.t('Building the model');
    case 'backend':
      return l10n.t('Starting the backend');
    case 'roofs':
      return l10n.t('Measuring what the device can do');
    case 'warmUp':
      return l10n.t('Warming up');
    case 'measure':
      return l10n.t('Measuring steps');
    case 'count':
      return l10n.t('Counting kernels and bytes');
  }
}

/** `TensorFlow 2.21.0 on AMD EPYC, 2 threads`. */
export function backendWords({ driver, device, software }: BackendFacts): string {
  const words = l10n.t('{0} on {1}', driver, device);
  return software ? l10n.t('{0}, played by the processor', words) : words;
}

/** `3.2 ms fwd · 6.8 ms bwd`, as it stands on a line. */
export function lineTimeWords(forwardMs: number, backwardMs: number): string {
  const words = [
    ...(forwardMs > 0 ? [l10n.t('{0} fwd', formatMilliseconds(forwardMs))] : []),
    ...(backwardMs > 0 ? [l10n.t('{0} bwd', formatMilliseconds(backwardMs))] : []),
  ];
  return words.join(' · ');
}
