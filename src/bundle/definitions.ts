/** What a file defines that may build a model: functions, methods, constants and classes. */
import type { File, Node } from '@babel/types';
import { curried, partial } from './curried';
import { defaultExport, namelessDefault } from './defaultExport';
import { callOf, construction, isFileScope, objectMember, type Call } from './entryCalls';
import { functionName, isFunction, type FunctionNode } from './functions';
import { walk } from './walk';

const modelTypes = /\b(LayersModel|Sequential|Container)\b/;
const modelClasses: ReadonlySet<string> = new Set(['LayersModel', 'Sequential']);

/** Something with a name that may build a model. */
export interface Definition {
  readonly name: string;
  readonly line: number;
  /** Undefined where only the file's own code can call it, as of a private method. */
  readonly call: Call | undefined;
  /** What it returns or is: looked through for model makers and for other definitions. */
  readonly results: readonly Node[];
  readonly annotated: boolean;
  /** Local names and what they are. */
  readonly locals: ReadonlyMap<string, Node>;
  /** All of it, for what it refers to. */
  readonly node: Node;
  /** Of a function that another one gives, what it takes. */
  readonly takes?: Call;
}

/** `f`, and `f` of `tf.f`. */
export function calleeName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier')
    return node.property.name;
  return undefined;
}

/** Whether making one of a class is making a model. */
export function isModelClass(callee: Node): boolean {
  return modelClasses.has(calleeName(callee) ?? '');
}

export function unwrap(node: Node): Node {
  let inner = node;
  while (
    inner.type === 'ParenthesizedExpression' ||
    inner.type === 'TSAsExpression' ||
    inner.type === 'TSNonNullExpression' ||
    inner.type === 'TSSatisfiesExpression' ||
    inner.type === 'AwaitExpression'
  ) {
    inner = inner.type === 'AwaitExpression' ? inner.argument : inner.expression;
  }
  return inner;
}

/** Whether the source text of a type annotation names a model type. */
export function annotationNamesModel(text: string, annotation: Node | null | undefined): boolean {
  if (annotation?.start == null || annotation.end == null) return false;
  const type = text.slice(annotation.start, annotation.end);
  return modelTypes.test(type) && !type.includes('=>');
}

/** Return expressions of a function and its local names, what nested functions hold left out. */
export function bodyOf(node: FunctionNode): Pick<Definition, 'results' | 'locals'> {
  const results: Node[] = [];
  const locals = new Map<string, Node>();
  if (node.body.type !== 'BlockStatement') return { results: [node.body], locals };
  walk(node.body, (inner) => {
    if (inner.type === 'FunctionDeclaration' && inner.id != null) locals.set(inner.id.name, inner);
    if (isFunction(inner)) return false;
    if (inner.type === 'ReturnStatement' && inner.argument) results.push(inner.argument);
    if (inner.type === 'VariableDeclarator' && inner.id.type === 'Identifier' && inner.init) {
      locals.set(inner.id.name, inner.init);
    }
    return undefined;
  });
  return { results, locals };
}

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

/** What a getter goes by: its name alone, as that of a method is, would be no model. */
export function getterName(name: string): string {
  return `get ${name}`;
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
