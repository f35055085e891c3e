/** The layers that a class of the user's own is made of, as its text says. */
import type { ClassBody, ClassDeclaration, ClassExpression, File, Node } from '@babel/types';
import type { SourcePlace } from '../protocol/failure';
import { unwrap } from './definition';
import { isFunction } from './functions';
import { walk } from './walk';

export type ClassNode = ClassDeclaration | ClassExpression;

export interface InnerLayers {
  readonly owner: ClassNode;
  /** `this.dense`, `...this.blocks`, in the order in which they stand. */
  readonly elements: readonly string[];
  /** Whether one is not there yet when the constructor is done. */
  readonly late: boolean;
}

/** A member that is given layers. */
interface Member {
  readonly name: string;
  readonly value: Node;
  /** How the member is a list of them: by its value, by what is pushed, or not. */
  readonly pushed: boolean;
  readonly late: boolean;
}

type Position = Pick<SourcePlace, 'line' | 'column'>;

function holds({ loc }: Node, { line, column }: Position): boolean {
  if (loc == null) return false;
  const at = column - 1;
  const after = loc.start.line < line || (loc.start.line === line && loc.start.column <= at);
  return after && (line < loc.end.line || (line === loc.end.line && at < loc.end.column));
}

/** The innermost class around a place that is derived from another. */
function classAt({ program }: File, place: Position): ClassNode | undefined {
  let found: ClassNode | undefined;
  walk(program, (node) => {
    if (!holds(node, place)) return node === program ? undefined : false;
    const isClass = node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
    if (isClass && node.superClass != null) found = node;
    return undefined;
  });
  return found;
}

function keyText(key: Node): string | undefined {
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return key.type === 'Identifier' ? key.name : undefined;
}

/** `dense` of `this.dense`. */
function ownName(node: Node): string | undefined {
  if (node.type !== 'MemberExpression' || node.computed) return undefined;
  return node.object.type === 'ThisExpression' ? keyText(node.property) : undefined;
}

function memberOf(node: Node, late: boolean): Member | undefined {
  switch (node.type) {
    case 'ClassProperty':
    case 'ClassPrivateProperty': {
      const name = keyText(node.key);
      if (name === undefined || node.value == null || node.static) return undefined;
      return { name, value: node.value, pushed: false, late: false };
    }
    case 'AssignmentExpression': {
      const name = ownName(node.left);
      return name === undefined ? undefined : { name, value: node.right, pushed: false, late };
    }
    case 'CallExpression': {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || keyText(callee.property) !== 'push')
        return undefined;
      const name = ownName(callee.object);
      return name === undefined ? undefined : { name, value: node, pushed: true, late };
    }
    default:
      return undefined;
  }
}

function membersOf({ body }: ClassBody): Member[] {
  const found: Member[] = [];
  for (const part of body) {
    const late = part.type === 'ClassMethod' && part.kind !== 'constructor';
    walk(part, (node) => {
      if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') return false;
      const member = memberOf(node, late);
      if (member !== undefined) found.push(member);
      return undefined;
    });
  }
  return found;
}

const lists: ReadonlySet<string> = new Set(['map', 'flatMap', 'from', 'of', 'fill', 'concat']);

/** How the member stands in a list of layers; undefined where it is neither a layer nor a list. */
function elementOf({ name, value, pushed }: Member): string | undefined {
  const whole = unwrap(value);
  if (pushed || whole.type === 'ArrayExpression') return `...this.${name}`;
  if (whole.type === 'ObjectExpression') return `...Object.values(this.${name})`;
  if (whole.type === 'NewExpression')
    return /^(Map|Set|Array)$/.test(calleeText(whole.callee)) ? undefined : `this.${name}`;
  if (whole.type !== 'CallExpression') return undefined;
  const isList =
    whole.callee.type === 'MemberExpression' && lists.has(keyText(whole.callee.property) ?? '');
  return isList ? `...this.${name}` : `this.${name}`;
}

function calleeText(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return '';
  return `${calleeText(node.object)}.${keyText(node.property) ?? ''}`;
}

