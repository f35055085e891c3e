/**
 * A model in the terminal: a table grouped by the user's functions, identical blocks folded, the
 * skips on their blocks' lines, and the totals.
 */
import { totalActivationBytes, weightBytes } from './bytes';
import { optimizers } from './peakMemory';
import { formatBytes, formatCount, formatExact, formatMacs, formatShape } from './format';
import { skipKinds, type ModelGraph, type Skip } from './graph';
import { outlineOf, type OutlineItem } from './outline';
import { allSkips, countLayers } from './report';
import { plainStyle, type Style } from './style';

interface Row {
  /** The lines of the tree before the label. */
  readonly branch: string;
  readonly item: OutlineItem;
  readonly cells: readonly [label: string, output: string, parameters: string, macs: string];
}

type Widths = readonly [label: number, output: number, parameters: number, macs: number];

const headings = ['Layer', 'Output', 'Parameters', 'MACs'] as const;
const gap = '  ';

/** `16 skips: 12 identity, 4 projection`. */
function skipTotals(skips: readonly Pick<Skip, 'kind'>[]): string {
  if (skips.length === 0) return 'No skips';
  const kinds = skipKinds.flatMap((kind) => {
    const count = skips.filter((skip) => skip.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return `${skips.length} ${skips.length === 1 ? 'skip' : 'skips'}: ${kinds.join(', ')}`;
}

/** The last lines of the summary: parameters, MACs, skips. */
function totals(graph: ModelGraph): readonly string[] {
  const { trainable, nonTrainable, untracked = 0 } = graph.parameters;
  const total = formatExact(trainable + nonTrainable);
  return [
    `Trainable ${formatExact(trainable)} · non-trainable ${formatExact(nonTrainable)} · total ${total}${untracked === 0 ? '' : ` · untracked ${formatExact(untracked)}`}`,
    `${formatMacs(graph.macs.forward)} (convolutions and matrix products, one example)`,
    skipTotals(allSkips(graph)),
  ];
}

/** Floating-point operations, where they were asked for. */
function flopsText({ flops }: ModelGraph): readonly string[] {
  if (flops === undefined) return [];
  const words = formatMacs(flops).replace('MACs', 'FLOPs');
  return [`${words} (two for each MAC, and those of activations, sums, norms and pooling)`];
}

/** Bytes of weights, activations and, where it was measured, of a training step. */
function bytesText(graph: ModelGraph): string {
  const { training } = graph;
  const parts = [
    `Weights ${formatBytes(weightBytes(graph.parameters))}`,
    `activations ${formatBytes(totalActivationBytes(graph))} (one example)`,
  ];
  if (training !== undefined) {
    const peaks = optimizers.map((name) => `${name} ${formatBytes(training.peak[name])}`);
    parts.push(`peak of a training step with batch ${training.batchSize}: ${peaks.join(', ')}`);
  }
  return parts.join(' · ');
}

function times(repeats: number, text: string): string {
  return repeats === 1 || text === '' ? text : `${repeats} × ${text}`;
}

function cellsOf(item: OutlineItem): Row['cells'] {
  const { repeats, parameters, macs, output } = item;
  return [
    item.failed ? `✗ ${item.label}` : item.label,
    output === undefined ? '' : formatShape(output),
    times(repeats, parameters === 0 ? '' : formatExact(parameters)),
    times(repeats, macs === 0 ? '' : formatCount(macs)),
  ];
}

function rowsOf(items: readonly OutlineItem[], indent: string): Row[] {
  return items.flatMap((item, i) => {
    const last = i === items.length - 1;
    const row = { branch: `${indent}${last ? '└ ' : '├ '}`, item, cells: cellsOf(item) };
    return [row, ...rowsOf(item.children, `${indent}${last ? '  ' : '│ '}`)];
  });
}

function widthOf(texts: readonly string[]): number {
  return texts.reduce((widest, text) => Math.max(widest, text.length), 0);
}

function skipMarks(skips: readonly Skip[], style: Style): string {
  return skips.map(({ kind, length }) => style.skip(`${gap}↷ ${kind} ${length}`)).join('');
}

function labelText({ branch, item, cells }: Row, style: Style): string {
  const [label] = cells;
  const paint = item.failed ? style.error : item.children.length > 0 ? style.strong : undefined;
  return `${style.quiet(branch)}${paint === undefined ? label : paint(label)}`;
}

function rowText(row: Row, widths: Widths, style: Style): string {
  const [label, ...rest] = row.cells;
  const spaces = ' '.repeat(Math.max(0, widths[0] - row.branch.length - label.length));
  const columns = [`${labelText(row, style)}${spaces}`, ...alignNumbers(rest, widths)];
  return `${columns.join(gap)}${skipMarks(row.item.skips, style)}`.trimEnd();
}

/** Shapes stand at the left of their column, numbers at the right. */
function alignNumbers(
  [output, parameters, macs]: readonly [string, string, string],
  widths: Widths,
): string[] {
  return [output.padEnd(widths[1]), parameters.padStart(widths[2]), macs.padStart(widths[3])];
}

function widthsOf(rows: readonly Row[]): Widths {
  const column = (index: 1 | 2 | 3): number =>
    widthOf([headings[index], ...rows.map(({ cells }) => cells[index])]);
  const labels = rows.map(({ branch, cells }) => `${branch}${cells[0]}`);
  return [widthOf([headings[0], ...labels]), column(1), column(2), column(3)];
}

function table(rows: readonly Row[], style: Style): string[] {
  const widths = widthsOf(rows);
  const [label, ...rest] = headings;
  const head = [label.padEnd(widths[0]), ...alignNumbers(rest, widths)].join(gap);
  const rule = style.quiet('─'.repeat(head.length));
  return [style.quiet(head), rule, ...rows.map((row) => rowText(row, widths, style)), rule];
}

function tensorsText(graph: ModelGraph, ids: readonly string[]): string {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const shapes = ids.flatMap((id) => nodes.get(id)?.outputs.map(({ shape }) => shape) ?? []);
  return shapes.map(formatShape).join(', ');
}

function title(graph: ModelGraph, style: Style): string {
  const layers = countLayers(graph);
  const parts = [
    style.strong(graph.name),
    ...(graph.entry === '' || graph.entry === `${graph.name}()` ? [] : [graph.entry]),
    `${formatExact(layers)} ${layers === 1 ? 'layer' : 'layers'}`,
    ...(graph.complete
      ? [`${tensorsText(graph, graph.inputs)} → ${tensorsText(graph, graph.outputs)}`]
      : [style.error('incomplete: the part that was built before the error')]),
  ];
  return parts.join(' · ');
}

/** The whole summary, one line ended by a line feed after the other. */
export function summarize(graph: ModelGraph, style: Style = plainStyle): string {
  const rows = rowsOf(outlineOf(graph), '');
  const [parameters = '', macs = '', skips = ''] = totals(graph);
  const lines = [
    title(graph, style),
    '',
    ...table(rows, style),
    style.strong(parameters),
    macs,
    ...flopsText(graph),
    bytesText(graph),
    style.skip(skips),
  ];
  return `${lines.join('\n')}\n`;
}
