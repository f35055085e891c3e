/** What stands on the boxes. */
import { categoryOf } from '../model/category';
import { formatCount, formatMacs, formatShape } from '../model/format';
import type { GraphNode } from '../model/graph';
import { english } from '../model/translate';
import type { BoxWords } from './pictureWords';

export { layerTitle } from '../model/layerTitle';

function firstShape(node: GraphNode): string {
  const spec = node.outputs[0];
  return spec === undefined ? '' : formatShape(spec.shape);
}

/** Layers that change neither shape nor anything that is counted say all in their title. */
function isPlain(node: GraphNode): boolean {
  const category = categoryOf(node.className);
  return category === 'input' || category === 'activation' || category === 'merge';
}

/** `failed on 28×28×128, 56×56×64`: what came in, since nothing came out. */
function failedDetail({ inputs }: GraphNode, words: BoxWords): string {
  const shapes = inputs.map(({ shape }) => formatShape(shape)).join(', ');
  return shapes === '' ? words.failed : english(words.failedOn, shapes);
}

/** `56×56×64 · 36.9 k`: the output's shape, and parameters where there are any. */
export function layerDetail(node: GraphNode, words: BoxWords): string {
  if (node.failed === true) return failedDetail(node, words);
  const parameters = node.parameters.trainable + node.parameters.nonTrainable;
  if (isPlain(node) && parameters === 0) return '';
  const parts = [firstShape(node)];
  if (parameters > 0) parts.push(formatCount(parameters));
  if (node.sharedWith !== undefined) parts.push(words.shared);
  return parts.filter((part) => part !== '').join(' · ');
}

/** `bottleneck 2`; the ordinal only where the function was called more than once. */
export function scopeTitle(name: string, ordinal: number, siblings: number): string {
  return siblings > 1 ? `${name} ${ordinal}` : name;
}

export interface GroupTotals {
  /** Layers inside, at any depth. */
  readonly layers: number;
  readonly parameters: number;
  readonly macs: number;
  /** Whether the call that failed is inside. */
  readonly failed: boolean;
}

/** `70.4 k · 220 MMACs · 10 layers`. */
export function groupDetail(
  { layers, parameters, macs }: Omit<GroupTotals, 'failed'>,
  words: BoxWords,
): string {
  const parts = [english(words.layers[layers === 1 ? 0 : 1], layers)];
  if (macs > 0) parts.unshift(formatMacs(macs));
  if (parameters > 0) parts.unshift(formatCount(parameters));
  return parts.join(' · ');
}
