/**
 * The quick fix of a sum whose paths do not fit: a projection around the shortcut, written into the
 * call that joins them.
 */
import type { ArrayExpression, CallExpression, File, Node } from '@babel/types';
import type { ProjectionFix, SourcePlace } from '../protocol/failure';
import { parseSource } from './parse';
import { projectionFunction, projectionText, type Surroundings } from './projectionText';
import { isRepeated } from './repeated';
import { tensorflowNames } from './tensorflowNames';
import { walk } from './walk';

/** Text that takes the place of what stands from `start` to `end`, in UTF-16 units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where the failing call stands: its `.apply`, line and column from 1. */
export type CallPlace = Pick<SourcePlace, 'line' | 'column'>;

interface Merge {
  /** Of the name `apply`. */
  readonly place: CallPlace;
  readonly call: CallExpression;
  readonly inputs: ArrayExpression;
}

/** `[a, b]` of `[a, b]`, `([a, b])` and `[a, b] as Tensor[]`. */
function arrayOf(node: Node | undefined): ArrayExpression | undefined {
  switch (node?.type) {
    case 'ArrayExpression':
      return node;
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return arrayOf(node.expression);
    default:
      return undefined;
  }
}

/** A call `….apply([…])`. */
function mergeOf(node: Node): Merge | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const { property } = node.callee;
  const start = property.loc?.start;
  const inputs = arrayOf(node.arguments[0]);
  if (property.type !== 'Identifier' || property.name !== 'apply') return undefined;
  if (start === undefined || inputs === undefined) return undefined;
  return { place: { line: start.line, column: start.column + 1 }, call: node, inputs };
}

/** The call at a place; where the text has moved along its line, the only one of the line. */
function findMerge(tree: File, { line, column }: CallPlace): Merge | undefined {
  const merges: Merge[] = [];
  walk(tree.program, (node) => {
    const merge = mergeOf(node);
    if (merge?.place.line === line) merges.push(merge);
    return undefined;
  });
  const exact = merges.find(({ place }) => place.column === column);
  return exact ?? (merges.length === 1 ? merges[0] : undefined);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The inputs of a merge of two, each written out. */
function inputRanges({ elements }: ArrayExpression): [Range, Range] | undefined {
  const ranges = elements.flatMap((element): Range[] => {
    const { start, end, type } = element ?? {};
    return start == null || end == null || type === 'SpreadElement' ? [] : [{ start, end }];
  });
  const [first, second] = ranges;
  const isPair = elements.length === 2 && first !== undefined && second !== undefined;
  return isPair ? [first, second] : undefined;
}

/** What can be written twice and means the same: `y`, `this.y`, `outputs.main`. */
const plainName =
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*(\.#?[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

/** `projectShortcut`, or with a number where the text has that word. */
function freeFunctionName(text: string): string {
  let name = 'projectShortcut';
  for (let n = 2; new RegExp(`\\b${name}\\b`).test(text); n++) name = `projectShortcut${n}`;
  return name;
}

/** A call of a function that is written at the end of the file. */
function generalEdits(
  around: Surroundings,
  fix: ProjectionFix,
  range: Range,
  main: string,
): TextEdit[] | undefined {
  const { text } = around;
  const name = freeFunctionName(text);
  const added = projectionFunction(around, fix, name);
  if (added === undefined || !plainName.test(main)) return undefined;
  const call = `${name}(${text.slice(range.start, range.end)}, ${main})`;
  const lineEnd = text.endsWith('\n') ? '' : '\n';
  return [
    { ...range, text: call },
    { start: text.length, end: text.length, text: `${lineEnd}${added}` },
  ];
}

export interface ProjectionEdits {
  /** In the order of the text. */
  readonly edits: readonly TextEdit[];
  /** Whether the projection takes its sizes from the tensors, so that it suits every call. */
  readonly general: boolean;
}

/**
 * The edits that make the paths of a sum fit, or undefined where the call, its inputs or the file's
 * name for tf.layers cannot be found in the text. A sum in a function of tensors or in a loop is made
 * more than once, of other shapes each time: there the sizes are not written as numbers.
 */
export function projectionEdits(
  file: string,
  text: string,
  place: CallPlace,
  fix: ProjectionFix,
): ProjectionEdits | undefined {
  const tree = parseSource(file, text);
  const names = tree && tensorflowNames(tree);
  const merge = tree && findMerge(tree, place);
  const ranges = merge && inputRanges(merge.inputs);
  const [range, main] = [ranges?.[fix.shortcut], ranges?.[1 - fix.shortcut]];
  if (!names || !merge || !range || !main) return undefined;
  const around = { tree, text, names, typed: /\.[cm]?tsx?$/i.test(file) };
  const general = isRepeated(tree, merge.call)
    ? generalEdits(around, fix, range, text.slice(main.start, main.end))
    : undefined;
  if (general !== undefined) return { edits: general, general: true };
  const projected = projectionText(around, fix, text.slice(range.start, range.end));
  return { edits: [{ ...range, text: projected }], general: false };
}
