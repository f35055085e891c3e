/** The expressions that call what is defined in a file, as its own scope can name it. */
import type {
  Class,
  Identifier,
  Node,
  ObjectMethod,
  ObjectProperty,
  Pattern,
  TSParameterProperty,
  VoidPattern,
} from '@babel/types';
import { exportsText } from './commonExports';
import { defaultExport } from './defaultExport';
import { unwrapped, type FunctionNode } from './functions';

type Parameter = Identifier | Pattern | TSParameterProperty | VoidPattern | Node;

export interface Call {
  readonly text: string;
  /** Whether a parameter has no default, so that the text has to be edited. */
  readonly needed: boolean;
}

function hasDefault(parameter: Parameter): boolean {
  if (parameter.type === 'AssignmentPattern' || parameter.type === 'RestElement') return true;
  if (parameter.type === 'TSParameterProperty')
    return parameter.parameter.type === 'AssignmentPattern';
  return parameter.type === 'Identifier' && parameter.optional === true;
}

function parameterName(parameter: Parameter): string {
  const named = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  return named.type === 'Identifier' ? named.name : '{}';
}

export function argumentsFor(parameters: readonly Parameter[]): Call {
  const required = parameters.filter(
    (p) => !hasDefault(p) && !(p.type === 'Identifier' && p.name === 'this'),
  );
  return { text: required.map(parameterName).join(', '), needed: required.length > 0 };
}

/** Whether what stands directly in `holder` is in the file's own scope. */
export function isFileScope(holder: Node | undefined): boolean {
  return holder?.type === 'Program' || holder?.type.startsWith('Export') === true;
}

/** `exports.build` of `exports.build = …` in the file's own scope. */
function exported([assignment, statement, outer]: readonly Node[]): string | undefined {
  if (assignment?.type !== 'AssignmentExpression' || !isFileScope(outer)) return undefined;
  return statement?.type === 'ExpressionStatement' ? exportsText(assignment.left) : undefined;
}

/** What the file's own scope calls a value that is declared, exported or assigned there. */
function valueText(around: readonly Node[]): string | undefined {
  const [holder, , outer] = around;
  if (holder?.type === 'ExportDefaultDeclaration') return defaultExport;
  if (holder?.type !== 'VariableDeclarator') return exported(around);
  return holder.id.type === 'Identifier' && isFileScope(outer) ? holder.id.name : undefined;
}

/** What the file's own scope calls a class: its name, that of its variable, or `exports.default`. */
function classText(owner: Node | undefined, parents: readonly Node[]): string | undefined {
  if (owner?.type === 'ClassExpression') return valueText(unwrapped(parents));
  const [holder] = parents;
  if (owner?.type !== 'ClassDeclaration' || !isFileScope(holder)) return undefined;
  if (owner.id != null) return owner.id.name;
  return holder?.type === 'ExportDefaultDeclaration' ? defaultExport : undefined;
}

export function isClass(node: Node): node is Class {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

function constructorArguments({ body }: Class): Call {
  const made = body.body.find((m) => m.type === 'ClassMethod' && m.kind === 'constructor');
  return argumentsFor(made?.type === 'ClassMethod' ? made.params : []);
}

/** `new Net(depth)`; undefined for a class that the file's own scope cannot name. */
export function construction(owner: Node, parents: readonly Node[]): Call | undefined {
  const name = classText(owner, parents);
  if (name === undefined || !isClass(owner)) return undefined;
  const { text, needed } = constructorArguments(owner);
  return { text: `new ${name}(${text})`, needed };
}

/** What of a class can be called from outside: `member` is the method, or the property that holds it. */
function memberCall(
  node: FunctionNode,
  member: Node,
  [owner, ...parents]: readonly Node[],
  method: string,
): Call | undefined {
  const name = classText(owner, parents);
  if (name === undefined || owner === undefined) return undefined;
  if (member.type !== 'ClassMethod' && member.type !== 'ClassProperty') return undefined;
  const own = member.type === 'ClassMethod' ? memberUse(member) : called(node);
  if (own === undefined) return undefined;
  if (member.static) return { text: `${name}.${method}${own.text}`, needed: own.needed };
  const made = construction(owner, parents);
  if (made === undefined) return undefined;
  return { text: `${made.text}.${method}${own.text}`, needed: own.needed || made.needed };
}

function called({ params }: FunctionNode): Call {
  const { text, needed } = argumentsFor(params);
  return { text: `(${text})`, needed };
}

/** What stands behind the name of a member: arguments, or nothing for a getter. */
function memberUse(member: FunctionNode & { readonly kind: string }): Call | undefined {
  if (member.kind === 'get') return { text: '', needed: false };
  return member.kind === 'method' ? called(member) : undefined;
}

/** `models` of `const models = { … }`, `models.small` of an object in it; as the file's own scope says it. */
function objectText(around: readonly Node[]): string | undefined {
  const [holder, ...outer] = unwrapped(around);
  return holder?.type === 'ObjectProperty'
    ? memberText(holder, outer)
    : valueText(unwrapped(around));
}

/** `models.small`, `models['deep one']`; undefined where the file's scope has no name for the object. */
function memberText(
  { key, computed }: ObjectMethod | ObjectProperty,
  around: readonly Node[],
): string | undefined {
  const object = around[0]?.type === 'ObjectExpression' ? objectText(around.slice(1)) : undefined;
  if (object === undefined || computed) return undefined;
  if (key.type === 'Identifier') return `${object}.${key.name}`;
  return key.type === 'StringLiteral' ? `${object}[${JSON.stringify(key.value)}]` : undefined;
}

/** What a function in an object goes by, and how the file's own scope calls it. */
export function objectMember(
  node: FunctionNode,
  parents: readonly Node[],
): { readonly name: string; readonly call: Call } | undefined {
  const around = unwrapped(parents);
  const [holder] = around;
  const member = node.type === 'ObjectMethod' ? node : holder;
  if (member?.type !== 'ObjectMethod' && member?.type !== 'ObjectProperty') return undefined;
  const name = memberText(member, member === node ? parents : around.slice(1));
  const use = member.type === 'ObjectMethod' ? memberUse(member) : called(node);
  return name === undefined || use === undefined
    ? undefined
    : { name, call: { ...use, text: `${name}${use.text}` } };
}

const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What the file's own scope calls a function that is no method. */
export function functionText(
  node: FunctionNode,
  parents: readonly Node[],
  name: string,
): string | undefined {
  const around = unwrapped(parents);
  const [holder] = around;
  if (node.type !== 'FunctionDeclaration') return valueText(around);
  if (holder?.type === 'ExportDefaultDeclaration' && name === 'default') return defaultExport;
  return isFileScope(holder) && isName.test(name) ? name : undefined;
}

/**
 * The expression that calls a function: `net()`, `Net.create()` of a static method,
 * `new Net().build()` of another, `new Net().model` of a getter. Undefined where only other code of the file can call it.
 * @param name the one that people know it by.
 */
export function callOf(
  node: FunctionNode,
  parents: readonly Node[],
  name: string,
): Call | undefined {
  const around = unwrapped(parents);
  const [holder] = around;
  if (node.type === 'ObjectMethod' || node.type === 'ClassPrivateMethod') return undefined;
  const method = name.slice(name.indexOf('.') + 1);
  if (node.type === 'ClassMethod') return memberCall(node, node, parents.slice(1), method);
  if (holder?.type === 'ClassProperty') return memberCall(node, holder, around.slice(2), method);
  const callee = functionText(node, parents, name);
  if (callee === undefined) return undefined;
  const { text, needed } = called(node);
  return { text: `${callee}${text}`, needed };
}
