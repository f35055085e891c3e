/** Which definition a call in the text runs. */
import type { MemberExpression, Node } from '@babel/types';
import { calleeName, unwrap } from './definition';

function propertyName(property: Node): string | undefined {
  if (property.type === 'PrivateName') return `#${property.id.name}`;
  return property.type === 'Identifier' ? property.name : undefined;
}

/**
 * `f`, `Net.build` (a call on `new Net()` or on the class), `f()` (a call of what `f` gave): the
 * definition that a call would run.
 */
export function targetOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'CallExpression') {
    const target = targetOf(unwrap(node.callee));
    return target && `${target}()`;
  }
  if (node.type !== 'MemberExpression') return undefined;
  const name = propertyName(node.property);
  const object = unwrap(node.object);
  if (name === undefined) return undefined;
  if (object.type === 'NewExpression') return `${calleeName(object.callee) ?? ''}.${name}`;
  if (object.type === 'Identifier') return `${object.name}.${name}`;
  if (object.type === 'CallExpression') return of(targetOf(object), name);
  return object.type === 'ThisExpression' ? `this.${name}` : undefined;
}

function of(holder: string | undefined, name: string): string | undefined {
  return holder && `${holder}.${name}`;
}

/**
 * The same, where the member may be of a local: `Net.build` of `net.build` after `const net = new Net()`,
 * `build().model` of `built.model` after `const built = build()`.
 */
export function memberTarget(
  node: MemberExpression,
  locals: ReadonlyMap<string, Node>,
): string | undefined {
  const object = unwrap(node.object);
  const local = object.type === 'Identifier' ? locals.get(object.name) : undefined;
  if (local === undefined) return targetOf(node);
  const made = unwrap(local);
  const holder = made.type === 'NewExpression' ? made.callee : made;
  const isMade = made.type === 'NewExpression' || made.type === 'CallExpression';
  return isMade ? of(targetOf(unwrap(holder)), propertyName(node.property) ?? '') : undefined;
}

/** What a method of an object goes by that the file's own scope has no name for. */
export function methodOfSomething(name: string): string {
  return `*.${name}`;
}

/**
 * Where a chain of calls ends: `Net.build` of `new Net().stem().stage(64).build`, and `*.build` where another
 * call began it. Undefined for what is no chain.
 */
export function endOfChain(callee: Node): string | undefined {
  if (callee.type !== 'MemberExpression') return undefined;
  const name = propertyName(callee.property);
  let object = unwrap(callee.object);
  if (name === undefined || object.type !== 'CallExpression') return undefined;
  while (object.type === 'CallExpression' || object.type === 'MemberExpression')
    object = unwrap(object.type === 'CallExpression' ? object.callee : object.object);
  return object.type === 'NewExpression'
    ? of(calleeName(object.callee), name)
    : methodOfSomething(name);
}
