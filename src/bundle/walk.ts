/** A depth-first walk over a Babel syntax tree: all that is needed here of a much larger library. */
import type { Node } from '@babel/types';

const skipped = new Set(['loc', 'leadingComments', 'trailingComments', 'innerComments', 'extra']);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The direct children of a node, in source order of its fields. */
function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (skipped.has(key)) continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** A visitor is told of so many nodes around one: a getter in an object in an exported constant. */
const mostParents = 8;

/**
 * Visits `root` and everything below it; a visitor that returns false keeps the walk out of that
 * node. Iterative, because the depth of a file is the user's to choose.
 */
export function walk(
  root: Node,
  visit: (node: Node, parents: readonly Node[]) => boolean | undefined,
): void {
  const stack: { node: Node; parents: readonly Node[] }[] = [{ node: root, parents: [] }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (visit(item.node, item.parents) === false) continue;
    const parents = [item.node, ...item.parents.slice(0, mostParents - 1)];
    for (const child of childrenOf(item.node).reverse()) stack.push({ node: child, parents });
  }
}
