/** What the roofs say of a node's time. They need measured roofs, and nothing else. */
import type { PhaseCost, Profile } from '../../../protocol/profile';
import { profilePhases } from '../../../protocol/profile';
import { formatMilliseconds } from '../../format';
import type { Translate } from '../../translate';
import { addCosts, innerSpreadMs, nothing, takenMs } from '../costSum';
import { slowestKernel } from '../kernelStats';
import { pointIn, ridge } from '../roofline';
import type { Finding, Rule, Subject } from './finding';

/** A bound explains a time when it is at least this share of it. */
const explains = 0.5;

/** Launches that the measurement shows: no more than the host's time, nor than what the device stood still. */
function launchGain(cost: PhaseCost, { roofs }: Profile): number {
  const launchMs = cost.kernels * (roofs?.launchMs ?? 0);
  return Math.min(launchMs, cost.ms - (cost.gpuMs ?? 0));
}

function launchBound(profile: Profile) {
  return (cost: PhaseCost): boolean => {
    const point = pointIn(profile, cost);
    if (point?.bound !== 'launch') return false;
    return launchGain(cost, profile) >= explains * takenMs(cost);
  };
}

/** Phases whose kernels take longer to launch than to run, and most of the measured time. */
export const manyLaunches: Rule = ({ node, own }, profile) => {
  const costs = profilePhases.map((phase) => own[phase]).filter(launchBound(profile));
  if (costs.length === 0) return undefined;
  const cost = costs.reduce(addCosts, nothing);
  return {
    rule: 'launch',
    node,
    gainMs: costs.reduce((sum, each) => sum + launchGain(each, profile), 0),
    spreadMs: innerSpreadMs(cost, profile),
    ofMs: takenMs(cost),
    kernels: cost.kernels,
  };
};

/**
 * Time of a node that passes outside of its kernels, where kernels run as they are called: JavaScript of the
 * layer, or of TensorFlow.js around its kernels.
 */
export const hostTime: Rule = ({ node, own: { all }, kernels }, profile) => {
  if (kernels === undefined || profile.backend.asynchronous) return undefined;
  const hostMs = all.ms - kernels.ms;
  if (all.ms === 0 || hostMs < explains * all.ms) return undefined;
  return {
    rule: 'host',
    node,
    gainMs: hostMs,
    spreadMs: innerSpreadMs(all, profile),
    ofMs: all.ms,
    kernels: kernels.count,
  };
};

const depthwise = new Set(['DepthwiseConv2D', 'SeparableConv2D']);

/**
 * A depthwise convolution left of the ridge, at its memory roof: its bytes decide, its MACs cost nothing. With
 * half of its channels it moves half of the bytes.
 */
export const depthwiseMemory: Rule = ({ node, own: { both } }, profile) => {
  const point = pointIn(profile, both);
  if (!depthwise.has(node.className) || profile.roofs === undefined) return undefined;
  if (point?.intensity === undefined || point.bound !== 'memory') return undefined;
  if (point.achieved < explains || point.intensity >= ridge(profile.roofs)) return undefined;
  const [intensity, needed] = [point.intensity, ridge(profile.roofs)].map((x) => x.toPrecision(2));
  return {
    rule: 'depthwise',
    node,
    gainMs: Math.min(point.boundMs.memory, takenMs(both)) / 2,
    spreadMs: innerSpreadMs(both, profile),
    ofMs: takenMs(both),
    kernels: both.kernels,
    note: (t) =>
      t(
        'It does {0} MACs a byte, and this device needs {1} to compute at full speed.',
        intensity ?? '',
        needed ?? '',
      ),
  };
};

function slowestNote({ kernels }: Subject, t: Translate): string {
  const slowest = kernels === undefined ? undefined : slowestKernel(kernels);
  if (slowest === undefined) return '';
  const { ms, kernel } = slowest;
  return t('Most of the time of its kernels, {0}, is {1}.', formatMilliseconds(ms), kernel);
}

/** A node that is far below its roofs. Why it is, the measurement does not tell. */
export const belowRoofs: Rule = (subject, profile): Finding | undefined => {
  const { both } = subject.own;
  const point = pointIn(profile, both);
  if (point?.far !== true) return undefined;
  return {
    rule: 'below-roofs',
    node: subject.node,
    gainMs: takenMs(both) - point.attainableMs,
    spreadMs: innerSpreadMs(both, profile),
    ofMs: takenMs(both),
    kernels: both.kernels,
    note: (t) => slowestNote(subject, t),
  };
};