/** Whether a value has variables of tfjs in it: `tf.variable(…)`, `variable(…)` of an import. */
function makesVariables({ value }: Member): boolean {
  if (isFunction(unwrap(value))) return false;
  let found = false;
  walk(value, (node) => {
    if (node.type === 'CallExpression')
      found ||= /^(\w+\.)?variable$/.test(calleeText(node.callee));
    return undefined;
  });
  return found;
}

/** Whether a value has layers in it: of tf.layers, models, and objects of other classes. */
function makesLayers({ value }: Member, layers: string): boolean {
  if (isFunction(unwrap(value))) return false;
  const namespace = layers.replace(/\.?layers$/, '');
  let found = false;
  walk(value, (node) => {
    if (node.type === 'NewExpression') found ||= !(calleeText(node.callee) in globalThis);
    if (node.type !== 'CallExpression') return undefined;
    const callee = calleeText(node.callee);
    const prefix = namespace === '' ? '' : `${namespace}.`;
    const isModel = callee === `${prefix}sequential` || callee === `${prefix}model`;
    found ||= isModel || callee.startsWith(`${layers}.`);
    return undefined;
  });
  return found;
}

/**
 * The inner layers of the class around a place where one is made. Undefined where that one is no
 * member of the class, such as a layer that every call makes anew, or where a member cannot be listed.
 * @param layers the file's name for tf.layers.
 */
export function innerLayersAt(
  tree: File,
  layers: string,
  place: Position,
): InnerLayers | undefined {
  const owner = classAt(tree, place);
  if (owner === undefined) return undefined;
  const members = membersOf(owner.body).filter((member) => makesLayers(member, layers));
  if (!members.some(({ value }) => holds(value, place))) return undefined;
  const elements = members.map(elementOf);
  if (elements.includes(undefined)) return undefined;
  const unique = new Set(elements.filter((element) => element !== undefined));
  return { owner, elements: [...unique], late: members.some(({ late }) => late) };
}

/** A member that holds a variable, or a list of variables. */
export interface VariableMember {
  readonly name: string;
  readonly list: boolean;
}

interface InnerVariables {
  readonly owner: ClassNode;
  readonly members: readonly VariableMember[];
  /** Properties that may be given no other value as they stand: where the word `readonly` begins. */
  readonly readonlyAt: readonly number[];
}

/**
 * The variables of the class around a place where one is made. Undefined where that one is no member of
 * the class, is made where neither its constructor nor `build` are, or stands in a map.
 */
export function innerVariablesAt(
  tree: File,
  text: string,
  place: Position,
): InnerVariables | undefined {
  const owner = classAt(tree, place);
  if (owner === undefined) return undefined;
  const members = membersOf(owner.body).filter(makesVariables);
  if (!members.some(({ value }) => holds(value, place))) return undefined;
  const found = members.map((member) => ({ member, element: elementOf(member) }));
  if (found.some(({ element }) => element === undefined || element.startsWith('...Object')))
    return undefined;
  if (!owner.body.body.every((part) => beforeBuildEnds(part))) return undefined;
  const names = new Map(
    found.map(({ member: { name }, element }) => [name, element?.startsWith('...') === true]),
  );
  const readonlyAt = owner.body.body.flatMap((part) => readonlyOf(part, names, text));
  return { owner, members: [...names].map(([name, list]) => ({ name, list })), readonlyAt };
}

/** Whether all variables that a part of a class makes are there when `build` is done. */
function beforeBuildEnds(part: Node): boolean {
  if (part.type !== 'ClassMethod' && part.type !== 'ClassPrivateMethod') return true;
  const name = keyText(part.key);
  if (part.kind === 'constructor' || name === 'build') return true;
  let makes = false;
  walk(part, (node) => {
    const member = memberOf(node, true);
    makes ||= member !== undefined && makesVariables(member);
    return undefined;
  });
  return !makes;
}

function readonlyOf(part: Node, names: ReadonlyMap<string, boolean>, text: string): number[] {
  if (part.type !== 'ClassProperty' && part.type !== 'ClassPrivateProperty') return [];
  const name = keyText(part.key);
  if (name === undefined || !names.has(name) || part.readonly !== true) return [];
  const at = text.slice(part.start ?? 0, part.key.start ?? 0).lastIndexOf('readonly ');
  return at === -1 ? [] : [(part.start ?? 0) + at];
}
