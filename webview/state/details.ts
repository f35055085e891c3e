/** What is known of a layer beyond its shapes, as rows to read, and all of it as text to copy. */
import { layerTitle } from '../../src/layout/titles';
import { weightBytes } from '../../src/model/bytes';
import {
  activationFormula,
  formulaText,
  macFormula,
  parameterFormula,
  type Formula,
} from '../../src/model/formulas';
import { formatCount, formatExact, formatShape } from '../../src/model/format';
import type { GraphNode, TensorSpec } from '../../src/model/graph';
import { t } from '../l10n';
import { configRows } from './config';
import type { GraphIndex } from './graphIndex';
import { axesWords, plural, skipWords, totalOf, whereWords } from './words';

export type DetailRow = readonly [name: string, value: string];

/** The formula where there is one, else the number; nothing for 0. */
function counted(formula: Formula | undefined, value: number): string {
  if (formula !== undefined) return formulaText(formula);
  return value === 0 ? '' : formatExact(value);
}

function filled(rows: readonly DetailRow[]): DetailRow[] {
  return rows.filter(([, value]) => value !== '');
}

/** How the counts of a layer come about. */
export function countRows(node: GraphNode): DetailRow[] {
  const { backward, forward } = node.macs;
  return filled([
    [t('parameters'), counted(parameterFormula(node), totalOf(node))],
    [t('MACs, forward'), counted(macFormula(node), forward)],
    [t('MACs, backward'), backward === undefined ? '' : counted(undefined, backward)],
    [t('FLOPs'), counted(undefined, node.flops ?? 0)],
    [t('activations'), counted(activationFormula(node), 0)],
    [t('untracked'), counted(undefined, node.parameters.untracked ?? 0)],
  ]);
}

/** `drops whole examples in training, keeps 80 %`. */
function droppedWords({ dropped }: GraphNode): string {
  if (dropped === undefined) return '';
  const { survival } = dropped;
  return survival === undefined
    ? t('in training')
    : t('in training, keeps {0} %', formatCount(survival * 100));
}

/** What names a layer, and what it is besides. */
export function identityRows(node: GraphNode): DetailRow[] {
  return filled([
    ['id', node.id],
    [t('dropped'), droppedWords(node)],
    [
      t('holds'),
      node.inner === undefined
        ? ''
        : plural(node.inner.nodes.length, '{0} operation', '{0} operations'),
    ],
  ]);
}

function tensorWords({ shape, dtype }: TensorSpec): string {
  return `${formatShape(shape)} ${dtype}`;
}

function tensorRows({ inputs, outputs }: GraphNode): DetailRow[] {
  return [
    ...inputs.map((spec): DetailRow => [t('in'), tensorWords(spec)]),
    ...outputs.map((spec): DetailRow => [t('out'), tensorWords(spec)]),
  ];
}

function weightRows({ weights }: GraphNode): DetailRow[] {
  return weights.map(({ name, shape, trainable }) => [
    t('weight {0}', name),
    trainable ? shape.join('×') : t('{0}, not trainable', shape.join('×')),
  ]);
}

function reachRows(index: GraphIndex, id: string): DetailRow[] {
  const field = index.receptiveFieldOf(id);
  if (field === undefined) return [];
  const { size, stride, padding } = field;
  const rest = size.every((extent) => extent === null)
    ? ''
    : t(', stride {0}, padding {1}', axesWords(stride), axesWords(padding));
  return [[t('receptive field'), `${axesWords(size)}${rest}`]];
}

/** Everything that the inspector shows of a layer, a line a fact. */
export function layerText(index: GraphIndex, node: GraphNode): string {
  const { source, parameters } = node;
  const rows = filled([
    [t('class'), node.className],
    [t('name'), node.name],
    [t('function'), whereWords(node.id, index)],
    ...identityRows(node),
    [t('source'), source === undefined ? '' : `${source.file}:${source.line}:${source.column}`],
    ...tensorRows(node),
    ...countRows(node),
    [t('trainable'), counted(undefined, parameters.trainable)],
    [t('not trainable'), counted(undefined, parameters.nonTrainable)],
    [t('shared with'), node.sharedWith ?? ''],
    [t('bytes of weights'), counted(undefined, weightBytes(parameters))],
    ...weightRows(node),
    ...reachRows(index, node.id),
    ...index.skipsOf(node.id).map(({ skip, role }): DetailRow => [role, skipWords(skip)]),
    ...configRows(node).map(({ name, value }): DetailRow => [name, value]),
  ]);
  return [layerTitle(node), ...rows.map(([name, value]) => `${name}: ${value}`), ''].join('\n');
}
