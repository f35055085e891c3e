/** A profile as a table of GitHub Flavored Markdown: how it was taken, the slowest layers, the advice. */
import { stepParts, type Profile } from '../../../protocol/profile';
import { escapeMarkdown, escapeSentence, row } from '../../exports/markdown';
import { shareOfStep } from '../nodeCosts';
import type { Advice } from '../advice/advice';
import {
  backendText,
  boundText,
  hasDeviceTimes,
  measuredText,
  memoryText,
  percentText,
  slowestRows,
  timeText,
  timingText,
  type ProfileRow,
} from './profileRows';

const mostLayers = 40;

function layerRow({ node, path, cost, share, point }: ProfileRow, device: boolean): string {
  return row([
    escapeMarkdown(node.name),
    escapeMarkdown(node.className),
    escapeMarkdown(path),
    timeText(cost.forward.ms),
    timeText(cost.backward.ms),
    timeText(cost.optimizer.ms),
    timeText(cost.all.ms),
    ...(device ? [timeText(cost.all.gpuMs ?? 0)] : []),
    percentText(share),
    boundText(point),
  ]);
}

function summedRow(title: string, ms: number, profile: Profile): string {
  const device = hasDeviceTimes(profile) ? [''] : [];
  const share = percentText(shareOfStep({ ms }, profile));
  return row([title, '', '', '', '', '', timeText(ms), ...device, share, '']);
}

/** Layers that have no row of their own, and what is of no layer: as one time each. */
function otherRows(profile: Profile, left: readonly ProfileRow[]): string[] {
  const sum = left.reduce((total, { cost }) => total + cost.all.ms, 0);
  const { parts } = profile.step;
  return [
    ...(left.length === 0 ? [] : [summedRow(`${left.length} more layers`, sum, profile)]),
    ...stepParts.flatMap((name) => {
      const part = parts[name];
      return part === undefined ? [] : [summedRow(`*${name}*`, part.ms, profile)];
    }),
  ];
}

function head(profile: Profile): string[] {
  const { model, settings, step } = profile;
  const what = settings.mode === 'train' ? 'training step' : 'inference';
  return [
    `**${escapeMarkdown(model.name) || 'Network'}**: ${what}, batch ${settings.batch}, ${timingText(step)}`,
    '',
    `- ${escapeMarkdown(backendText(profile))}`,
    `- ${measuredText(profile)}`,
    `- ${memoryText(profile)}`,
    '',
  ];
}

/** What is told of a block is not told again of what is in it. */
function adviceItems(advice: readonly Advice[]): string[] {
  const outermost = advice.filter(({ inside }) => !inside);
  const items = outermost.map(({ sentence }) => `- ${escapeSentence(sentence)}`);
  return items.length === 0 ? [] : ['', ...items];
}

function headings(device: boolean): string[] {
  const times = ['Forward', 'Backward', 'Update', 'All', ...(device ? ['Device'] : []), 'Share'];
  return [
    row(['Layer', 'Class', 'In', ...times, 'Bound']),
    row([':--', ':--', ':--', ...times.map(() => '--:'), ':--']),
  ];
}

/** The figures, the slowest layers as a table, and the advice as a list. */
export function profileMarkdown(profile: Profile, advice: readonly Advice[]): string {
  const rows = slowestRows(profile);
  const device = hasDeviceTimes(profile);
  const lines = [
    ...head(profile),
    ...headings(device),
    ...rows.slice(0, mostLayers).map((layer) => layerRow(layer, device)),
    ...otherRows(profile, rows.slice(mostLayers)),
    ...adviceItems(advice),
  ];
  return `${lines.join('\n')}\n`;
}
