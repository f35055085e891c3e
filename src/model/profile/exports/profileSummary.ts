/** A profile in the terminal: how it was taken, the slowest layers, what bounds them, and the advice. */
import { stepParts, type Profile } from '../../../protocol/profile';
import { labelText } from '../../exports/label';
import { formatExact } from '../../format';
import { plainStyle, type Style } from '../../style';
import type { Advice } from '../advice/advice';
import {
  backendText,
  boundText,
  foldedText,
  hasDeviceTimes,
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

interface Column {
  readonly heading: string;
  readonly of: (row: ProfileRow) => string;
  /** Names stand at the left of their column, numbers at the right. */
  readonly right: boolean;
}

function numbers(heading: string, of: (row: ProfileRow) => string): Column {
  return { heading, of, right: true };
}

function words(heading: string, of: (row: ProfileRow) => string): Column {
  return { heading, of, right: false };
}

const device = numbers('Device', ({ cost }) => timeText(cost.all.gpuMs ?? 0));

function columnsOf(profile: Profile): readonly Column[] {
  return [
    words('Layer', rowName),
    words('Class', ({ node }) => labelText(node.className)),
    numbers('Forward', ({ cost }) => timeText(cost.forward.ms)),
    numbers('Backward', ({ cost }) => timeText(cost.backward.ms)),
    numbers('Update', ({ cost }) => timeText(cost.optimizer.ms)),
    numbers('All', ({ cost }) => timeText(cost.all.ms)),
    ...(hasDeviceTimes(profile) ? [device] : []),
    numbers('Share', ({ share }) => percentText(share)),
    words('Bound', ({ point }) => boundText(point)),
  ];
}

const mostLayers = 20;
const mostAdvice = 8;

/** What is summed up has a name, a time and a share. */
interface Sum {
  readonly title: string;
  readonly ms: number;
}

function sumCells({ title, ms }: Sum, columns: readonly Column[], stepMs: number): Cells {
  const texts = new Map([
    ['Layer', title],
    ['All', timeText(ms)],
    ['Share', percentText(stepMs === 0 ? 0 : ms / stepMs)],
  ]);
  return columns.map(({ heading }) => texts.get(heading) ?? '');
}

/** The layers that are not shown, and what is of no layer. */
function sumsOf({ step }: Profile, left: readonly ProfileRow[]): Sum[] {
  const ms = left.reduce((total, { cost }) => total + cost.all.ms, 0);
  const title = `${formatExact(left.length)} more ${left.length === 1 ? 'layer' : 'layers'}`;
  const parts = stepParts.flatMap((name) => {
    const part = step.parts[name];
    return part === undefined ? [] : [{ title: `(${name})`, ms: part.ms }];
  });
  return [...(left.length === 0 ? [] : [{ title, ms }]), ...parts];
}

function table(profile: Profile, style: Style): string[] {
  const columns = columnsOf(profile);
  const rows = slowestRows(profile);
  const layers = rows.slice(0, mostLayers).map((row) => columns.map(({ of }) => of(row)));
  const sums = sumsOf(profile, rows.slice(mostLayers)).map((sum) =>
    sumCells(sum, columns, profile.step.ms),
  );
  const { lines, width } = textTable(
    [columns.map(({ heading }) => heading), ...layers, ...sums],
    columns.map(({ right }) => right),
  );
  const [heading = '', ...texts] = lines;
  const rule = style.quiet('─'.repeat(width));
  return [
    style.quiet(heading),
    rule,
    ...texts.slice(0, layers.length),
    ...texts.slice(layers.length).map(style.quiet),
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
  const lines = [
    ...head(profile, style),
    ...table(profile, style),
    memoryText(profile),
    ...[foldedText(profile)].filter(Boolean),
    ...adviceLines(advice, style),
    ...profile.warnings.map(({ message }) => style.error(`Warning: ${message}`)),
  ];
  return `${lines.join('\n')}\n`;
}
