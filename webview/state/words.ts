/** Facts about a graph as sentences: for tooltips, for lists, and for screen readers. */
import type { Box, GroupBox, LayerBox, Picture } from '../../src/layout/picture';
import { formatCount, formatExact, formatMacs, formatShape } from '../../src/model/format';
import type { GraphNode, ModelGraph, Shape, Skip, SkipKind } from '../../src/model/graph';
import { skipKinds } from '../../src/model/graph';
import type { GraphIndex } from './graphIndex';

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatExact(count)} ${count === 1 ? one : many}`;
}

/** How many skips there are of each kind, in the order of the kinds. */
export function countByKind(skips: readonly Pick<Skip, 'kind'>[]): [SkipKind, number][] {
  return skipKinds.flatMap((kind): [SkipKind, number][] => {
    const count = skips.filter((skip) => skip.kind === kind).length;
    return count === 0 ? [] : [[kind, count]];
  });
}

/** `12 identity, 4 projection`. */
export function kindsWords(skips: readonly Pick<Skip, 'kind'>[]): string {
  return countByKind(skips)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}

/** `identity shortcut around 3 weight layers`. */
export function skipWords({ kind, length }: Pick<Skip, 'kind' | 'length'>): string {
  if (kind === 'recurrent') return 'recurrent skip from step to step, inside the layer';
  const noun =
    kind === 'identity' || kind === 'projection' || kind === 'padded' ? 'shortcut' : 'skip';
  return `${kind} ${noun} around ${plural(length, 'weight layer')}`;
}

/** `stage 1 › bottleneck 2`, without the outermost call when everything is in it. */
export function whereWords(id: string, index: GraphIndex): string {
  const path = index.pathOf(id);
  return (path.length > 1 ? path.slice(1) : path).map(({ title }) => title).join(' › ');
}

/** `56 by 56 by 64`, for ears. */
function spokenShape(shape: Shape): string {
  return formatShape(shape).replaceAll('×', ' by ').replaceAll('?', 'unknown');
}

export function totalOf({ parameters }: Pick<GraphNode, 'parameters'>): number {
  return parameters.trainable + parameters.nonTrainable;
}

/** `Conv2D 3×3, 64, output 56 by 56 by 64, 36,864 parameters, in bottleneck 1`. */
function layerLabel(box: LayerBox, index: GraphIndex): string {
  const entry = index.nodes.get(box.id);
  if (entry === undefined) return [box.title, box.detail].filter(Boolean).join(', ');
  const { node } = entry;
  const parent = entry.parent === null ? undefined : index.groups.get(entry.parent);
  const roles = index.skipsOf(box.id);
  const ended = roles.filter(({ role }) => role === 'merge');
  const held = roles.filter(({ role }) => role === 'holder');
  return [
    box.title,
    box.failed ? failedWords(node) : '',
    node.outputs[0] === undefined ? '' : `output ${spokenShape(node.outputs[0].shape)}`,
    totalOf(node) === 0 ? '' : plural(totalOf(node), 'parameter'),
    ...ended.map(({ skip }) => `end of ${article(skip.kind)} ${skipWords(skip)}`),
    held.length === 0 ? '' : `holds ${plural(held.length, 'recurrent skip')}`,
    parent === undefined ? '' : `in ${parent.title}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** `failed on 28 by 28 by 128 and 56 by 56 by 64`. */
function failedWords({ inputs }: Pick<GraphNode, 'inputs'>): string {
  const shapes = inputs.map(({ shape }) => spokenShape(shape)).join(' and ');
  return shapes === '' ? 'failed' : `failed on ${shapes}`;
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}

function groupLabel(box: GroupBox, index: GraphIndex): string {
  const { layers, trainable, nonTrainable } = index.totalsOf(box.id);
  const skips = index.skipsIn(box.id);
  return [
    box.title,
    box.failed ? 'holds the call that failed' : '',
    plural(layers, 'layer'),
    plural(trainable + nonTrainable, 'parameter'),
    skips.length === 0 ? '' : `${plural(skips.length, 'skip')}: ${kindsWords(skips)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

export function boxLabel(box: Box, index: GraphIndex): string {
  return box.type === 'layer' ? layerLabel(box, index) : groupLabel(box, index);
}

/** `7×7`, or `all×3` where one axis is seen whole. */
export function axesWords(sizes: readonly (number | null)[]): string {
  return sizes.map((size) => (size === null ? 'all' : formatExact(size))).join('×');
}

/** What is said once a new picture is on the screen. */
export function totalsAnnouncement(graph: ModelGraph, index: GraphIndex): string {
  const skips = index.skipsIn(null);
  const { trainable, nonTrainable } = graph.parameters;
  return [
    `${graph.name}: ${plural(trainable + nonTrainable, 'parameter')}`,
    plural(graph.macs.forward, 'MAC'),
    skips.length === 0 ? 'no skips' : `${plural(skips.length, 'skip')}, ${kindsWords(skips)}`,
  ].join(', ');
}

/** `25.6 M parameters · 4.09 GMACs · 16 skips`, the line under the name of an exported picture. */
export function totalsWords(graph: ModelGraph, index: GraphIndex): string {
  const { trainable, nonTrainable } = graph.parameters;
  return [
    `${formatCount(trainable + nonTrainable)} parameters`,
    formatMacs(graph.macs.forward),
    plural(index.skipsIn(null).length, 'skip'),
  ].join(' · ');
}

/** The box that stands for a node or group: itself, or the closed group that hides it. */
export function visibleBox(
  id: string,
  boxes: ReadonlyMap<string, Box>,
  index: GraphIndex,
): Box | undefined {
  const box = boxes.get(id);
  if (box !== undefined) return box;
  const holders = index.pathOf(id).reverse();
  for (const holder of holders) {
    const shown = boxes.get(holder.id);
    if (shown !== undefined) return shown;
  }
  return undefined;
}

/** The boxes as a reader meets them: each group, then what it holds, from top to bottom. */
export function readingOrder({ boxes }: Picture): Box[] {
  const children = new Map<string | null, Box[]>();
  for (const box of boxes) {
    const siblings = children.get(box.parent);
    if (siblings === undefined) children.set(box.parent, [box]);
    else siblings.push(box);
  }
  const order: Box[] = [];
  const ahead = [...(children.get(null) ?? [])].reverse();
  for (let box = ahead.pop(); box !== undefined; box = ahead.pop()) {
    order.push(box);
    // Not by one push of all: what a call takes as arguments is limited by the stack.
    for (const child of [...(children.get(box.id) ?? [])].reverse()) ahead.push(child);
  }
  return order;
}

export function boxesById(picture: Picture): Map<string, Box> {
  return new Map(picture.boxes.map((box) => [box.id, box]));
}

/** The last part of a path, `resnet50.ts`. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
