/** What stands beside the code, in words. */
import { l10n } from 'vscode';
import { formatCount, formatExact, formatMacs, formatShape } from '../../model/format';
import type { GraphNode, ModelGraph, Skip } from '../../model/graph';
import type { LayerAt, LineLayers } from '../../model/lineLayers';
import { scopeName, scopesAround } from '../../model/lineLayers';
import { totalsOf } from '../../model/totals';

/** A name that a user's code chose is cut to this many characters. */
const longestName = 60;

/** A name, short enough to stand beside other things. */
export function shortName(name: string): string {
  // No character is cut in two.
  const cut = name.slice(0, longestName).replace(/[\ud800-\udbff]$/, '');
  return name.length <= longestName ? name : `${cut}…`;
}

export function skipCount(count: number): string {
  return count === 1 ? l10n.t('1 skip') : l10n.t('{0} skips', formatExact(count));
}

/** `25.6 M parameters · 4.09 GMACs · 16 skips`. */
export function totalsWords(graph: ModelGraph): string {
  const { parameters, macs, skips } = totalsOf(graph);
  const counted =
    parameters === 1 ? l10n.t('1 parameter') : l10n.t('{0} parameters', formatCount(parameters));
  return [counted, formatMacs(macs), skipCount(skips)].join(' · ');
}

/** `25.6 M · 4.09 GMACs · 16 skips`, for the status bar. */
export function shortTotals(graph: ModelGraph): string {
  const { parameters, macs, skips } = totalsOf(graph);
  return [formatCount(parameters), formatMacs(macs), skipCount(skips)].join(' · ');
}

/** `projection skip around 3 weight layers`. */
export function skipWords({ kind, length }: Pick<Skip, 'kind' | 'length'>): string {
  if (kind === 'recurrent') return l10n.t('recurrent skip from step to step, inside the layer');
  return length === 1
    ? l10n.t('{0} skip around 1 weight layer', kind)
    : l10n.t('{0} skip around {1} weight layers', kind, formatExact(length));
}

export function parametersOf({ parameters }: Pick<GraphNode, 'parameters'>): number {
  return parameters.trainable + parameters.nonTrainable;
}

/** `56×56×64`, of several outputs each; empty for a call that failed. */
export function outputWords({ outputs }: Pick<GraphNode, 'outputs'>): string {
  return outputs.map(({ shape }) => formatShape(shape)).join(', ');
}

export function inputWords({ inputs }: Pick<GraphNode, 'inputs'>): string {
  return inputs.map(({ shape }) => formatShape(shape)).join(', ');
}

/** `resnet50 › stage 1 › bottleneck 2`. */
export function whereWords(layer: LayerAt): string {
  return scopesAround(layer)
    .map((scope) => shortName(scopeName(scope)))
    .join(' › ');
}

/** `56×56×64 … 7×7×512`: the first and the last of the shapes that differ, in the order they appear. */
function shapeRange(results: readonly LayerAt[]): string {
  const shapes = [...new Set(results.map(({ node }) => outputWords(node)))];
  const given = shapes.filter((shape) => shape !== '');
  const [first = '', last = first] = [given[0], given.at(-1)];
  return first === last ? first : `${first} … ${last}`;
}

/**
 * `56×56×64 … 7×7×512 ×16 · 23.5 M`: what the line gives, how often it runs, and the parameters of all
 * layers that it applies.
 */
export function lineWords({ layers, results, runs }: LineLayers): string {
  const failed = layers.find(({ node }) => node.failed === true);
  if (failed !== undefined) return l10n.t('✗ failed on {0}', inputWords(failed.node));
  const parameters = layers.reduce((sum, { node }) => sum + parametersOf(node), 0);
  const shape = shapeRange(results);
  return [
    runs > 1 ? `${shape} ×${formatExact(runs)}` : shape,
    ...(parameters > 0 ? [formatCount(parameters)] : []),
  ].join(' · ');
}
