/**
 * The quick fix of weights that tf.layers does not track: the class gets accessors that list them.
 *
 * In tfjs-layers 4.22 `compile` takes a model's weights once (`collectedTrainableWeights` in
 * engine/training.js), `fit` trains those and `save` writes what the accessor `weights` gives, each
 * under its `originalName`. So three things have to be right: `trainableWeights` and
 * `nonTrainableWeights` of the layer give those of its inner layers too, the inner layers have made
 * theirs when the layer is built, and no two weights have the same name. That name is the same at every
 * start, unlike those that inner layers get by themselves, and its last part begins with no digit: such
 * names are taken for Keras' own by `loadWeights`.
 */
import type { File } from '@babel/types';
import type { SourcePlace } from '../protocol/failure';
import {
  classEdits,
  freeName,
  indentsOf,
  inserted,
  methodOf,
  returnsOf,
  type ClassPlan,
} from './classText';
import { innerLayersAt, type ClassNode, type InnerLayers } from './innerLayers';
import { parseSource } from './parse';
import type { TextEdit } from './projectionEdit';
import { tensorflowNames, tensorflowNamespace } from './tensorflowNames';
import { variableEdits } from './trackedVariables';

/** What the edit is made of. */
interface Plan extends ClassPlan {
  readonly inner: InnerLayers;
  /** Name of the accessor that lists the inner layers. */
  readonly list: string;
}

/** What stands at the end of `build`; `shape` is the name of what it is given. */
function buildLines(plan: Plan, shape: string): string[] {
  const { inner, tf, typed, list, step } = plan;
  const call = methodOf(inner.owner, 'call');
  const rest = call === undefined || call.params.length > 1 ? ', {}' : '';
  const cast = typed ? ` as ${tf}.Shape[]` : '';
  const build = methodOf(inner.owner, 'build');
  const own = plan.text.slice(build?.start ?? 0, build?.end ?? 0);
  const shapes = build !== undefined && /\bshapes\b/.test(own) ? 'shapesOfInputs' : 'shapes';
  return [
    '// Inner layers make their weights when they are first applied: here, so that "compile" finds them.',
    `const ${shapes} = (Array.isArray(${shape}[0]) ? ${shape} : [${shape}])${cast};`,
    `${tf}.tidy(() => this.call(${shapes}.map((one) => ${tf}.zeros(one.map((size) => size ?? 1)))${rest}));`,
    `this.${list}.forEach((layer, i) => {`,
    `${step}this.addLoss(layer.losses);`,
    `${step}// "save" needs a name of its own for each weight.`,
    `${step}layer.weights.forEach((weight, j) =>`,
    `${step}${step}Object.assign(weight, { originalName: \`\${this.name}/inner_\${i}/weight_\${j}\` }),`,
    `${step});`,
    '});',
  ];
}

/** What an accessor adds of the inner layers, which are frozen with the layer. */
const innerWeights = {
  trainableWeights: (list: string) =>
    `this.${list}.flatMap((layer) => (this.trainable ? layer.trainableWeights : []))`,
  nonTrainableWeights: (list: string) =>
    `this.${list}.flatMap((layer) => (this.trainable ? layer.nonTrainableWeights : layer.weights))`,
};

type Accessor = keyof typeof innerWeights;
const accessorNames: readonly Accessor[] = ['trainableWeights', 'nonTrainableWeights'];

function listing({ inner, tf, typed, list, step }: Plan): string[] {
  const layers = typed ? `: ${tf}.layers.Layer[]` : '';
  // What `build` makes is not there before.
  const there = inner.late ? '.filter(Boolean)' : '';
  return [
    '',
    '/** The layers that this one is made of, which tf.layers does not find by itself. */',
    `${typed ? 'private ' : ''}get ${list}()${layers} {`,
    `${step}return [${inner.elements.join(', ')}]${there};`,
    '}',
  ];
}

function accessor({ tf, typed, list, step }: Plan, name: Accessor): string[] {
  const weights = typed ? `: ${tf}.LayerVariable[]` : '';
  return [
    '',
    `${typed ? 'override ' : ''}get ${name}()${weights} {`,
    `${step}const inner = ${innerWeights[name](list)};`,
    `${step}return [...super.${name}, ...inner];`,
    '}',
  ];
}

/** More in what the class's own accessor gives, each weight once; undefined where it is none. */
function extended({ owner, list }: Plan, name: Accessor): TextEdit[] | undefined {
  const own = methodOf(owner, name);
  if (own === undefined) return [];
  const returned = returnsOf(own.body);
  const isPlain = returned.every(({ type }) => type !== 'ReturnStatement');
  if (own.kind !== 'get' || returned.length === 0 || !isPlain) return undefined;
  return returned.flatMap(({ start, end }) => [
    inserted(start ?? 0, '[...new Set([...('),
    inserted(end ?? 0, `), ...${innerWeights[name](list)}])]`),
  ]);
}

function layerEdits(plan: Plan): TextEdit[] | undefined {
  const more = accessorNames.map((name) => extended(plan, name));
  if (more.includes(undefined)) return undefined;
  const missing = accessorNames.filter((name) => methodOf(plan.owner, name) === undefined);
  const members = [...listing(plan), ...missing.flatMap((name) => accessor(plan, name))];
  const edits = classEdits(plan, (shape) => buildLines(plan, shape), members);
  return edits && [...more.flatMap((found) => found ?? []), ...edits];
}

type Place = Pick<SourcePlace, 'line' | 'column'>;

/** How to write into the classes of a file, with what has to be imported for it. */
function writing(file: string, text: string, tree: File) {
  const tf = tensorflowNamespace(tree, text);
  if (tf === undefined) return undefined;
  const typed = /\.[cm]?tsx?$/i.test(file);
  const planOf = (owner: ClassNode): ClassPlan => {
    const [indent, step] = indentsOf(owner, text);
    return { text, owner, tf: tf.name, typed, indent, step };
  };
  const { missing } = tf;
  return { planOf, imports: missing === undefined ? [] : [inserted(missing.at, missing.text)] };
}

export interface TrackingEdits {
  /** In the order of the text. */
  readonly edits: readonly TextEdit[];
  /** The class's name. */
  readonly owner: string;
}

/**
 * The edits after which tf.layers tracks the weights of the layers inside of a class, or its variables.
 * Undefined where these are no members of it, and where its `build` or its lists of weights leave no place.
 * @param place where one of the inner layers, or of the variables, is made.
 */
export function trackingEdits(file: string, text: string, place: Place): TrackingEdits | undefined {
  const tree = parseSource(file, text);
  const write = tree && writing(file, text, tree);
  if (tree === undefined || write === undefined) return undefined;
  const layers = tensorflowNames(tree)?.layers;
  const inner = layers === undefined ? undefined : innerLayersAt(tree, layers, place);
  const found =
    inner === undefined
      ? variableEdits(tree, text, place, write.planOf)
      : ofLayers(write.planOf(inner.owner), inner);
  if (found === undefined) return undefined;
  const edits = [...write.imports, ...found.edits].sort((a, b) => a.start - b.start);
  return { edits, owner: found.owner.id?.name ?? 'the class' };
}

function ofLayers(plan: ClassPlan, inner: InnerLayers) {
  const { owner, text } = plan;
  const edits = layerEdits({ ...plan, inner, list: freeName(owner, text, 'innerLayers') });
  return edits && { edits, owner };
}
