/** What a file defines that may build a model: functions, methods, constants and classes. */
import type { File, Node } from '@babel/types';
import { exportsName, exportsText } from './commonExports';
import { curried, partial } from './curried';
import { declared } from './declared';
import { defaultExport, namelessDefault } from './defaultExport';
import {
  annotationNamesModel,
  bodyOf,
  getterName,
  isModelClass,
  unwrap,
  type Definition,
} from './definition';
import { callOf, construction, isClass, isFileScope, objectMember } from './entryCalls';
import { functionName, holderName, isFunction, unwrapped, type FunctionNode } from './functions';
import { partsOf } from './parts';
import { methodOfSomething } from './targets';
import { walk } from './walk';

function lineOf(node: Node): number {
  return node.loc?.start.line ?? 1;
}

/** Whether the file's own code knows a function by its name wherever it stands: `this.#build()`. */
function isPrivateMember(node: FunctionNode, parents: readonly Node[]): boolean {
  return node.type === 'ClassPrivateMethod'
    ? node.kind === 'method' || node.kind === 'get'
    : parents[0]?.type === 'ClassPrivateProperty';
}

/** A method of an object that a function makes: what a chain of calls may end in. */
function isOfObject(node: FunctionNode, parents: readonly Node[]): boolean {
  return node.type === 'ObjectMethod' || unwrapped(parents)[0]?.type === 'ObjectProperty';
}

function isGetter(node: FunctionNode): boolean {
  return 'kind' in node && node.kind === 'get';
}

/** What a function goes by among definitions, and the call of it. */
function namedFunction(
  node: FunctionNode,
  parents: readonly Node[],
): Pick<Definition, 'name' | 'call'> | undefined {
  const member = objectMember(node, parents);
  const name = member?.name ?? functionName(node, parents);
  if (name === undefined) return undefined;
  const call = member?.call ?? callOf(node, parents, name);
  if (call === undefined && isOfObject(node, parents))
    return { name: methodOfSomething(name), call };
  if (call === undefined && !isPrivateMember(node, parents)) return undefined;
  return { name: isGetter(node) ? getterName(name) : name, call };
}

function functionDefinitions(
  text: string,
  node: FunctionNode,
  parents: readonly Node[],
): Definition[] {
  const named = namedFunction(node, parents);
  if (named === undefined) return [];
  const { name, call } = named;
  const definition = {
    name,
    line: lineOf(node),
    call: call && node.async === true ? { ...call, text: `await ${call.text}` } : call,
    annotated: annotationNamesModel(text, node.returnType),
    ...bodyOf(node),
    node,
  };
  return [definition, ...curried(text, definition)].flatMap((one) => [one, ...partsOf(one)]);
}

/** Functions and classes are definitions of their own. */
function isValue(node: Node): boolean {
  return !isFunction(node) && !isClass(node);
}

function constant(name: string, text: string, value: Node, line: number): Definition {
  const call = { text, needed: false };
  const known = { annotated: false, results: [value], locals: new Map() };
  return { name, line, call, ...known, node: value };
}

/**
 * `const model = tf.sequential(…)` and `const { model } = build()` at the top of the file; one that holds a
 * function is that function.
 */
function constantDefinitions(text: string, node: Node, parents: readonly Node[]): Definition[] {
  if (node.type !== 'VariableDeclarator' || !isFileScope(parents[1])) return [];
  const annotated =
    'typeAnnotation' in node.id && annotationNamesModel(text, node.id.typeAnnotation);
  return declared(node)
    .filter(([, value]) => isValue(unwrap(value)))
    .map(([name, value]) => ({ ...constant(name, name, value, lineOf(node)), annotated }));
}

/** `exports.model = tf.sequential(…)`. */
function exportedConstant(node: Node, parents: readonly Node[]): Definition[] {
  if (node.type !== 'AssignmentExpression' || !isFileScope(parents[1])) return [];
  const [name, text] = [exportsName(node.left), exportsText(node.left)];
  if (name === undefined || text === undefined || !isValue(unwrap(node.right))) return [];
  return [constant(name, text, node.right, lineOf(node))];
}

/** `export default tf.sequential(…)`. */
function defaultDefinition(tree: File): Definition[] {
  const node = namelessDefault(tree);
  if (node === undefined || isFunction(unwrap(node)) || node.type === 'ClassDeclaration') return [];
  return [constant('default', defaultExport, node, lineOf(node))];
}

/** `class Net extends tf.Sequential`: building one is building a model. */
function classDefinition(node: Node, parents: readonly Node[]): Definition | undefined {
  if (!isClass(node) || node.superClass == null) return undefined;
  const call = construction(node, parents);
  if (call === undefined || !isModelClass(node.superClass)) return undefined;
  return {
    name: node.id?.name ?? holderName(parents) ?? 'default',
    line: lineOf(node),
    call,
    annotated: true,
    results: [],
    locals: new Map(),
    node,
  };
}

export function definitionsOf(text: string, tree: File): Definition[] {
  const found = defaultDefinition(tree);
  walk(tree.program, (node, parents) => {
    if (isFunction(node)) found.push(...functionDefinitions(text, node, parents));
    found.push(...constantDefinitions(text, node, parents), ...exportedConstant(node, parents));
    const model = classDefinition(node, parents);
    if (model !== undefined) found.push(model);
    return undefined;
  });
  const byName = new Map(found.map((definition) => [definition.name, definition]));
  return found.map((definition) => partial(definition, byName) ?? definition);
}
