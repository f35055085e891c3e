/** A layer in a few words, the same in the picture and in the terminal. */
import { categoryOf } from './category';
import { formatShape } from './format';
import type { GraphNode, Json } from './graph';
import { automaticNumber, inputName, layerName } from './layerName';

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

/** `Conv2D 3×3, 64 /2`: the class, the window, the width of the output, the stride. */
function weightTitle({ className, config }: GraphNode): string {
  const kernel = productText(config['kernelSize'] ?? config['poolSize']);
  const width = productText(config['filters'] ?? config['units']);
  const sizes = [kernel, width].filter((text) => text !== '').join(', ');
  const stride = strideText(config['strides']);
  const activation = fusedActivation(config['activation']);
  return `${className}${sizes === '' ? '' : ` ${sizes}`}${stride}${activation}`;
}

/** `Residual 3` of a name that TensorFlow.js gave, `Residual tail` of the user's own. */
function customTitle(node: GraphNode): string {
  const { className } = node;
  const name = layerName(node);
  return name === className || automaticNumber(node) !== undefined ? name : `${className} ${name}`;
}

function inputTitle(node: GraphNode): string {
  const spec = node.outputs[0];
  const shape = spec === undefined ? '' : formatShape(spec.shape);
  return ['Input', inputName(node), shape].filter((part) => part !== '').join(' ');
}

/** `Conv2D 3×3, 64 /2`, `ReLU`, `Input 224×224×3`, `Input words 128`. */
export function layerTitle(node: GraphNode): string {
  if (node.className === 'Activation')
    return activationTitle(node.config['activation']) ?? node.className;
  if (node.className === 'InputLayer') return inputTitle(node);
  return hasNamedTitle(node) ? customTitle(node) : weightTitle(node);
}

/** Whether the name stands in the title: of classes that say little by themselves. */
export function hasNamedTitle({ className }: GraphNode): boolean {
  const category = categoryOf(className);
  return category === 'custom' || category === 'model';
}
