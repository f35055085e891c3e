/** A profile in the terminal: how it was taken, the slowest layers, what bounds them, and the advice. */
import { stepParts, type Profile } from '../../../protocol/profile';
import { labelText } from '../../exports/label';
import { formatExact } from '../../format';
import { plainStyle, type Style } from '../../style';
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

type Cells = readonly string[];

const headings: Cells = [
  'Layer',
  'Class',
  'Forward',
  'Backward',
  'Update',
  'All',
  'Share',
  'Bound',
];

/** Names stand at the left of their column, numbers at the right. */
const atRight = [false, false, true, true, true, true, true, false] as const;

const gap = '  ';
const mostLayers = 20;
const mostAdvice = 8;

/** The last two functions around a layer go with its name, which alone says little: `stage 1 / block 2 / conv`. */
function nameOf({ node, path }: ProfileRow): string {
  const around = path === '' ? [] : path.split(' / ').slice(-2);
  return labelText([...around, node.name].join(' / '));
}

function layerCells(row: ProfileRow): Cells {
  const { forward, backward, optimizer, all } = row.cost;
  return [
    nameOf(row),
    labelText(row.node.className),
    ...[forward, backward, optimizer, all].map(({ ms }) => timeText(ms)),
    percentText(row.share),
    boundText(row.point),
  ];
}

function sumCells(title: string, ms: number, stepMs: number): Cells {
  return [title, '', '', '', '', timeText(ms), percentText(stepMs === 0 ? 0 : ms / stepMs), ''];
}

function otherCells({ step }: Profile, left: readonly ProfileRow[]): Cells[] {
  const sum = left.reduce((total, { cost }) => total + cost.all.ms, 0);
  const more = `${formatExact(left.length)} more ${left.length === 1 ? 'layer' : 'layers'}`;
  const parts = stepParts.flatMap((name) => {
    const part = step.parts[name];
    return part === undefined ? [] : [sumCells(`(${name})`, part.ms, step.ms)];
  });
  return [...(left.length === 0 ? [] : [sumCells(more, sum, step.ms)]), ...parts];
}

function lineOf(cells: Cells, widths: readonly number[]): string {
  const padded = cells.map((cell, i) => {
    const width = widths[i] ?? 0;
    return atRight[i] === true ? cell.padStart(width) : cell.padEnd(width);
  });
  return padded.join(gap).trimEnd();
}

function table(layers: readonly Cells[], others: readonly Cells[], style: Style): string[] {
  const all = [headings, ...layers, ...others];
  const widths = headings.map((_, i) => Math.max(...all.map((cells) => cells[i]?.length ?? 0)));
  const rule = style.quiet(
    '─'.repeat(widths.reduce((sum, width) => sum + width + gap.length, -gap.length)),
  );
  return [
    style.quiet(lineOf(headings, widths)),
    rule,
    ...layers.map((cells) => lineOf(cells, widths)),
    ...others.map((cells) => style.quiet(lineOf(cells, widths))),
    rule,
  ];
}

function head(profile: Profile, style: Style): string[] {
  const { model, settings, step } = profile;
  const what = settings.mode === 'train' ? 'training step' : 'inference';
  const title = [style.strong(labelText(model.name)), what, `batch ${settings.batch}`];
  return [
    [...title, style.strong(timingText(step))].join(' · '),
    labelText(backendText(profile)),
    style.quiet(measuredText(profile)),
    '',
  ];
}

/** What is told of a block is not told again of what is in it. */
function adviceLines(advice: readonly Advice[], style: Style): string[] {
  const outermost = advice.filter(({ inside }) => !inside);
  if (outermost.length === 0) return [];
  const lines = outermost.slice(0, mostAdvice).map(({ sentence }) => `- ${sentence}`);
  const left = outermost.length - lines.length;
  return ['', ...lines, ...(left <= 0 ? [] : [style.quiet(`  and ${left} more`)])];
}

/** The whole summary, one line ended by a line feed after the other. */
export function summarizeProfile(
  profile: Profile,
  advice: readonly Advice[],
  style: Style = plainStyle,
): string {
  const rows = slowestRows(profile);
  const [shown, left] = [rows.slice(0, mostLayers), rows.slice(mostLayers)];
  const lines = [
    ...head(profile, style),
    ...table(shown.map(layerCells), otherCells(profile, left), style),
    memoryText(profile),
    ...adviceLines(advice, style),
    ...profile.warnings.map(({ message }) => style.error(`Warning: ${message}`)),
  ];
  return `${lines.join('\n')}\n`;
}
