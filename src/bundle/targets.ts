/** Which definition a call in the text runs. */
import type { Node } from '@babel/types';
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
  return object.type === 'ThisExpression' ? `this.${name}` : undefined;
}
