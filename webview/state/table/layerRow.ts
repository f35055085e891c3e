/** One row of the layer table. */
import type { GraphNode } from '../../../src/model/graph';
import type { SourcePlace } from '../../../src/protocol/failure';
import type { Sums } from '../../../src/layout/sums';

/** A layer or a group, with its sums over what the filter lets through. */
export interface LayerRow {
  readonly id: string;
  readonly name: string;
  readonly className: string;
  /** `56×56×64`; empty for a group. */
  readonly shape: string;
  /** Absent for a group. */
  readonly node?: GraphNode;
  readonly place: SourcePlace | undefined;
  readonly sums: Sums;
  /** Of a group; undefined for a layer. */
  readonly children?: readonly LayerRow[];
  /** The groups around it, `stage 1 › bottleneck 2`. */
  readonly path: string;
}
