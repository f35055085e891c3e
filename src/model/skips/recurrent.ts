/**
 * The skip inside a recurrent layer: the cell's state goes from step to step around the weights, the
 * constant error carousel of the LSTM (Hochreiter and Schmidhuber 1997, section 3.2), and its
 * relative, the update gate of the GRU (Cho et al. 2014).
 */
import type { GraphNode, Json } from '../graph';
import type { Found } from './found';
import type { Indexed } from './indexed';

const carousels: ReadonlySet<string> = new Set(
  'LSTM GRU ConvLSTM2D LSTMCell GRUCell ConvLSTM2DCell'.split(' '),
);

/** Wrappers of wrappers: nobody writes more. */
const deepestWrapper = 8;

function isRecord(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of a layer as its wrapper's configuration describes it: `{ className, config }`. */
function countIn(value: Json | undefined, depth: number): number {
  if (!isRecord(value) || depth > deepestWrapper) return 0;
  const { className, config } = value;
  return typeof className === 'string' && isRecord(config)
    ? countOf({ className, config }, depth)
    : 0;
}

function countOf(
  { className, config }: Pick<GraphNode, 'className' | 'config'>,
  depth: number,
): number {
  if (carousels.has(className)) return 1;
  const { layer, cell, cells } = config;
  const stacked: readonly Json[] = Array.isArray(cells) ? cells : [];
  const inCells = stacked.reduce<number>((sum, one) => sum + countIn(one, depth + 1), 0);
  // tf.layers writes stacked cells down twice: in the one cell that they make, and beside it.
  const inCell = isRecord(cell) ? countIn(cell, depth + 1) : inCells;
  const inside = countIn(layer, depth + 1) + inCell;
  return className === 'Bidirectional' ? 2 * inside : inside;
}

/**
 * The carousels of a layer: one for each LSTM, GRU or recurrent convolution, those of wrappers
 * (`bidirectional` has two, stacked cells one each) included. Fork and merge are the layer itself,
 * and no other node stands on either branch.
 */
export function carouselsOf(graph: Indexed, number: number): Found[] {
  const node = graph.nodes[number];
  const count = node === undefined ? 0 : countOf(node, 0);
  return Array.from({ length: count }, () => ({
    kind: 'recurrent',
    fork: number,
    merge: number,
    shortcut: [],
    branch: [],
  }));
}
