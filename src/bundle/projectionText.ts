/** A projection in the words of the file that it is written into. */
import type { File, Node } from '@babel/types';
import type { Projection } from '../model/projection';
import type { TensorflowNames } from './tensorflowNames';
import { walk } from './walk';

/** The file, and how it speaks. */
export interface Surroundings {
  readonly tree: File;
  readonly text: string;
  readonly names: TensorflowNames;
  /** Whether the file has types. */
  readonly typed: boolean;
}

const literals: ReadonlySet<string> = new Set([
  'NumericLiteral',
  'StringLiteral',
  'BooleanLiteral',
]);

/** Whether an option means the same for another layer: no variables in it, and no layer's name. */
function isCommon(property: Node): boolean {
  if (property.type !== 'ObjectProperty' || property.computed) return false;
  const isName = property.key.type === 'Identifier' && property.key.name === 'name';
  return !isName && literals.has(property.value.type);
}

function isBatchNorm(callee: Node): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'batchNormalization'
  );
}

/** The arguments with which the file makes batch normalization; undefined where it makes none. */
function batchNormArguments({ tree, text }: Surroundings): string | undefined {
  let found: string | undefined;
  walk(tree.program, (node) => {
    if (found !== undefined || node.type !== 'CallExpression' || !isBatchNorm(node.callee))
      return undefined;
    const [options] = node.arguments;
    const isCopied = options?.type === 'ObjectExpression' && options.properties.every(isCommon);
    found = isCopied ? text.slice(options.start ?? 0, options.end ?? 0) : '';
    return undefined;
  });
  return found;
}

function stridesOption(strides: readonly number[]): string {
  const [first = 1] = strides;
  if (strides.every((stride) => stride === 1)) return '';
  const value = strides.every((stride) => stride === first) ? first : `[${strides.join(', ')}]`;
  return ` strides: ${value},`;
}

function layerText({ strides, filters }: Projection): string {
  if (strides.length === 0) return `dense({ units: ${filters}, useBias: false })`;
  const options = `filters: ${filters}, kernelSize: 1,${stridesOption(strides)} padding: 'same', useBias: false`;
  return `conv${strides.length}d({ ${options} })`;
}

/** ` as tf.SymbolicTensor`: apply may give several tensors, and eager ones. */
function castOf({ names: { symbolicTensor }, typed }: Surroundings): string {
  return typed && symbolicTensor !== undefined ? ` as ${symbolicTensor}` : '';
}

/** A layer (`layer`, an expression) applied to a tensor, then batch normalization as the file has it. */
function applied(around: Surroundings, layer: string, tensor: string): string {
  const projected = `${layer}.apply(${tensor})`;
  const options = batchNormArguments(around);
  const normalized =
    options === undefined
      ? projected
      : `${around.names.layers}.batchNormalization(${options}).apply(${projected})`;
  return `${normalized}${castOf(around)}`;
}

/**
 * `shortcut` (an expression) projected: by a 1×1 convolution, or a dense layer for vectors, without
 * bias (He et al. 2016a, Section 3.3, option B).
 */
export function projectionText(
  around: Surroundings,
  projection: Projection,
  shortcut: string,
): string {
  return applied(around, `${around.names.layers}.${layerText(projection)}`, shortcut);
}

/** The same layer, its sizes taken from the shapes of `x` and `like`. */
function generalLayerText(
  { layers }: TensorflowNames,
  axes: readonly number[],
  channels: string,
): string {
  if (axes.length === 0) return `${layers}.dense({ units: ${channels}, useBias: false })`;
  return `${layers}.conv${axes.length}d({
    filters: ${channels},
    kernelSize: 1,
    strides: [${axes.join(', ')}].map((axis) => Math.ceil((x.shape[axis] ?? 1) / (like.shape[axis] ?? 1))),
    padding: 'same',
    useBias: false,
  })`;
}

/**
 * A function that projects its first argument to the shape of its second and leaves alone what fits:
 * for a sum that is made more than once. Undefined in a typed file without a name for tensors.
 */
export function projectionFunction(
  around: Surroundings,
  { strides }: Projection,
  name: string,
): string | undefined {
  const { names, typed } = around;
  const tensor = names.symbolicTensor;
  if (typed && tensor === undefined) return undefined;
  const type = typed && tensor !== undefined ? `: ${tensor}` : '';
  const axes = strides.map((_, axis) => axis + 1);
  const channels = `like.shape[${axes.length + 1}]${typed ? ' as number' : ''}`;
  return `
/** x in the shape of like: itself where it fits, else projected (He et al. 2016, option B). */
function ${name}(x${type}, like${type})${type} {
  if (x.shape.join() === like.shape.join()) return x;
  const projection = ${generalLayerText(names, axes, channels)};
  return ${applied(around, 'projection', 'x')};
}
`;
}
