/**
 * Finding the models that are plain functions of tensors, from the text alone: a function, or a
 * method of a class, with a parameter of type tf.Tensor and operations of tfjs in its body.
 */
import type { File, Node } from '@babel/types';
import type { EntryCandidate } from '../protocol/designer';
import { functionText } from './entryCalls';
import { functionName, isFunction, type FunctionNode } from './functions';
import { walk } from './walk';

/** How a file names TensorFlow.js. */
interface Imports {
  /** `tf` of `import * as tf`. */
  readonly namespaces: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

interface TensorFunction {
  readonly name: string;
  readonly node: FunctionNode;
  readonly expression: string;
  readonly needsArguments: boolean;
}

/** What makes models of layers, and is no operation on tensors. */
const notOperations: ReadonlySet<string> = new Set(
  `input layers model sequential Tensor SymbolicTensor LayersModel Sequential variable zeros ones
   randomNormal truncatedNormal initializers train losses metrics browser data io util env`.split(
    /\s+/,
  ),
);

/** A guess for tensors of each rank, batch first, to be edited: pictures, sequences, features. */
const guesses: ReadonlyMap<string, string> = new Map([
  ['Tensor1D', '[128]'],
  ['Tensor2D', '[1, 128]'],
  ['Tensor3D', '[1, 16, 128]'],
  ['Tensor4D', '[1, 224, 224, 3]'],
  ['Tensor5D', '[1, 16, 112, 112, 3]'],
]);

function addImport(node: Node, namespaces: Set<string>, names: Set<string>): void {
  if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier') {
    const { init } = node;
    const required =
      init?.type === 'CallExpression' &&
      init.callee.type === 'Identifier' &&
      init.callee.name === 'require';
    const [source] = required ? init.arguments : [];
    if (source?.type === 'StringLiteral' && source.value.startsWith('@tensorflow/tfjs'))
      namespaces.add(node.id.name);
  }
  if (node.type !== 'ImportDeclaration' || !node.source.value.startsWith('@tensorflow/tfjs'))
    return;
  for (const specifier of node.specifiers) {
    const whole = specifier.type !== 'ImportSpecifier';
    (whole ? namespaces : names).add(specifier.local.name);
  }
}

function importsOf(tree: File): Imports {
  const namespaces = new Set<string>();
  const names = new Set<string>();
  walk(tree.program, (node) => {
    addImport(node, namespaces, names);
    return undefined;
  });
  return { namespaces, names };
}

/** `Tensor4D` of a parameter that is a tensor; undefined for others, and for symbolic tensors. */
function tensorType(text: string, parameter: Node): string | undefined {
  if (!('typeAnnotation' in parameter)) return undefined;
  const annotation = parameter.typeAnnotation;
  if (annotation?.start == null || annotation.end == null) return undefined;
  const type = text.slice(annotation.start, annotation.end).replace(/^:\s*/, '');
  if (/SymbolicTensor|=>|\[\]|</.test(type)) return undefined;
  return /\b(Tensor(?:[1-6]D)?)\b/.exec(type)?.[1];
}

function zerosOf(imports: Imports, type: string, body: string): string | undefined {
  const [namespace] = imports.namespaces;
  const zeros = imports.names.has('zeros') ? 'zeros' : namespace && `${namespace}.zeros`;
  if (zeros === undefined) return undefined;
  const unranked = /conv2d|pool\b|Pool\(/i.test(body) ? 'Tensor4D' : 'Tensor2D';
  return `${zeros}(${guesses.get(type) ?? guesses.get(unranked) ?? '[1]'})`;
}

function isOptional(parameter: Node): boolean {
  if (parameter.type === 'AssignmentPattern' || parameter.type === 'RestElement') return true;
  return parameter.type === 'Identifier' && parameter.optional === true;
}

interface Arguments {
  readonly text: string;
  readonly complete: boolean;
}

/** Zeros for the tensors, and the names of everything else that has to be given. */
function argumentsFor(
  text: string,
  parameters: readonly Node[],
  zeros: (type: string) => string | undefined,
): Arguments {
  const parts = parameters
    .filter((parameter) => !isOptional(parameter))
    .map((parameter) => {
      const type = tensorType(text, parameter);
      const value = type === undefined ? undefined : zeros(type);
      const name = parameter.type === 'Identifier' ? parameter.name : '{}';
      return { text: value ?? name, complete: value !== undefined };
    });
  return {
    text: parts.map((part) => part.text).join(', '),
    complete: parts.every(({ complete }) => complete),
  };
}

function calledName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier')
    return node.property.name;
  return undefined;
}

