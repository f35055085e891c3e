/** A profile as a table of GitHub Flavored Markdown: how it was taken, the slowest layers, the advice. */
import { stepParts, type Profile, type StepPart } from '../../../protocol/profile';
import { escapeMarkdown, escapeSentence, row } from '../../exports/markdown';
import { formatExact } from '../../format';
import { english, type Translate } from '../../translate';
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

/** What is written, and in which language. */
interface Written {
  readonly profile: Profile;
  readonly device: boolean;
  readonly t: Translate;
}

function layerRow({ node, path, cost, share, point }: ProfileRow, { device, t }: Written): string {
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
    boundText(point, t),
  ]);
}

function summedRow(title: string, ms: number, { profile, device }: Written): string {
  const share = percentText(shareOfStep({ ms }, profile));
  return row([title, '', '', '', '', '', timeText(ms), ...(device ? [''] : []), share, '']);
}

function partTitle(part: StepPart, t: Translate): string {
  switch (part) {
    case 'loss':
      return t('Loss');
    case 'gradients':
      return t('Sums of gradients');
    case 'optimizer':
      return t('Optimizer, of no layer');
    case 'other':
      return t('Of no layer');
  }
}

function leftTitle(count: number, t: Translate): string {
  return count === 1 ? t('1 more layer') : t('{0} more layers', formatExact(count));
}

/** Layers that have no row of their own, and what is of no layer: as one time each; the step is the last row. */
function otherRows(left: readonly ProfileRow[], written: Written): string[] {
  const { profile, t } = written;
  const sum = left.reduce((total, { cost }) => total + cost.all.ms, 0);
  const { parts, ms } = profile.step;
  const more = leftTitle(left.length, t);
  return [
    ...(left.length === 0 ? [] : [summedRow(more, sum, written)]),
    ...stepParts.flatMap((name) => {
      const part = parts[name];
      if (part === undefined) return [];
      return [summedRow(`*${partTitle(name, t)}*`, part.ms, written)];
    }),
    summedRow(`**${t('Whole step')}**`, ms, written),
  ];
}

/** `Training step, batch of 4`. */
function stepText({ settings: { mode, batch } }: Profile, t: Translate): string {
  return mode === 'train'
    ? t('Training step, batch of {0}', batch)
    : t('Inference, batch of {0}', batch);
}

function head({ profile, t }: Written): string[] {
  const name = escapeMarkdown(profile.model.name) || t('Network');
  return [
    `**${name}**: ${stepText(profile, t)}, ${timingText(profile.step)}`,
    '',
    `- ${escapeMarkdown(backendText(profile, t))}`,
    `- ${measuredText(profile, t)}`,
    `- ${memoryText(profile, t)}`,
    '',
  ];
}

/** What is told of a block is not told again of what is in it. */
function adviceItems(advice: readonly Advice[]): string[] {
  const outermost = advice.filter(({ inside }) => !inside);
  const items = outermost.map(({ sentence }) => `- ${escapeSentence(sentence)}`);
  return items.length === 0 ? [] : ['', ...items];
}

function headings({ device, t }: Written): string[] {
  const times = [
    t('Forward'),
    t('Backward'),
    t('Update'),
    t('All'),
    ...(device ? [t('Device')] : []),
    t('Share'),
  ];
  const titles = [t('Layer'), t('Class'), t('In'), ...times, t('Bound')];
  return [row(titles), row([':--', ':--', ':--', ...times.map(() => '--:'), ':--'])];
}

/**
 * The figures, the slowest layers as a table, and the advice as a list.
 * @param t of the reader's language, which the advice is in already
 */
export function profileMarkdown(
  profile: Profile,
  advice: readonly Advice[],
  t: Translate = english,
): string {
  const rows = slowestRows(profile);
  const written = { profile, device: hasDeviceTimes(profile), t };
  const lines = [
    ...head(written),
    ...headings(written),
    ...rows.slice(0, mostLayers).map((layer) => layerRow(layer, written)),
    ...otherRows(rows.slice(mostLayers), written),
    ...adviceItems(advice),
  ];
  return `${lines.join('\n')}\n`;
}
