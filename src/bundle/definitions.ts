/** What a file defines that may build a model: functions, methods, constants and classes. */
import type { File, Node } from '@babel/types';
import { curried, partial } from './curried';
import { defaultExport, namelessDefault } from './defaultExport';
import {
  annotationNamesModel,
  bodyOf,
  getterName,
  isModelClass,
  unwrap,
  type Definition,
} from './definition';
import { callOf, construction, isFileScope, objectMember } from './entryCalls';
import { functionName, isFunction, type FunctionNode } from './functions';
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
  return [definition, ...curried(text, definition)];
}

/** `const model = tf.sequential(…)` at the top of the file; one that holds a function is that function. */
function constantDefinition(
  text: string,
  node: Node,
  parents: readonly Node[],
): Definition | undefined {
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init)
    return undefined;
  if (!isFileScope(parents[1]) || isFunction(unwrap(node.init))) return undefined;
  return {
    name: node.id.name,
    line: lineOf(node),
    call: { text: node.id.name, needed: false },
    annotated: annotationNamesModel(text, node.id.typeAnnotation),
    results: [node.init],
    locals: new Map(),
    node: node.init,
  };
}

/** `export default tf.sequential(…)`. */
function defaultDefinition(tree: File): Definition[] {
  const node = namelessDefault(tree);
  if (node === undefined || isFunction(unwrap(node)) || node.type === 'ClassDeclaration') return [];
  const call = { text: defaultExport, needed: false };
  return [
    {
      name: 'default',
      line: lineOf(node),
      call,
      annotated: false,
      results: [node],
      locals: new Map(),
      node,
    },
  ];
}

/** `class Net extends tf.Sequential`: building one is building a model. */
function classDefinition(node: Node, parents: readonly Node[]): Definition | undefined {
  if (node.type !== 'ClassDeclaration' || node.superClass == null) return undefined;
  const call = construction(node, parents[0]);
  if (call === undefined || !isModelClass(node.superClass)) return undefined;
  return {
    name: node.id?.name ?? 'default',
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
    const other = constantDefinition(text, node, parents) ?? classDefinition(node, parents);
    if (other !== undefined) found.push(other);
    return undefined;
  });
  const byName = new Map(found.map((definition) => [definition.name, definition]));
  return found.map((definition) => partial(definition, byName) ?? definition);
}
