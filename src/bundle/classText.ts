/** Writing into the text of a class: members at its end, lines at the end of its `build`. */
import type { ClassMethod, Node } from '@babel/types';
import { isFunction } from './functions';
import type { ClassNode } from './innerLayers';
import type { TextEdit } from './projectionEdit';
import { walk } from './walk';

/** A class of a file, and how to write into it. */
export interface ClassPlan {
  readonly text: string;
  readonly owner: ClassNode;
  /** The file's name for TensorFlow.js. */
  readonly tf: string;
  readonly typed: boolean;
  /** Of members, and of one more level. */
  readonly indent: string;
  readonly step: string;
}

export function methodOf({ body }: ClassNode, name: string): ClassMethod | undefined {
  for (const part of body.body) {
    if (part.type !== 'ClassMethod' || part.static) continue;
    if (part.key.type === 'Identifier' && part.key.name === name) return part;
  }
  return undefined;
}

/** `wanted`, with a number where the class has that name already. */
export function freeName({ body }: ClassNode, text: string, wanted: string): string {
  const own = text.slice(body.start ?? 0, body.end ?? 0);
  let name = wanted;
  for (let n = 2; new RegExp(`\\b${name}\\b`).test(own); n++) name = `${wanted}${n}`;
  return name;
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** The spaces before a member of a class, and those that it has more than the class. */
export function indentsOf(
  { body, start }: ClassNode,
  text: string,
): [indent: string, step: string] {
  const outer = indentAt(text, start ?? 0);
  const indent = indentAt(text, body.body[0]?.start ?? start ?? 0);
  const step = indent.startsWith(outer) && indent !== outer ? indent.slice(outer.length) : '  ';
  return [outer + step, step];
}

function indented(lines: readonly string[], indent: string): string {
  return lines.map((line) => (line === '' ? '\n' : `${indent}${line}\n`)).join('');
}

/** Where the text of a line begins that a closing brace stands alone on; else the brace itself. */
function beforeBrace(text: string, end: number): { readonly at: number; readonly lead: string } {
  const brace = end - 1;
  const start = text.lastIndexOf('\n', brace) + 1;
  return text.slice(start, brace).trim() === ''
    ? { at: start, lead: '' }
    : { at: brace, lead: '\n' };
}

export function inserted(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

/** The values that a function returns, those of functions in it left out. */
export function returnsOf(body: Node): Node[] {
  const found: Node[] = [];
  walk(body, (node) => {
    if (isFunction(node)) return false;
    if (node.type === 'ReturnStatement') found.push(node.argument ?? node);
    return undefined;
  });
  return found;
}

/** Lines for `build`, given the name of what it is given. */
type BuildLines = (shape: string) => string[];

/** A `build` of its own, where the class has none. */
function wholeBuild({ typed, tf, step }: ClassPlan, linesOf: BuildLines): string[] {
  const head = typed
    ? `override build(inputShape: ${tf}.Shape | ${tf}.Shape[]): void {`
    : 'build(inputShape) {';
  const lines = ['super.build(inputShape);', ...linesOf('inputShape')];
  return ['', head, ...lines.map((line) => `${step}${line}`), '}'];
}

/** More lines in the class's own `build`; undefined where its end may not be reached. */
function ownBuild(
  { text, tf, typed, indent, step }: ClassPlan,
  build: ClassMethod,
  linesOf: BuildLines,
): TextEdit[] | undefined {
  const [parameter] = build.params;
  if (returnsOf(build.body).length > 0 || (parameter && parameter.type !== 'Identifier'))
    return undefined;
  const { at, lead } = beforeBrace(text, build.body.end ?? 0);
  const lines = indented(linesOf(parameter?.name ?? 'inputShape'), `${indent}${step}`);
  const end = lead === '' ? '' : indent;
  const tail = inserted(at, `${lead}${lines}${end}`);
  if (parameter !== undefined) return [tail];
  const open = text.indexOf('(', build.key.end ?? 0) + 1;
  return [inserted(open, typed ? `inputShape: ${tf}.Shape | ${tf}.Shape[]` : 'inputShape'), tail];
}

/**
 * Lines at the end of `build`, which is written where there is none, and members at the end of the class.
 * Undefined where the end of `build` may not be reached.
 */
export function classEdits(
  plan: ClassPlan,
  linesOf: BuildLines,
  members: readonly string[],
): TextEdit[] | undefined {
  const { owner, text, indent } = plan;
  const build = methodOf(owner, 'build');
  const inBuild = build === undefined ? [] : ownBuild(plan, build, linesOf);
  if (inBuild === undefined) return undefined;
  const all = [...members, ...(build === undefined ? wholeBuild(plan, linesOf) : [])];
  const { at, lead } = beforeBrace(text, owner.body.end ?? 0);
  return [...inBuild, inserted(at, `${lead}${indented(all, indent)}`)];
}
