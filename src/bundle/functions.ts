/** The user's named functions: what a syntax tree says of them, for tracing and for lenses. */
import type {
  ArrowFunctionExpression,
  ClassMethod,
  ClassPrivateMethod,
  FunctionDeclaration,
  FunctionExpression,
  Node,
  ObjectMethod,
} from '@babel/types';
import { exportsName } from './commonExports';

export type FunctionNode =
  | ArrowFunctionExpression
  | ClassMethod
  | ClassPrivateMethod
  | FunctionDeclaration
  | FunctionExpression
  | ObjectMethod;

const functionTypes: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'ClassMethod',
  'ClassPrivateMethod',
  'FunctionDeclaration',
  'FunctionExpression',
  'ObjectMethod',
]);

export function isFunction(node: Node): node is FunctionNode {
  return functionTypes.has(node.type);
}

function keyName(key: Node): string | undefined {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return key.type === 'StringLiteral' ? key.value : undefined;
}

const wrappers: ReadonlySet<string> = new Set([
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
]);

/** What is around a node, without the parentheses and types right around it. */
export function unwrapped(parents: readonly Node[]): readonly Node[] {
  const first = parents.findIndex(({ type }) => !wrappers.has(type));
  return first === -1 ? [] : parents.slice(first);
}

/** A class without a name goes by what holds it; by `default` where it is the file's default export. */
function className(parents: readonly Node[]): string | undefined {
  const at = parents.findIndex(
    ({ type }) => type === 'ClassDeclaration' || type === 'ClassExpression',
  );
  const owner = parents[at];
  if (owner && 'id' in owner && owner.id?.type === 'Identifier') return owner.id.name;
  return at === -1 ? undefined : holderName(parents.slice(at + 1));
}

function methodName(key: Node, parents: readonly Node[]): string | undefined {
  const name = keyName(key);
  const owner = className(parents);
  if (name === 'constructor') return owner;
  return name !== undefined && owner !== undefined ? `${owner}.${name}` : name;
}

/**
 * The name of what a function is assigned to: `const block = (x) => …`, `{ block: (x) => … }`. The
 * default export of a file is `default`.
 */
export function holderName(around: readonly Node[]): string | undefined {
  const parents = unwrapped(around);
  const [holder] = parents;
  switch (holder?.type) {
    case 'VariableDeclarator':
      return holder.id.type === 'Identifier' ? holder.id.name : undefined;
    case 'AssignmentExpression':
      return holder.left.type === 'Identifier' ? holder.left.name : exportsName(holder.left);
    case 'ObjectProperty':
      return keyName(holder.key);
    case 'ClassProperty':
    case 'ClassPrivateProperty':
      return methodName(holder.key, parents.slice(1));
    case 'ExportDefaultDeclaration':
      return 'default';
    default:
      return undefined;
  }
}

/**
 * The name people know a function by: `bottleneck`, `Net.block`, the class's own name for its
 * constructor. Undefined for callbacks without a name, which are no part of a model's hierarchy.
 */
export function functionName(node: FunctionNode, parents: readonly Node[]): string | undefined {
  switch (node.type) {
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return methodName(node.key, parents);
    case 'ObjectMethod':
      return keyName(node.key);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return node.id?.name ?? holderName(parents);
    case 'ArrowFunctionExpression':
      return holderName(parents);
  }
}