/** Whether a call is of an operation: `tf.add(…)`, `add(…)` of an import, or `x.add(…)`. */
function isOperation(callee: Node, imports: Imports, parameters: ReadonlySet<string>): boolean {
  const name = calledName(callee);
  if (name === undefined || notOperations.has(name)) return false;
  if (callee.type === 'Identifier') return imports.names.has(name);
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false;
  return imports.namespaces.has(callee.object.name) || parameters.has(callee.object.name);
}

/** Names of what a function calls, and whether an operation is among it. */
function callsIn(node: FunctionNode, imports: Imports): { names: Set<string>; operates: boolean } {
  const parameters = new Set(node.params.flatMap((p) => (p.type === 'Identifier' ? p.name : [])));
  const names = new Set<string>();
  let operates = false;
  walk(node.body, (inner) => {
    if (inner.type !== 'CallExpression') return undefined;
    operates ||= isOperation(inner.callee, imports, parameters);
    const name = calledName(inner.callee);
    if (name !== undefined) names.add(name);
    return undefined;
  });
  return { names, operates };
}

/** The callee of a function in the file's own scope: `net`, `new Net().forward`, `Net.apply`. */
function calleeText(
  node: FunctionNode,
  parents: readonly Node[],
  name: string,
): string | undefined {
  if (node.type === 'ClassMethod') {
    const owner = parents[1];
    // A class that is derived from one of tfjs is called by tfjs.
    if (owner?.type !== 'ClassDeclaration' || owner.superClass != null || node.kind !== 'method')
      return undefined;
    const made = owner.body.body.find((m) => m.type === 'ClassMethod' && m.kind === 'constructor');
    const needs = made?.type === 'ClassMethod' && made.params.some((p) => !isOptional(p));
    if (needs) return undefined;
    const method = name.slice(name.indexOf('.') + 1);
    return node.static ? name : `new ${owner.id?.name ?? ''}().${method}`;
  }
  return functionText(node, parents, name);
}

function tensorFunction(
  text: string,
  node: FunctionNode,
  parents: readonly Node[],
  imports: Imports,
): TensorFunction | undefined {
  const name = functionName(node, parents);
  const callee = name === undefined ? undefined : calleeText(node, parents, name);
  if (name === undefined || callee === undefined) return undefined;
  if (!node.params.some((parameter) => tensorType(text, parameter) !== undefined)) return undefined;
  const body = text.slice(node.body.start ?? 0, node.body.end ?? 0);
  const given = argumentsFor(text, node.params, (type) => zerosOf(imports, type, body));
  const call = `${callee}(${given.text})`;
  const expression = node.async === true ? `await ${call}` : call;
  return { name, node, expression, needsArguments: !given.complete };
}

/** Those that call operations, themselves or through another of the file's. */
function operating(functions: readonly TensorFunction[], imports: Imports): TensorFunction[] {
  const calls = new Map(functions.map((f) => [f, callsIn(f.node, imports)]));
  const found = new Set(functions.filter((f) => calls.get(f)?.operates === true));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    const names = new Set([...found].map(shortName));
    for (const f of functions)
      if ([...(calls.get(f)?.names ?? [])].some((name) => names.has(name))) found.add(f);
  }
  return functions.filter((f) => found.has(f));
}

function shortName({ name }: TensorFunction): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Names that the file calls somewhere outside of the function of that name. */
function calledElsewhere(tree: File, functions: readonly TensorFunction[]): Set<string> {
  const bodies = new Map(functions.map((f) => [f.node as Node, shortName(f)]));
  const called = new Set<string>();
  const visit = (root: Node, inside: string | undefined): void =>
    walk(root, (node) => {
      const own = node === root ? undefined : bodies.get(node);
      if (own !== undefined) {
        visit(node, own);
        return false;
      }
      const name = node.type === 'CallExpression' ? calledName(node.callee) : undefined;
      if (name !== undefined && name !== inside) called.add(name);
      return undefined;
    });
  visit(tree.program, undefined);
  return called;
}

/**
 * Functions of tensors that nothing else in the file calls, with a call that shows them. Parts that
 * others call are met in those.
 */
export function discoverTensorFunctions(text: string, tree: File): EntryCandidate[] {
  const imports = importsOf(tree);
  if (imports.namespaces.size + imports.names.size === 0) return [];
  const all: TensorFunction[] = [];
  walk(tree.program, (node, parents) => {
    const found = isFunction(node) ? tensorFunction(text, node, parents, imports) : undefined;
    if (found !== undefined) all.push(found);
    return undefined;
  });
  const called = calledElsewhere(tree, all);
  return operating(all, imports)
    .filter((f) => !called.has(shortName(f)))
    .map(({ name, node, expression, needsArguments }) => ({
      label: name,
      line: node.loc?.start.line ?? 1,
      expression,
      needsArguments,
    }));
}
