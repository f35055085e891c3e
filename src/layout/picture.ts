/**
 * What the layout gives and every renderer (webview, SVG export) draws: boxes and wires with
 * absolute coordinates in CSS pixels at zoom 1, y downward. Plain JSON.
 */
import type { LayerCategory } from '../model/category';
import type { SkipKind } from '../model/graph';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

interface BoxBase extends Rect {
  /** Node id for a layer; scope id or nested model's node id for a group. */
  readonly id: string;
  /** Id of the group box that holds this one. */
  readonly parent: string | null;
  /** 0 at the top. */
  readonly depth: number;
  /** Skips inside a closed group or a recurrent layer that no wire shows, by kind: drawn as badges on it. */
  readonly hiddenSkips: Readonly<Partial<Record<SkipKind, number>>>;
}

/** One layer. */
export interface LayerBox extends BoxBase {
  readonly type: 'layer';
  readonly category: LayerCategory;
  /** What the layer is, `Conv2D 3×3, 64 /2`: at the left of the box's one line. */
  readonly title: string;
  /** Output shape and parameters, `56×56×64 · 36.9 k`: at the right of the same line, or empty. */
  readonly detail: string;
  /** The call that threw. */
  readonly failed: boolean;
}

/**
 * A call of a user function, or a nested model. An open one contains other boxes below a header of
 * `metrics.headerHeight`, with the title left and the detail right; wires run behind the header. A
 * closed one has title and badges on its first line and the detail on the second.
 */
export interface GroupBox extends BoxBase {
  readonly type: 'group';
  readonly open: boolean;
  /** `bottleneck 2`. */
  readonly title: string;
  /** `70.4 k · 220 MMACs · 10 layers`, parameters first. */
  readonly detail: string;
  /** Whether it is closed over the call that threw. */
  readonly failed: boolean;
  /** Layers inside, at any depth. */
  readonly layers: number;
}

export type Box = LayerBox | GroupBox;

/** A drawn edge between two visible boxes; one for each tensor and consumer. */
export interface Wire {
  /** Unique in the picture. */
  readonly id: string;
  /** Ids of the visible boxes at the ends. */
  readonly from: string;
  readonly to: string;
  /** Orthogonal polyline from the bottom of `from` to the top of `to`. */
  readonly points: readonly Point[];
  /** The tensor's shape in words, `56×56×256`. */
  readonly shape: string;
  /** Id of the skip whose shortcut this wire is part of. */
  readonly skip?: string;
}

/** A skip as it is drawn: its wires (several for a projection, which has boxes on it). */
export interface DrawnSkip {
  readonly id: string;
  readonly kind: SkipKind;
  /** Weight layers on the residual branch. */
  readonly length: number;
  /** Ids of the visible boxes: the closed group that holds the fork or the merge, where it is hidden. */
  readonly fork: string;
  readonly merge: string;
  readonly wires: readonly string[];
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Parents before children; top to bottom within a parent. */
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  /** Only the skips that have a visible wire. */
  readonly skips: readonly DrawnSkip[];
}

/** Which groups the user opened or closed; the others follow the default for the graph's size. */
export type Expansion = Readonly<Record<string, boolean>>;
