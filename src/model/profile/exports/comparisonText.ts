/** Two profiles side by side in the terminal: what changed by more than the measurements are unsure of. */
import { profilePhases, stepParts, type Profile } from '../../../protocol/profile';
import { labelText } from '../../exports/label';
import { formatBytes, formatExact, formatMilliseconds } from '../../format';
import { plainStyle, type Style } from '../../style';
import { compareProfiles, type Comparison, type Difference, type NodeDifference } from '../compare';
import { profileRows, rowName } from './profileRows';
import { textTable, type Cells } from './textTable';

const mostLayers = 40;
const mostNames = 20;

const phaseTitles = { forward: 'Forward', backward: 'Backward', optimizer: 'Update' } as const;

/** `−2.2 ms`; a plus where it grew. */
function signed(value: number, format: (value: number) => string): string {
  const sign = value < 0 ? '−' : '+';
  return value === 0 ? format(0) : `${sign}${format(Math.abs(value))}`;
}

function timeCells(title: string, className: string, of: Difference): Cells {
  return [
    title,
    className,
    formatMilliseconds(of.before.ms),
    formatMilliseconds(of.after.ms),
    signed(of.ms, formatMilliseconds),
    of.ratio === undefined ? '' : `${of.ratio.toPrecision(3)}×`,
    of.beyond ? '' : 'within the spreads',
  ];
}

/** The step, whether it changed or not; of its phases and parts those that did; and the peak. */
function totalCells({ step, phases, parts, peakBytes }: Comparison): Cells[] {
  const { before, after } = peakBytes;
  const named: [string, Difference | undefined][] = [
    ...profilePhases.map((phase): [string, Difference] => [phaseTitles[phase], phases[phase]]),
    ...stepParts.map((part): [string, Difference | undefined] => [`(${part})`, parts[part]]),
  ];
  const changed = named.flatMap(([title, difference]) =>
    difference?.beyond === true ? [timeCells(title, '', difference)] : [],
  );
  const ratio = before === 0 ? '' : `${(after / before).toPrecision(3)}×`;
  const [from, to] = [before, after].map(formatBytes);
  return [
    timeCells('Step', '', step),
    ...changed,
    ['Peak', '', from ?? '', to ?? '', signed(after - before, formatBytes), ratio],
  ];
}

/** Names by id; a node's last function goes with its name. */
function namesOf(profile: Profile): ReadonlyMap<string, string> {
  return new Map(profileRows(profile).map((row) => [row.node.id, rowName(row)]));
}

/** The largest change first. */
function changedLayers({ nodes }: Comparison): NodeDifference[] {
  return nodes
    .filter(({ own }) => own.all.beyond)
    .sort((a, b) => Math.abs(b.own.all.ms) - Math.abs(a.own.all.ms));
}

function more(count: number): string[] {
  return count <= 0 ? [] : [`and ${formatExact(count)} more`];
}

/** `3 added: a, b, c`. */
function listLine(
  what: string,
  nodes: readonly { readonly id: string; readonly name: string }[],
  names: ReadonlyMap<string, string>,
): string[] {
  if (nodes.length === 0) return [];
  const shown = nodes.slice(0, mostNames).map(({ id, name }) => names.get(id) ?? labelText(name));
  const listed = [...shown, ...more(nodes.length - shown.length)].join(', ');
  return [`${formatExact(nodes.length)} ${what}: ${listed}`];
}

function unchangedLine(count: number): string[] {
  if (count === 0) return [];
  const layers = count === 1 ? '1 layer differs' : `${formatExact(count)} layers differ`;
  return [`${layers} by no more than the spreads`];
}

function headLines(before: Profile, { settings }: Comparison, style: Style): string[] {
  const changes = settings.map(
    ({ name, before: from, after: to }) =>
      `  ${name}: ${labelText(from) || 'none'} → ${labelText(to) || 'none'}`,
  );
  const title = `Compared with ${labelText(before.model.name)} of ${labelText(before.takenAt)}`;
  return [style.strong(title), ...changes, ''];
}

const headings: Cells = ['', 'Class', 'Before', 'After', 'Change', 'Ratio', ''];
const atRight = [false, false, true, true, true, true, false] as const;

/**
 * Totals first, then the layers that changed by more than both spreads together, the largest change first, then
 * what is in one of them only.
 */
export function comparisonText(before: Profile, after: Profile, style: Style = plainStyle): string {
  const comparison = compareProfiles(before, after);
  const [earlier, later] = [namesOf(before), namesOf(after)];
  const layers = changedLayers(comparison);
  const layerCells = layers.slice(0, mostLayers).map(({ after: node, own }) => {
    const name = later.get(node.id) ?? labelText(node.name);
    return timeCells(name, labelText(node.className), own.all);
  });
  const [heading = '', ...rows] = textTable(
    [headings, ...totalCells(comparison), ...layerCells],
    atRight,
  ).lines;
  const lines = [
    ...headLines(before, comparison, style),
    style.quiet(heading),
    ...rows,
    ...more(layers.length - layerCells.length).map(style.quiet),
    ...unchangedLine(comparison.nodes.length - layers.length).map(style.quiet),
    ...listLine('added', comparison.added, later),
    ...listLine('removed', comparison.removed, earlier),
  ];
  return `${lines.join('\n')}\n`;
}
