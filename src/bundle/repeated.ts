/** Whether a part of a file may run more than once while a model is built. */
import type { File, Node } from '@babel/types';
import { isFunction, type FunctionNode } from './functions';
import { walk } from './walk';

const loops: ReadonlySet<string> = new Set([
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
]);

/** `function block(x: Tensor)`; what has defaults only is called once, to build the whole. */
function takesArguments({ params }: FunctionNode): boolean {
  return params.some(
    (parameter) =>
      parameter.type !== 'AssignmentPattern' &&
      parameter.type !== 'TSParameterProperty' &&
      !(parameter.type === 'Identifier' && (parameter.name === 'this' || parameter.optional)),
  );
}

function contains(outer: Node, { start, end }: Node): boolean {
  if (outer.start == null || outer.end == null || start == null || end == null) return false;
  return outer.start <= start && end <= outer.end;
}

/** Whether `part` stands in a loop or in a function that is given something to work on. */
export function isRepeated({ program }: File, part: Node): boolean {
  let found = false;
  walk(program, (node) => {
    if (found || !contains(node, part)) return false;
    found = loops.has(node.type) || (isFunction(node) && takesArguments(node));
    return undefined;
  });
  return found;
}
