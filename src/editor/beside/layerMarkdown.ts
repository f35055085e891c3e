/** A line's layers as Markdown tables: for hovers, the tooltips of inlay hints, and the outline. */
import { l10n } from 'vscode';
import { formatExact } from '../../model/format';
import type { LayerAt, LineLayers } from '../../model/lineLayers';
import { layerTitle } from '../../model/layerTitle';
import { inputWords, outputWords, parametersOf, shortName, skipWords, whereWords } from './words';

/** Rows of a table; what is more is counted below it. */
const mostRows = 8;

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
  const name = escaped(shortName(node.name));
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

function cells(layer: LayerAt, withSkips: boolean): string[] {
  const { node } = layer;
  const output = node.failed === true ? l10n.t('failed') : outputWords(node);
  return [
    escaped(title(layer)),
    escaped(whereWords(layer).split(' › ').slice(-2).join(' › ')),
    output,
    count(parametersOf(node)),
    count(node.macs.forward),
    ...(withSkips ? [layer.merges.map(({ kind }) => kind).join(', ') || '–'] : []),
  ];
}

function sums(layers: readonly LayerAt[], withSkips: boolean): string {
  const parameters = layers.reduce((sum, { node }) => sum + parametersOf(node), 0);
  const macs = layers.reduce((sum, { node }) => sum + node.macs.forward, 0);
  const skips = layers.reduce((sum, { merges }) => sum + merges.length, 0);
  return row([
    `**${l10n.t('{0} layers', formatExact(layers.length))}**`,
    '',
    '',
    `**${count(parameters)}**`,
    `**${count(macs)}**`,
    ...(withSkips ? [`**${count(skips)}**`] : []),
  ]);
}

/** Several layers: a row each, those left out counted, and the sums. */
function layersTable(layers: readonly LayerAt[]): string {
  const withSkips = layers.some(({ merges }) => merges.length > 0);
  const skips = withSkips ? [l10n.t('Skip')] : [];
  const head = [l10n.t('Layer'), l10n.t('In'), l10n.t('Output'), l10n.t('Parameters'), 'MACs'];
  const hidden = layers.length - mostRows;
  const more = hidden > 0 ? [row([l10n.t('… {0} more', formatExact(hidden)), '', '', '', ''])] : [];
  return [
    row([...head, ...skips]),
    row([':--', ':--', '--:', '--:', '--:', ...(withSkips ? [':--'] : [])]),
    ...layers.slice(0, mostRows).map((layer) => row(cells(layer, withSkips))),
    ...more,
    sums(layers, withSkips),
  ].join('\n');
}

/** Everything that a line applied. */
export function lineTable({ layers }: LineLayers): string {
  const [only, second] = layers;
  return only !== undefined && second === undefined ? layerTable(only) : layersTable(layers);
}
