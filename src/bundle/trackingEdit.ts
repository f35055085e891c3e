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
import type { ClassMethod, Node } from '@babel/types';
import type { SourcePlace } from '../protocol/failure';
import { isFunction } from './functions';
import { innerLayersAt, type ClassNode, type InnerLayers } from './innerLayers';
import { parseSource } from './parse';
import type { TextEdit } from './projectionEdit';
import { tensorflowNames } from './tensorflowNames';
import { walk } from './walk';

/** What the edit is made of. */
interface Plan {
  readonly text: string;
  readonly inner: InnerLayers;
  /** The file's name for TensorFlow.js. */
  readonly tf: string;
  readonly typed: boolean;
  /** Name of the accessor that lists the inner layers. */
  readonly list: string;
  /** Of members, and of one more level. */
  readonly indent: string;
  readonly step: string;
}

function methodOf({ body }: ClassNode, name: string): ClassMethod | undefined {
  for (const part of body.body) {
    if (part.type !== 'ClassMethod' || part.static) continue;
    if (part.key.type === 'Identifier' && part.key.name === name) return part;
  }
  return undefined;
}

function freeName({ body }: ClassNode, text: string): string {
  const own = text.slice(body.start ?? 0, body.end ?? 0);
  let name = 'innerLayers';
  for (let n = 2; new RegExp(`\\b${name}\\b`).test(own); n++) name = `innerLayers${n}`;
  return name;
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** The spaces before a member of a class, and those that it has more than the class. */
function indentsOf({ body, start }: ClassNode, text: string): [indent: string, step: string] {
  const outer = indentAt(text, start ?? 0);
  const indent = indentAt(text, body.body[0]?.start ?? start ?? 0);
  const step = indent.startsWith(outer) && indent !== outer ? indent.slice(outer.length) : '  ';
  return [outer + step, step];
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

function indented(lines: readonly string[], indent: string): string {
  return lines.map((line) => (line === '' ? '\n' : `${indent}${line}\n`)).join('');
}

/** A `build` of its own, where the class has none. */
function wholeBuild(plan: Plan): string[] {
  const { typed, tf, step } = plan;
  const head = typed
    ? `override build(inputShape: ${tf}.Shape | ${tf}.Shape[]): void {`
    : 'build(inputShape) {';
  const lines = ['super.build(inputShape);', ...buildLines(plan, 'inputShape')];
  return ['', head, ...lines.map((line) => `${step}${line}`), '}'];
}

function accessors({ inner, tf, typed, list, step }: Plan): string[] {
  const weights = typed ? `: ${tf}.LayerVariable[]` : '';
  const layers = typed ? `: ${tf}.layers.Layer[]` : '';
  const override = typed ? 'override ' : '';
  // What `build` makes is not there before.
  const there = inner.late ? '.filter(Boolean)' : '';
  return [
    '',
    '/** The layers that this one is made of, which tf.layers does not find by itself. */',
    `${typed ? 'private ' : ''}get ${list}()${layers} {`,
    `${step}return [${inner.elements.join(', ')}]${there};`,
    '}',
    '',
    `${override}get trainableWeights()${weights} {`,
    `${step}const inner = this.${list}.flatMap((layer) => (this.trainable ? layer.trainableWeights : []));`,
    `${step}return [...super.trainableWeights, ...inner];`,
    '}',
    '',
    `${override}get nonTrainableWeights()${weights} {`,
    `${step}const inner = this.${list}.flatMap((layer) =>`,
    `${step}${step}this.trainable ? layer.nonTrainableWeights : layer.weights,`,
    `${step});`,
    `${step}return [...super.nonTrainableWeights, ...inner];`,
    '}',
  ];
}

function returnsEarly(body: Node): boolean {
  let found = false;
  walk(body, (node) => {
    if (isFunction(node)) return false;
    found ||= node.type === 'ReturnStatement';
    return undefined;
  });
  return found;
}

/** Where the text of a line begins that a closing brace stands alone on; else the brace itself. */
function beforeBrace(text: string, end: number): { readonly at: number; readonly lead: string } {
  const brace = end - 1;
  const start = text.lastIndexOf('\n', brace) + 1;
  return text.slice(start, brace).trim() === ''
    ? { at: start, lead: '' }
    : { at: brace, lead: '\n' };
}

function inserted(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

/** More lines in the class's own `build`; undefined where its end may not be reached. */
function buildEdits(plan: Plan, build: ClassMethod): TextEdit[] | undefined {
  const { text, tf, typed, indent, step } = plan;
  const [parameter] = build.params;
  if (returnsEarly(build.body) || (parameter && parameter.type !== 'Identifier')) return undefined;
  const shape = parameter?.name ?? 'inputShape';
  const { at, lead } = beforeBrace(text, build.body.end ?? 0);
  const lines = indented(buildLines(plan, shape), `${indent}${step}`);
  const end = lead === '' ? '' : indent;
  const tail = inserted(at, `${lead}${lines}${end}`);
  if (parameter !== undefined) return [tail];
  const open = text.indexOf('(', build.key.end ?? 0) + 1;
  return [inserted(open, typed ? `inputShape: ${tf}.Shape | ${tf}.Shape[]` : 'inputShape'), tail];
}

function planOf(file: string, text: string, place: Place): Plan | undefined {
  const tree = parseSource(file, text);
  const layers = tree && tensorflowNames(tree)?.layers;
  const tf = layers === undefined ? undefined : /^(.+)\.layers$/.exec(layers)?.[1];
  const inner = tree && layers && tf ? innerLayersAt(tree, layers, place) : undefined;
  if (inner === undefined || tf === undefined) return undefined;
  const [indent, step] = indentsOf(inner.owner, text);
  const typed = /\.[cm]?tsx?$/i.test(file);
  return { text, inner, tf, typed, list: freeName(inner.owner, text), indent, step };
}

type Place = Pick<SourcePlace, 'line' | 'column'>;

export interface TrackingEdits {
  /** In the order of the text. */
  readonly edits: readonly TextEdit[];
  /** The class's name. */
  readonly owner: string;
}

/**
 * The edits after which tf.layers tracks the weights of the layers inside of a class. Undefined where
 * these are no members of it, where the class lists its weights already, and where its `build` leaves
 * no place.
 * @param place where one of the inner layers is made.
 */
export function trackingEdits(file: string, text: string, place: Place): TrackingEdits | undefined {
  const plan = planOf(file, text, place);
  if (plan === undefined) return undefined;
  const { owner } = plan.inner;
  if (methodOf(owner, 'trainableWeights') ?? methodOf(owner, 'nonTrainableWeights'))
    return undefined;
  const build = methodOf(owner, 'build');
  const inBuild = build === undefined ? [] : buildEdits(plan, build);
  if (inBuild === undefined) return undefined;
  const members = [...accessors(plan), ...(build === undefined ? wholeBuild(plan) : [])];
  const { at, lead } = beforeBrace(text, owner.body.end ?? 0);
  const edits = [...inBuild, inserted(at, `${lead}${indented(members, plan.indent)}`)];
  edits.sort((a, b) => a.start - b.start);
  return { edits, owner: owner.id?.name ?? 'the class' };
}
