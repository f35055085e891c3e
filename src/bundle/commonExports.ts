/** Exports as CommonJS writes them: `exports.build = …`, `module.exports = …`. */
import type { Node } from '@babel/types';

/** `module.exports`, `exports.build`, `module.exports.build`, as the text has it; undefined for all else. */
export function exportsText(node: Node): string | undefined {
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier')
    return undefined;
  const { object, property } = node;
  if (object.type === 'Identifier' && object.name === 'exports') return `exports.${property.name}`;
  if (object.type === 'Identifier' && object.name === 'module')
    return property.name === 'exports' ? 'module.exports' : undefined;
  const outer = exportsText(object);
  return outer === 'module.exports' ? `${outer}.${property.name}` : undefined;
}

/** What people know such an export by: `build`, and `default` where it is all that the file exports. */
export function exportsName(node: Node): string | undefined {
  const text = exportsText(node);
  return text === 'module.exports' ? 'default' : text?.replace(/^.*\./, '');
}
