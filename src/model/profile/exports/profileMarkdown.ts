/** A profile as a table of GitHub Flavored Markdown: how it was taken, the slowest layers, the advice. */
import { stepParts, type Profile } from '../../../protocol/profile';
import { escapeMarkdown, escapeSentence, row } from '../../exports/markdown';
import type { Advice } from '../advice/advice';
import {
  backendText,
  boundText,
  measuredText,
  memoryText,
  percentText,
  slowestRows,
  timeText,
  timingText,
  type ProfileRow,
} from './profileRows';

const mostLayers = 40;

function layerRow({ node, path, cost, share, point }: ProfileRow): string {
  return row([
    escapeMarkdown(node.name),
    escapeMarkdown(node.className),
    escapeMarkdown(path),
    timeText(cost.forward.ms),
    timeText(cost.backward.ms),
    timeText(cost.optimizer.ms),
    timeText(cost.all.ms),
    percentText(share),
    boundText(point),
  ]);
}

function summedRow(title: string, ms: number, share: number): string {
  return row([title, '', '', '', '', '', timeText(ms), percentText(share), '']);
}

/** Layers that have no row of their own, and what is of no layer: as one time each. */
function otherRows(profile: Profile, left: readonly ProfileRow[]): string[] {
  const sum = left.reduce((total, { cost }) => total + cost.all.ms, 0);
  const { parts, ms } = profile.step;
  const share = (part: number): number => (ms === 0 ? 0 : part / ms);
  return [
    ...(left.length === 0 ? [] : [summedRow(`${left.length} more layers`, sum, share(sum))]),
    ...stepParts.flatMap((name) => {
      const part = parts[name];
      return part === undefined ? [] : [summedRow(`*${name}*`, part.ms, share(part.ms))];
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

/** The figures, the slowest layers as a table, and the advice as a list. */
export function profileMarkdown(profile: Profile, advice: readonly Advice[]): string {
  const rows = slowestRows(profile);
  const lines = [
    ...head(profile),
    row(['Layer', 'Class', 'In', 'Forward', 'Backward', 'Update', 'All', 'Share', 'Bound']),
    row([':--', ':--', ':--', '--:', '--:', '--:', '--:', '--:', ':--']),
    ...rows.slice(0, mostLayers).map(layerRow),
    ...otherRows(profile, rows.slice(mostLayers)),
    ...adviceItems(advice),
  ];
  return `${lines.join('\n')}\n`;
}
