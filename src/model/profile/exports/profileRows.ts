/** The nodes of a profile as rows, and its figures in words, for tables that people read. */
import {
  mostRepeats,
  type Profile,
  type ProfiledNode,
  type Timing,
} from '../../../protocol/profile';
import { labelText } from '../../exports/label';
import { formatBytes, formatExact, formatMilliseconds } from '../../format';
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
export function boundText(point: RoofPoint | undefined): string {
  if (point === undefined) return '';
  return `${point.far ? 'far' : point.bound} ${Math.round(100 * point.achieved)} %`;
}

/** `TensorFlow 2.21.0 · AMD EPYC 7B13, 2 threads`, with what to know of a device that is none. */
export function backendText({ backend, settings }: Profile): string {
  const software = backend.software ? ' (a CPU in place of a GPU)' : '';
  const fused = settings.kernels === 'fused' ? ' · fused kernels' : '';
  return `${backend.name} · ${backend.driver} · ${backend.device}${software}${fused}`;
}

/** How the step was measured, in one line. */
export function measuredText({ step }: Profile): string {
  const repeats = `${step.repeats} repeats after ${step.warmUps} warm-ups`;
  const end = step.repeats >= mostRepeats ? 'as the most that are made' : 'by the time limit';
  const limited = step.limited ? `, ended ${end}` : '';
  const plain = `${formatMilliseconds(step.plain.ms)} without hooks (${step.overhead.toFixed(3)}×)`;
  return `${repeats}${limited} · ${plain} · layers explain ${percentText(step.explained)}`;
}

/** Normalizations without a time of their own; nothing where there are none. */
export function foldedText({ nodes }: Profile): string {
  const folded = nodes.filter(({ foldedInto }) => foldedInto !== undefined).length;
  if (folded === 0) return '';
  const [what, whom] =
    folded === 1
      ? ['1 normalization is', 'convolution before it']
      : [`${formatExact(folded)} normalizations are`, 'convolutions before them'];
  return `${what} folded into the ${whom}, whose time holds theirs`;
}

/** `Peak 1.2 GB (predicted 1.1 GB), 300 MB before the step`. */
export function memoryText({ memory }: Profile): string {
  const { peakBytes, predictedPeakBytes, beforeBytes } = memory;
  const predicted =
    predictedPeakBytes === undefined ? '' : ` (predicted ${formatBytes(predictedPeakBytes)})`;
  return `Peak ${formatBytes(peakBytes)}${predicted}, ${formatBytes(beforeBytes)} before the step`;
}
