/** The rows of the table of blocks: one for each skip, with what lies between its fork and its merge. */
import type { GraphNode, Skip, SkipKind } from '../../../src/model/graph';
import { skipKinds } from '../../../src/model/graph';
import type { GraphIndex } from '../graphIndex';
import { totalOf, whereWords } from '../words';

/** Of the layers between fork and merge, those of the shortcut and the merge included. */
export interface Cost {
  /** Trainable and not. */
  readonly parameters: number;
  /** Forward, for one example. */
  readonly macs: number;
}

export interface BlockRow extends Cost {
  readonly skip: Skip;
  /** The groups around the merge, `stage 1 › bottleneck 2`; its name at the top. */
  readonly where: string;
  /** Names of the layers at the ends. */
  readonly fork: string;
  readonly merge: string;
  /** Of the whole model, from 0 to 1. */
  readonly parameterShare: number;
  readonly macShare: number;
}

export interface KindSum extends Cost {
  readonly kind: SkipKind;
  readonly count: number;
}

function layersOf(index: GraphIndex, { branch, shortcut, merge }: Skip): GraphNode[] {
  return [...new Set([...branch, ...shortcut, merge])].flatMap(
    (id) => index.nodes.get(id)?.node ?? [],
  );
}

function costOf(layers: Iterable<GraphNode>): Cost {
  let [parameters, macs] = [0, 0];
  for (const layer of layers) {
    parameters += totalOf(layer);
    macs += layer.macs.forward;
  }
  return { parameters, macs };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** In the order of the network. */
export function blockRows(index: GraphIndex): readonly BlockRow[] {
  const all = index.totalsOf(null);
  const name = (id: string): string => index.nameOf(id);
  return [...index.skips.values()].map((skip) => {
    const cost = costOf(layersOf(index, skip));
    return {
      skip,
      ...cost,
      where: whereWords(skip.merge, index) || name(skip.merge),
      fork: name(skip.fork),
      merge: name(skip.merge),
      parameterShare: share(cost.parameters, all.trainable + all.nonTrainable),
      macShare: share(cost.macs, all.macs),
    };
  });
}

/** What the blocks of each kind add up to; a layer that lies in several of them counts once. */
export function sumsByKind(index: GraphIndex): readonly KindSum[] {
  const skips = [...index.skips.values()];
  return skipKinds.flatMap((kind) => {
    const ofKind = skips.filter((skip) => skip.kind === kind);
    if (ofKind.length === 0) return [];
    const layers = new Set(ofKind.flatMap((skip) => layersOf(index, skip)));
    return [{ kind, count: ofKind.length, ...costOf(layers) }];
  });
}
