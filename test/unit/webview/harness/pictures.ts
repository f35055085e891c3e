/** Pictures of any number of boxes, without a layout: chains of residual blocks, side by side. */
import { metrics } from '../../../../src/layout/metrics';
import type { Box, DrawnSkip, Picture, Wire } from '../../../../src/layout/picture';
import type { LayerCategory } from '../../../../src/model/category';

const block: readonly (readonly [LayerCategory, string, string])[] = [
  ['convolution', 'Conv2D 3×3, 64', '56×56×64 · 36.9 k'],
  ['normalization', 'BatchNormalization', '56×56×64 · 256'],
  ['activation', 'ReLU', ''],
  ['merge', 'Add', ''],
];
const pitch = { x: 290, y: 44 } as const;
const width = 220;
/** Columns are so many times as high as all of them are wide that a window of 1400×900 is filled. */
const aspect = 1.55;

/** @param count of layers; each column also has an open group around it. */
export function chains(count: number): Picture {
  const rows = Math.max(4, Math.round(Math.sqrt((count * pitch.x) / (pitch.y * aspect))));
  const columns = Math.ceil(count / rows);
  const parts = Array.from({ length: columns }, (_, column) =>
    chain(column, Math.min(rows, count - column * rows)),
  );
  return {
    width: columns * pitch.x + 2 * metrics.margin,
    height: (rows + 1) * pitch.y + 2 * metrics.margin,
    boxes: parts.flatMap(({ boxes }) => boxes),
    wires: parts.flatMap(({ wires }) => wires),
    skips: parts.flatMap(({ skips }) => skips),
  };
}

function chain(column: number, length: number): Pick<Picture, 'boxes' | 'wires' | 'skips'> {
  const left = metrics.margin + column * pitch.x;
  const group = `g${column}`;
  const id = (row: number): string => `n${column}.${row}`;
  const top = (row: number): number => metrics.margin + (row + 1) * pitch.y;
  const boxes: Box[] = [
    {
      type: 'group',
      id: group,
      parent: null,
      depth: 0,
      hiddenSkips: {},
      open: true,
      failed: false,
      layers: length,
      title: `stage ${column + 1}`,
      detail: `${length} layers`,
      x: left - 12,
      y: metrics.margin,
      width: pitch.x - 24,
      height: (length + 1) * pitch.y,
    },
  ];
  const wires: Wire[] = [];
  const skips: DrawnSkip[] = [];
  for (let row = 0; row < length; row++) {
    const [category, title, detail] = block[row % block.length]!;
    const place = { x: left, y: top(row), width, height: metrics.layerHeight };
    const common = { parent: group, depth: 1, hiddenSkips: {}, failed: false };
    boxes.push({ type: 'layer', id: id(row), ...common, category, title, detail, ...place });
    if (row > 0) wires.push(straight(id(row - 1), id(row), left + width / 2, top(row)));
    if (row % block.length !== 3 || row < 4) continue;
    const wire = around(id(row - 4), id(row), left + width, top(row - 4), top(row));
    wires.push(wire);
    const ends = { fork: wire.from, merge: wire.to, wires: [wire.id] };
    skips.push({ id: wire.skip ?? '', kind: 'identity', length: 1, ...ends });
  }
  return { boxes, wires, skips };
}

function straight(from: string, to: string, x: number, y: number): Wire {
  const points = [
    { x, y: y - pitch.y + metrics.layerHeight },
    { x, y },
  ];
  return { id: `${from}→${to}`, from, to, shape: '56×56×64', points };
}

/** From the bottom of the fork through a lane at the right to the top of the merge. */
function around(from: string, to: string, right: number, top: number, bottom: number): Wire {
  const [out, lane] = [right - 30, right + 16];
  const points = [
    { x: out, y: top + metrics.layerHeight },
    { x: out, y: top + metrics.layerHeight + 8 },
    { x: lane, y: top + metrics.layerHeight + 8 },
    { x: lane, y: bottom - 8 },
    { x: out, y: bottom - 8 },
    { x: out, y: bottom },
  ];
  const skip = `skip ${to}`;
  return { id: `${from}⇒${to}`, from, to, shape: '56×56×64', points, skip };
}
