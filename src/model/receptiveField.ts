/**
 * Receptive fields: which window of the model's input each position of a layer's output depends on,
 * after Araujo, Norris and Sim 2019, "Computing receptive fields of convolutional neural networks"
 * (Distill), sections "The single-path case" and "Arbitrary computation graphs".
 */
import type { GraphNode, InnerGraph } from './graph';
import {
  identity,
  isWhole,
  paddingOf,
  sizeOf,
  strideOf,
  union,
  whole,
  windowed,
  type AxisField,
} from './receptiveAxis';
import { pointwiseClasses, wholeClasses, windowOf } from './receptiveWindows';

/**
 * One entry for each spatial axis of the input (height and width of an image, the steps of a sequence);
 * null along an axis whose whole extent is seen.
 */
export interface ReceptiveField {
  /** Extent of the window in input positions, holes of dilation included; it may reach into padding. */
  readonly size: readonly (number | null)[];
  /** Input positions from one output position's window to the next one's (the jump); 1/2 after upsampling by two. */
  readonly stride: readonly (number | null)[];
  /** Input positions by which the first window begins before the input; negative where it begins inside. */
  readonly padding: readonly (number | null)[];
}

/** Of every output position along each axis; undefined where the layer does what is not known. */
type Field = readonly AxisField[] | undefined;

type Fields = Map<string, Field>;

function inputField(node: GraphNode): Field {
  const rank = node.outputs[0]?.shape.length ?? 0;
  return Array.from({ length: Math.max(0, rank - 2) }, () => identity);
}

/** What any of several tensors that are joined depends on. */
function merged(fields: readonly Field[]): Field {
  let joined: Field = fields[0];
  for (const field of fields.slice(1)) joined = joinOf(joined, field);
  return joined;
}

function joinOf(a: Field, b: Field): Field {
  if (a === undefined || b === undefined) return undefined;
  const [more, less] = a.length >= b.length ? [a, b] : [b, a];
  if (less.length === 0) return more;
  // A part without places, such as a gate, sees everything.
  if (less.length !== more.length) return more.map(() => whole);
  return allKnown(more.map((axis, i) => union(axis, less[i] ?? whole)));
}

function allKnown(axes: readonly (AxisField | undefined)[]): Field {
  const known = axes.filter((axis) => axis !== undefined);
  return known.length === axes.length ? known : undefined;
}

function throughWindow(node: GraphNode, field: Field): Field {
  const windows = windowOf(node);
  if (field === undefined || windows === undefined) return undefined;
  if (field.every(isWhole)) return field;
  if (windows.length !== field.length) return undefined;
  return allKnown(
    windows.map((window, i) => {
      const axis = field[i];
      return axis === undefined ? undefined : windowed(axis, window);
    }),
  );
}

/** A tensor that is stretched over an axis of the output is seen whole along it. */
function broadcast(node: GraphNode, field: Field, input: number): Field {
  const from = node.inputs[input]?.shape;
  const to = node.outputs[0]?.shape;
  if (from === undefined || from.length !== to?.length) return field;
  return field?.map((axis, i) => (from[i + 1] === 1 && to[i + 1] !== 1 ? whole : axis));
}

/** Whether a merge puts tensors one after another along an axis of places. */
function joinsPlaces({ className, config, outputs }: GraphNode): boolean {
  if (className !== 'Concatenate') return false;
  const rank = outputs[0]?.shape.length ?? 0;
  const axis = Number(config['axis'] ?? -1);
  return axis !== -1 && axis !== rank - 1;
}

function normalizesPlaces({ className, config, inputs }: GraphNode): boolean {
  if (className !== 'LayerNormalization') return false;
  const rank = inputs[0]?.shape.length ?? 0;
  const axes: readonly unknown[] = Array.isArray(config['axis'])
    ? config['axis']
    : [config['axis'] ?? -1];
  return axes.some((axis) => axis !== -1 && axis !== rank - 1);
}

function sameShape({ inputs, outputs }: GraphNode): boolean {
  const [from, to] = [inputs[0]?.shape, outputs[0]?.shape];
  return from?.length === to?.length && from?.every((n, i) => n === to?.[i]) === true;
}

function fieldOf(node: GraphNode, read: readonly Field[]): Field {
  const { className } = node;
  const joined = merged(read.map((field, input) => broadcast(node, field, input)));
  if (wholeClasses.has(className) || joinsPlaces(node) || normalizesPlaces(node))
    return longest(read)?.map(() => whole);
  if (pointwiseClasses.has(className)) return joined;
  if (className === 'Reshape') return sameShape(node) ? joined : longest(read)?.map(() => whole);
  return throughWindow(node, joined);
}

function longest(fields: readonly Field[]): Field {
  return fields.reduce(
    (most, field) => ((field?.length ?? 0) > (most?.length ?? -1) ? field : most),
    undefined,
  );
}

/** Walks one level; `given` are the fields of what enters a nested model. */
function walk(
  graph: InnerGraph,
  given: readonly Field[] | undefined,
  fields: Fields,
): readonly Field[] {
  const reads = new Map<string, (string | undefined)[]>();
  for (const { from, to, input } of graph.edges) {
    const list = reads.get(to) ?? [];
    reads.set(to, list);
    list[input] = from;
  }
  for (const node of graph.nodes) {
    const read = (reads.get(node.id) ?? [])
      .filter((id) => id !== undefined)
      .map((id) => fields.get(id));
    fields.set(node.id, levelField(graph, node, read, given, fields));
  }
  return graph.outputs.map((id) => fields.get(id));
}

function levelField(
  graph: InnerGraph,
  node: GraphNode,
  read: readonly Field[],
  given: readonly Field[] | undefined,
  fields: Fields,
): Field {
  const entry = graph.inputs.indexOf(node.id);
  if (entry >= 0 && read.length === 0) return given === undefined ? inputField(node) : given[entry];
  if (node.inner !== undefined) return merged(walk(node.inner, read, fields));
  return read.length === 0 ? undefined : fieldOf(node, read);
}

function published(field: Field): ReceptiveField | undefined {
  if (field === undefined || field.length === 0) return undefined;
  return { size: field.map(sizeOf), stride: field.map(strideOf), padding: field.map(paddingOf) };
}

/**
 * The receptive fields of a graph's nodes, those of nested models too, by id. A node is not in the map
 * where the input has no spatial axis, or where what a layer reads is not known. The field is that of
 * inference: batch statistics join all positions in training, and are not looked at. Where branches
 * meet, it is the smallest window that holds the branches' windows.
 */
export function receptiveFields(graph: InnerGraph): ReadonlyMap<string, ReceptiveField> {
  const fields: Fields = new Map();
  walk(graph, undefined, fields);
  const found = new Map<string, ReceptiveField>();
  for (const [id, field] of fields) {
    const known = published(field);
    if (known !== undefined) found.set(id, known);
  }
  return found;
}
