/**
 * All layers of a model as CSV (RFC 4180), a line each, for spreadsheets and scripts. Unlike the
 * printed tables it folds nothing and cuts nothing.
 */
import { formatShape } from '../format';
import type { ModelGraph, Shape } from '../graph';
import { toReport, type ReportLayer, type ReportSkip } from '../report';

/** Spreadsheets run a cell as a formula when it begins like this. */
const formulaStart = /^['=+\-@\t\r]/;

/**
 * A cell. What a spreadsheet would run gets an apostrophe before it, as what begins with one does, so
 * that nothing is lost: a first apostrophe is always ours.
 */
function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines with the line ends of RFC 4180, each with its own. */
export function csvLines(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** Of one column: its heading, and its value for a layer. */
interface Column {
  readonly name: string;
  readonly of: (layer: ReportLayer, skips: readonly ReportSkip[]) => string | number;
}

/** In ASCII, since spreadsheets take a file without a byte order mark for anything but UTF-8. */
function shapeText(shape: Shape): string {
  return formatShape(shape).replaceAll('×', 'x');
}

const columns: readonly Column[] = [
  { name: 'id', of: ({ id }) => id },
  { name: 'name', of: ({ name }) => name },
  { name: 'class', of: ({ className }) => className },
  { name: 'scope', of: ({ scope }) => scope.join(' / ') },
  { name: 'input_shapes', of: ({ inputShapes }) => inputShapes.map(shapeText).join(' ') },
  { name: 'output_shape', of: ({ outputShape }) => (outputShape ? shapeText(outputShape) : '') },
  { name: 'trainable', of: ({ parameters }) => parameters.trainable },
  { name: 'non_trainable', of: ({ parameters }) => parameters.nonTrainable },
  { name: 'macs', of: ({ macs }) => macs.forward },
  { name: 'macs_backward', of: ({ macs }) => macs.backward ?? '' },
  { name: 'flops', of: ({ flops }) => flops ?? '' },
  { name: 'weight_bytes', of: ({ weightBytes }) => weightBytes },
  { name: 'activation_bytes', of: ({ activationBytes }) => activationBytes },
  {
    name: 'skips_merged',
    of: (_, skips) => skips.map(({ kind, length }) => `${kind} ${length}`).join(' '),
  },
  { name: 'file', of: ({ source }) => source?.file ?? '' },
  { name: 'line', of: ({ source }) => source?.line ?? '' },
];

type Level = NonNullable<ReportLayer['inner']>;

/** Layers of nested models follow the model's own line, whose counts are their sums. */
function layerLines({ layers, skips }: Level): (string | number)[][] {
  const merged = new Map<string, ReportSkip[]>();
  for (const skip of skips) merged.set(skip.merge, [...(merged.get(skip.merge) ?? []), skip]);
  return layers.flatMap((layer) => [
    columns.map(({ of }) => of(layer, merged.get(layer.id) ?? [])),
    ...(layer.inner === undefined ? [] : layerLines(layer.inner)),
  ]);
}

export function layersCsv(graph: ModelGraph): string {
  const { layers, skips } = toReport(graph, []);
  return csvLines([columns.map(({ name }) => name), ...layerLines({ layers, skips })]);
}
