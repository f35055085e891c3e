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
  rowName,
  slowestRows,
  timeText,
  timingText,
  type ProfileRow,
} from './profileRows';
import { textTable, type Cells } from './textTable';

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

const mostLayers = 20;
const mostAdvice = 8;

function layerCells(row: ProfileRow): Cells {
  const { forward, backward, optimizer, all } = row.cost;
  return [
    rowName(row),
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

function table(layers: readonly Cells[], others: readonly Cells[], style: Style): string[] {
  const { lines, width } = textTable([headings, ...layers, ...others], atRight);
  const [heading = '', ...rows] = lines;
  const rule = style.quiet('─'.repeat(width));
  return [
    style.quiet(heading),
    rule,
    ...rows.slice(0, layers.length),
    ...rows.slice(layers.length).map(style.quiet),
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
