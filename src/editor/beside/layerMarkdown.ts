/** A line's layers as Markdown tables: for hovers, the tooltips of inlay hints, and the outline. */
import { l10n } from 'vscode';
import { formatExact } from '../../model/format';
import type { LayerAt, LineLayers } from '../../model/lineLayers';
import { layerName } from '../../model/layerName';
import { layerTitle } from '../../model/layerTitle';
import { inputWords, outputWords, parametersOf, shortName, skipWords, whereWords } from './words';

/** Rows of a table; what is more is counted below it. */
const mostRows = 5;

/** A text of the user's as Markdown that shows it, letter by letter. */
export function escaped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&$:]/g, '\\$&');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** `–` stands for nothing. */
function count(value: number): string {
  return value === 0 ? '–' : formatExact(value);
}

function title({ node }: LayerAt): string {
  return shortName(layerTitle(node));
}

/** The class of a layer whose title is another word, such as `ReLU` of an `Activation`. */
function nameText({ node }: LayerAt): string {
  const name = escaped(shortName(layerName(node)));
  return layerTitle(node).startsWith(node.className)
    ? name
    : `${escaped(shortName(node.className))} · ${name}`;
}

function skipText({ merges }: LayerAt): string {
  return merges.map((skip) => skipWords(skip)).join(', ');
}

function facts(layer: LayerAt): readonly (readonly [string, string])[] {
  const { node } = layer;
  const { trainable, nonTrainable, untracked = 0 } = node.parameters;
  const output = node.failed === true ? l10n.t('none: the call failed') : outputWords(node);
  const all: readonly (readonly [string, string])[] = [
    [l10n.t('Input'), inputWords(node)],
    [l10n.t('Output'), output],
    [l10n.t('Parameters'), trainable + nonTrainable === 0 ? '' : formatExact(parametersOf(node))],
    [l10n.t('Not trained'), nonTrainable === 0 ? '' : formatExact(nonTrainable)],
    [l10n.t('Untracked'), untracked === 0 ? '' : formatExact(untracked)],
    [l10n.t('MACs'), node.macs.forward === 0 ? '' : formatExact(node.macs.forward)],
    [l10n.t('Weights of'), node.sharedWith === undefined ? '' : escaped(node.sharedWith)],
    [l10n.t('Skip'), skipText(layer)],
  ];
  return all.filter(([, value]) => value !== '');
}

/** One layer: its title, its name and place, and a row for each fact. */
export function layerTable(layer: LayerAt): string {
  const where = escaped(whereWords(layer));
  return [
    `**${escaped(title(layer))}** · ${nameText(layer)}${where === '' ? '' : `  \n${where}`}`,
    '',
    row(['', '']),
    row([':--', '--:']),
    ...facts(layer).map(([name, value]) => row([name, value])),
  ].join('\n');
}

/** Layers one after the other that are alike: one row. */
interface Alike {
  readonly first: LayerAt;
  readonly last: LayerAt;
  readonly count: number;
}

function kinds({ merges }: LayerAt): string {
  return merges.map(({ kind }) => kind).join(', ');
}

function isAlike(a: LayerAt, b: LayerAt): boolean {
  const facts = (layer: LayerAt): string =>
    [title(layer), output(layer), parametersOf(layer.node), macsOf(layer), kinds(layer)].join('|');
  return facts(a) === facts(b);
}

function alike(layers: readonly LayerAt[]): Alike[] {
  const rows: Alike[] = [];
  for (const layer of layers) {
    const before = rows.at(-1);
    if (before === undefined || !isAlike(before.first, layer))
      rows.push({ first: layer, last: layer, count: 1 });
    else rows[rows.length - 1] = { ...before, last: layer, count: before.count + 1 };
  }
  return rows;
}

function macsOf({ node }: LayerAt): number {
  return node.macs.forward;
}

function output({ node }: LayerAt): string {
  return node.failed === true ? l10n.t('failed') : outputWords(node);
}

/** `stage 1 › bottleneck 2`: the two innermost calls; of several layers those of the first and the last. */
function innermost({ first, last }: Alike): string {
  const path = (layer: LayerAt): string[] => whereWords(layer).split(' › ').slice(-2);
  const [from, to] = [path(first), path(last)];
  const same = from.slice(0, -1).join() === to.slice(0, -1).join();
  const end = same ? (to.at(-1) ?? '') : to.join(' › ');
  return from.join() === to.join() ? from.join(' › ') : `${from.join(' › ')} … ${end}`;
}

/** A column of the table: what stands in a row, and below all rows. */
interface Column {
  readonly head: string;
  readonly align: string;
  readonly cell: (row: Alike) => string;
  readonly sum: string;
}

function numbers(
  head: string,
  layers: readonly LayerAt[],
  of: (layer: LayerAt) => number,
): Column[] {
  const sum = layers.reduce((total, layer) => total + of(layer), 0);
  const cell = ({ first, count: times }: Alike): string => count(times * of(first));
  // A column of nothing would only take room.
  return sum === 0 ? [] : [{ head, align: '--:', cell, sum: formatExact(sum) }];
}

function columnsOf(layers: readonly LayerAt[]): Column[] {
  const skips = layers.reduce((sum, { merges }) => sum + merges.length, 0);
  const total = l10n.t('{0} layers', formatExact(layers.length));
  const times = ({ count: many }: Alike): string => (many === 1 ? '' : ` ×${formatExact(many)}`);
  return [
    {
      head: l10n.t('Layer'),
      align: ':--',
      cell: (row) => `${escaped(title(row.first))}${times(row)}`,
      sum: total,
    },
    { head: l10n.t('In'), align: ':--', cell: (row) => escaped(innermost(row)), sum: '' },
    { head: l10n.t('Output'), align: '--:', cell: ({ first }) => output(first), sum: '' },
    ...numbers(l10n.t('Parameters'), layers, ({ node }) => parametersOf(node)),
    ...numbers(l10n.t('MACs'), layers, macsOf),
    ...(skips === 0
      ? []
      : [
          {
            head: l10n.t('Skip'),
            align: ':--',
            cell: ({ first }: Alike) => kinds(first) || '–',
            sum: formatExact(skips),
          },
        ]),
  ];
}

/** Tables of VS Code put columns close together. */
const gap = '&nbsp;&nbsp;';

/** Several layers: a row for those that are alike, those left out counted, and the sums. */
function layersTable(layers: readonly LayerAt[]): string {
  const columns = columnsOf(layers);
  const rows = alike(layers);
  const shown = rows.slice(0, mostRows);
  const hidden = rows.slice(mostRows).reduce((sum, { count: many }) => sum + many, 0);
  const more = l10n.t('… {0} more', formatExact(hidden));
  const line = (of: (column: Column, index: number) => string): string =>
    row(columns.map((column, index) => `${of(column, index)}${gap}`));
  return [
    line(({ head }) => head),
    row(columns.map(({ align }) => align)),
    ...shown.map((alikes) => line(({ cell }) => cell(alikes))),
    ...(hidden === 0 ? [] : [line((_, index) => (index === 0 ? more : ''))]),
    line(({ sum }) => (sum === '' ? '' : `**${sum}**`)),
  ].join('\n');
}

/** Everything that a line applied. */
export function lineTable({ layers }: LineLayers): string {
  const [only, second] = layers;
  return only !== undefined && second === undefined ? layerTable(only) : layersTable(layers);
}
