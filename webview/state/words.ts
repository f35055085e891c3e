/** Facts about a graph as sentences: for tooltips, for lists, and for screen readers. */
import { skipWords as skipText } from '../../src/layout/pictureWords';
import type { Box, GroupBox, LayerBox, Picture } from '../../src/layout/picture';
import {
  formatCount,
  formatExact,
  formatMacs,
  formatMilliseconds,
  formatShape,
} from '../../src/model/format';
import type { GraphNode, ModelGraph, Shape, Skip, SkipKind } from '../../src/model/graph';
import { skipKinds } from '../../src/model/graph';
import { fill, t } from '../l10n';
import type { GraphIndex } from './graphIndex';

/** A number of things: `{0} skip` or `{0} skips`, with the exact number in the place of `{0}`. */
export function plural(count: number, one: string, many: string): string {
  return fill(count === 1 ? one : many, formatExact(count));
}

export function layersWords(count: number): string {
  return plural(count, '{0} layer', '{0} layers');
}

export function parametersWords(count: number): string {
  return plural(count, '{0} parameter', '{0} parameters');
}

export function skipsWords(count: number): string {
  return plural(count, '{0} skip', '{0} skips');
}

export function recurrentWords(count: number): string {
  return plural(count, '{0} recurrent skip', '{0} recurrent skips');
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
export function skipWords(skip: Pick<Skip, 'kind' | 'length'>): string {
  return skipText(t, skip);
}

/** `stage 1 › bottleneck 2`, without the outermost call when everything is in it. */
export function whereWords(id: string, index: GraphIndex): string {
  const path = index.pathOf(id);
  return (path.length > 1 ? path.slice(1) : path).map(({ title }) => title).join(' › ');
}

/** `56 by 56 by 64`, for ears. */
function spokenShape(shape: Shape): string {
  return formatShape(shape).replaceAll('×', t(' by ')).replaceAll('?', t('unknown'));
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
    node.outputs[0] === undefined ? '' : t('output {0}', spokenShape(node.outputs[0].shape)),
    totalOf(node) === 0 ? '' : parametersWords(totalOf(node)),
    ...ended.map(({ skip }) => t('end of a skip: {0}', skipWords(skip))),
    held.length === 0 ? '' : t('holds {0}', recurrentWords(held.length)),
    parent === undefined ? '' : t('in {0}', parent.title),
  ]
    .filter(Boolean)
    .join(', ');
}

/** `failed on 28 by 28 by 128 and 56 by 56 by 64`. */
function failedWords({ inputs }: Pick<GraphNode, 'inputs'>): string {
  const shapes = inputs.map(({ shape }) => spokenShape(shape)).join(t(' and '));
  return shapes === '' ? t('failed') : t('failed on {0}', shapes);
}

function groupLabel(box: GroupBox, index: GraphIndex): string {
  const { layers, trainable, nonTrainable } = index.totalsOf(box.id);
  const skips = index.skipsIn(box.id);
  return [
    box.title,
    box.failed ? t('holds the call that failed') : '',
    layersWords(layers),
    parametersWords(trainable + nonTrainable),
    skips.length === 0 ? '' : `${skipsWords(skips.length)}: ${kindsWords(skips)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

export function boxLabel(box: Box, index: GraphIndex): string {
  return box.type === 'layer' ? layerLabel(box, index) : groupLabel(box, index);
}

/** `7×7`, or `all×3` where one axis is seen whole. */
export function axesWords(sizes: readonly (number | null)[]): string {
  return sizes.map((size) => (size === null ? t('all') : formatExact(size))).join('×');
}

/** A share from 0 to 1 as a percentage. */
export function percent(share: number): string {
  if (share === 0) return '0 %';
  return share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`;
}

/** `+1.2 ms`, `−340 ms`. */
export function signedMilliseconds(ms: number): string {
  if (ms === 0) return formatMilliseconds(0);
  return `${ms < 0 ? '−' : '+'}${formatMilliseconds(Math.abs(ms))}`;
}

/** What is said once a new picture is on the screen. */
export function totalsAnnouncement(graph: ModelGraph, index: GraphIndex): string {
  const skips = index.skipsIn(null);
  const { trainable, nonTrainable } = graph.parameters;
  return [
    `${graph.name}: ${parametersWords(trainable + nonTrainable)}`,
    plural(graph.macs.forward, '{0} MAC', '{0} MACs'),
    skips.length === 0 ? t('no skips') : `${skipsWords(skips.length)}, ${kindsWords(skips)}`,
  ].join(', ');
}

/** `25.6 M parameters · 4.09 GMACs · 16 skips`, the line under the name of an exported picture. */
export function totalsWords(graph: ModelGraph, index: GraphIndex): string {
  const { trainable, nonTrainable } = graph.parameters;
  return [
    t('{0} parameters', formatCount(trainable + nonTrainable)),
    formatMacs(graph.macs.forward),
    skipsWords(index.skipsIn(null).length),
  ].join(' · ');
}

/** The box that stands for a node or group: itself, or the closed group that hides it. */
export function visibleBox(id: string, boxes: BoxLookup, index: GraphIndex): Box | undefined {
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

/** Boxes by their ids. */
export type BoxLookup = Pick<ReadonlyMap<string, Box>, 'get'>;

const lookups = new WeakMap<Picture, BoxLookup>();

/** Made once for a picture, and when it is first asked. */
export function boxesById(picture: Picture): BoxLookup {
  const known = lookups.get(picture);
  if (known !== undefined) return known;
  let boxes: ReadonlyMap<string, Box> | undefined;
  const lookup: BoxLookup = {
    get: (id) => (boxes ??= new Map(picture.boxes.map((box) => [box.id, box]))).get(id),
  };
  lookups.set(picture, lookup);
  return lookup;
}

/** The last part of a path, `resnet50.ts`. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
