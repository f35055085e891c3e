/** The labels of layers, made once for layers that are alike. */
import type { GraphNode } from '../model/graph';
import { hasNamedTitle } from '../model/layerTitle';
import { englishBoxWords, type BoxWords } from './pictureWords';
import { layerLabel, type LayerLabel } from './sizes';
import { groupDetail, type GroupTotals } from './titles';
import type { Leaf } from './tree';
import type { SkipCounts } from './view';

interface Met {
  readonly node: GraphNode;
  readonly label: LayerLabel;
}

/** Whether both have all that a label tells as the same objects, as layers of one kind have. */
function readAlike(a: GraphNode, b: GraphNode): boolean {
  if (a.className !== b.className || a.outputs !== b.outputs) return false;
  if (a.parameters !== b.parameters || a.failed === true || b.failed === true) return false;
  return (a.sharedWith === undefined) === (b.sharedWith === undefined);
}

export class Labels {
  readonly #words: BoxWords;
  /** By its configuration, the layer that had it last. */
  readonly #met = new Map<GraphNode['config'], Met>();
  readonly #details = new Map<string, string>();
  readonly #widened = new Map<LayerLabel, LayerLabel>();

  constructor(words: BoxWords = englishBoxWords) {
    this.#words = words;
  }

  /** The detail of a group, once for groups that cost the same. */
  groupDetail(totals: GroupTotals): string {
    const { layers, parameters, macs } = totals;
    const key = `${layers} ${parameters} ${macs}`;
    const known = this.#details.get(key);
    if (known !== undefined) return known;
    const detail = groupDetail(totals, this.#words);
    this.#details.set(key, detail);
    return detail;
  }

  /** @param skips those that it holds, if any. */
  of({ node }: Leaf, skips: SkipCounts | undefined): LayerLabel {
    if (skips !== undefined) return layerLabel(node, skips, this.#words);
    const met = this.#met.get(node.config);
    if (met !== undefined && readAlike(met.node, node)) return met.label;
    const label = layerLabel(node, {}, this.#words);
    // The names of the others are on their boxes.
    if (!hasNamedTitle(node) && label.category !== 'input')
      this.#met.set(node.config, { node, label });
    return label;
  }

  /** The same label in a wider box. */
  widened(label: LayerLabel, width: number): LayerLabel {
    if (label.width === width) return label;
    const known = this.#widened.get(label);
    if (known?.width === width) return known;
    const wide = { ...label, width, left: width / 2 };
    this.#widened.set(label, wide);
    return wide;
  }
}
