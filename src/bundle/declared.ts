/** Names that declarations give, and what they stand for. */
import type { Identifier, MemberExpression, Node, VariableDeclarator } from '@babel/types';

/** `object.name`, as a destructuring reads it. */
function memberOf(object: Node, name: string): MemberExpression | undefined {
  const { type } = object;
  if (type !== 'CallExpression' && type !== 'AwaitExpression' && type !== 'Identifier')
    return undefined;
  const property: Identifier = { type: 'Identifier', name };
  return { type: 'MemberExpression', object, property, computed: false };
}

/** The names that a declaration gives, `const { model } = build()` included, and what they are. */
export function declared({ id, init }: VariableDeclarator): [string, Node][] {
  if (!init) return [];
  if (id.type === 'Identifier') return [[id.name, init]];
  if (id.type !== 'ObjectPattern') return [];
  return id.properties.flatMap((property): [string, Node][] => {
    if (property.type !== 'ObjectProperty' || property.key.type !== 'Identifier') return [];
    const member = memberOf(init, property.key.name);
    return member !== undefined && property.value.type === 'Identifier'
      ? [[property.value.name, member]]
      : [];
  });
}
