/** The nodes of a profile as rows, and its figures in words, for tables that people read. */
import {
  mostRepeats,
  type Profile,
  type ProfiledNode,
  type Timing,
} from '../../../protocol/profile';
import { labelText } from '../../exports/label';
import { formatBytes, formatExact, formatMilliseconds } from '../../format';
import { english, type Translate } from '../../translate';
import { takenMs, type CostViews } from '../costSum';
import { aroundText, nestingOf } from '../nesting';
import { nodeCosts, shareOfStep } from '../nodeCosts';
import { pointIn, type RoofPoint } from '../roofline';

export interface ProfileRow {
  readonly node: ProfiledNode;
  /** The functions and nodes around it, `net / stage 1 / block 2`. */
  readonly path: string;
  /** Without the nodes inside of it, so that rows add up. */
  readonly cost: CostViews;
  /** Of the step, from 0 to 1. */
  readonly share: number;
  /** Of forward and backward together. */
  readonly point: RoofPoint | undefined;
}

/** All nodes in the order of the profile. */
export function profileRows(profile: Profile): ProfileRow[] {
  return [...nodeCosts(profile).values()].map(({ node, own }) => ({
    node,
    path: aroundText(node, nestingOf(profile)),
    cost: own,
    share: shareOfStep({ ms: takenMs(own.all) }, profile),
    point: pointIn(profile, own.both),
  }));
}

/** The last two functions around a layer go with its name, which alone says little: `stage 1 / block 2 / conv`. */
export function rowName({ node, path }: Pick<ProfileRow, 'node' | 'path'>): string {
  const around = path === '' ? [] : path.split(' / ').slice(-2);
  return labelText([...around, node.name].join(' / '));
}

/** The slowest first; those of equal time in the order of the profile. */
export function slowestRows(profile: Profile): ProfileRow[] {
  return profileRows(profile).sort((a, b) => takenMs(b.cost.all) - takenMs(a.cost.all));
}

/** Whether the device has told any of its times. */
export function hasDeviceTimes({ nodes }: Profile): boolean {
  return nodes.some(({ phases }) => Object.values(phases).some(({ gpuMs }) => gpuMs !== undefined));
}

/** `3.2 %`, `12 %`; below 0.05 % nothing worth a digit. */
export function percentText(share: number): string {
  const percent = 100 * share;
  return `${percent >= 9.95 ? Math.round(percent) : percent.toFixed(1)} %`;
}

/** `12.3 ms`; nothing where no time passed. */
export function timeText(ms: number): string {
  return ms === 0 ? '' : formatMilliseconds(ms);
}

/** `12.3 ms ± 1.2 %`. */
export function timingText({ ms, spread }: Timing): string {
  return `${formatMilliseconds(ms)} ± ${percentText(spread)}`;
}

/** `memory 62 %`: what bounds it, and the share of that roof which it reaches; `far 12 %` below every roof. */
export function boundText(point: RoofPoint | undefined, t: Translate = english): string {
  if (point === undefined) return '';
  return `${boundWord(point, t)} ${Math.round(100 * point.achieved)} %`;
}

function boundWord({ far, bound }: RoofPoint, t: Translate): string {
  if (far) return t('far');
  switch (bound) {
    case 'compute':
      return t('compute');
    case 'memory':
      return t('memory');
    case 'launch':
      return t('launch');
  }
}

/** `TensorFlow 2.21.0 · AMD EPYC 7B13, 2 threads`, with what to know of a device that is none. */
export function backendText({ backend, settings }: Profile, t: Translate = english): string {
  const device = backend.software
    ? t('{0} (a CPU in place of a GPU)', backend.device)
    : backend.device;
  const fused = settings.kernels === 'fused' ? ` · ${t('fused kernels')}` : '';
  return `${backend.name} · ${backend.driver} · ${device}${fused}`;
}

function repeatsText({ step }: Profile, t: Translate): string {
  const { repeats, warmUps, limited } = step;
  const made = t('{0} repeats after {1} warm-ups', repeats, warmUps);
  if (!limited) return made;
  return repeats >= mostRepeats
    ? t('{0}, ended as the most that are made', made)
    : t('{0}, ended by the time limit', made);
}

/** How the step was measured, in one line. */
export function measuredText(profile: Profile, t: Translate = english): string {
  const { plain, overhead, explained, othersShare } = profile.step;
  const others =
    othersShare === undefined
      ? []
      : [t('other programs used {0} of the processors', percentText(othersShare))];
  return [
    repeatsText(profile, t),
    t('{0} without hooks ({1}×)', formatMilliseconds(plain.ms), overhead.toFixed(3)),
    t('layers explain {0}', percentText(explained)),
    ...others,
  ].join(' · ');
}

/** Layers without a time of their own; nothing where there are none. */
export function foldedText({ nodes }: Profile, t: Translate = english): string {
  const folded = nodes.filter(({ foldedInto }) => foldedInto !== undefined).length;
  if (folded === 0) return '';
  return folded === 1
    ? t('1 layer is folded into the convolution before it, whose time holds its own')
    : t(
        '{0} layers are folded into the convolutions before them, whose time holds theirs',
        formatExact(folded),
      );
}

/** `Peak 1.2 GB (predicted 1.1 GB), 300 MB before the step`. */
export function memoryText({ memory }: Profile, t: Translate = english): string {
  const { peakBytes, predictedPeakBytes, beforeBytes } = memory;
  const [peak, before] = [formatBytes(peakBytes), formatBytes(beforeBytes)];
  return predictedPeakBytes === undefined
    ? t('Peak {0}, {1} before the step', peak, before)
    : t(
        'Peak {0} (predicted {1}), {2} before the step',
        peak,
        formatBytes(predictedPeakBytes),
        before,
      );
}
