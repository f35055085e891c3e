/** What stands on the boxes. */
import { categoryOf } from '../model/category';
import { formatCount, formatMacs, formatShape } from '../model/format';
import type { GraphNode, Json } from '../model/graph';

function numbersOf(value: Json | undefined): readonly number[] {
  if (typeof value === 'number') return [value];
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is number => typeof item === 'number');
}

/** `3×3`, or nothing where there is no such size. */
function productText(value: Json | undefined): string {
  return numbersOf(value).join('×');
}

/** ` /2`, ` /2×1`; nothing for a stride of 1. */
function strideText(value: Json | undefined): string {
  const strides = numbersOf(value);
  if (strides.every((stride) => stride === 1)) return '';
  const [first] = strides;
  return ` /${strides.every((stride) => stride === first) ? String(first) : strides.join('×')}`;
}

const activationNames: ReadonlyMap<string, string> = new Map([
  ['relu', 'ReLU'],
  ['relu6', 'ReLU6'],
  ['elu', 'ELU'],
  ['selu', 'SELU'],
  ['gelu', 'GELU'],
  ['gelu_new', 'GELU'],
  ['softmax', 'Softmax'],
  ['sigmoid', 'Sigmoid'],
  ['hardSigmoid', 'Hard sigmoid'],
  ['tanh', 'Tanh'],
  ['swish', 'Swish'],
  ['mish', 'Mish'],
  ['linear', 'Linear'],
]);

function activationTitle(name: Json | undefined): string | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  return activationNames.get(name) ?? name;
}

/** The activation that a weight layer applies itself: ` + ReLU`. */
function fusedActivation(name: Json | undefined): string {
  const title = name === 'linear' ? undefined : activationTitle(name);
  return title === undefined ? '' : ` + ${title}`;
}

function firstShape(node: GraphNode): string {
  const spec = node.outputs[0];
  return spec === undefined ? '' : formatShape(spec.shape);
}

/** `Conv2D 3×3, 64 /2`: the class, the window, the width of the output, the stride. */
function weightTitle({ className, config }: GraphNode): string {
  const kernel = productText(config['kernelSize'] ?? config['poolSize']);
  const width = productText(config['filters'] ?? config['units']);
  const sizes = [kernel, width].filter((text) => text !== '').join(', ');
  const stride = strideText(config['strides']);
  const activation = fusedActivation(config['activation']);
  return `${className}${sizes === '' ? '' : ` ${sizes}`}${stride}${activation}`;
}

/** First line of a layer's box. */
export function layerTitle(node: GraphNode): string {
  if (node.className === 'Activation')
    return activationTitle(node.config['activation']) ?? node.className;
  if (node.className === 'InputLayer') return `Input ${firstShape(node)}`.trimEnd();
  const category = categoryOf(node.className);
  const named = category === 'custom' || category === 'model';
  return named ? customTitle(node) : weightTitle(node);
}

function customTitle({ className, name }: GraphNode): string {
  return name === '' || name === className ? className : `${className} ${name}`;
}

/** Layers that change neither shape nor anything that is counted say all in their title. */
function isPlain(node: GraphNode): boolean {
  const category = categoryOf(node.className);
  return category === 'input' || category === 'activation' || category === 'merge';
}

/** `56×56×64 · 36.9 k`: the output's shape, and parameters where there are any. */
export function layerDetail(node: GraphNode): string {
  if (node.failed === true) return 'failed';
  const parameters = node.parameters.trainable + node.parameters.nonTrainable;
  if (isPlain(node) && parameters === 0) return '';
  const parts = [firstShape(node)];
  if (parameters > 0) parts.push(formatCount(parameters));
  if (node.sharedWith !== undefined) parts.push('shared');
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
}

/** `70.4 k · 220 MMACs · 10 layers`. */
export function groupDetail({ layers, parameters, macs }: GroupTotals): string {
  const parts = [`${layers} ${layers === 1 ? 'layer' : 'layers'}`];
  if (macs > 0) parts.unshift(formatMacs(macs));
  if (parameters > 0) parts.unshift(formatCount(parameters));
  return parts.join(' · ');
}
