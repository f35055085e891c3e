/** Takes the groups out of a tree that would only add borders to the picture. */
import { groupsOf, type Group, type TreeNode } from './tree';

function adopt(group: Group, children: readonly TreeNode[]): void {
  for (const child of children) child.parent = group;
}

/** Puts what a group holds in the group's place. */
export function dissolve(group: Group): void {
  const { parent } = group;
  if (parent === null) return;
  adopt(parent, group.children);
  parent.children = parent.children.flatMap((child) => (child === group ? group.children : child));
}

/** The two become one: a nested model's id and title win, since a node is more than a call. */
function mergeWithChild(group: Group, child: Group): Group {
  const kept: Group = { ...(child.model ? child : group), children: child.children };
  kept.parent = group.parent;
  adopt(kept, kept.children);
  return kept;
}

/** A group without its needless borders, as what stands in its parent instead: often itself. */
function simplified(group: Group): readonly TreeNode[] {
  const [only, second] = group.children;
  if (only === undefined) return [];
  if (second !== undefined) return [group];
  return only.type === 'leaf' ? [only] : [mergeWithChild(group, only)];
}

function isNeedless(child: TreeNode): boolean {
  return child.type === 'group' && child.children.length < 2;
}

/**
 * A helper that makes one layer is noise, a group whose only child is a group is one group, and the
 * calls that made everything are the model itself.
 */
export function prune(root: Group): void {
  for (const group of groupsOf(root).reverse()) {
    if (!group.children.some(isNeedless)) continue;
    group.children = group.children.flatMap((child) =>
      child.type === 'leaf' ? child : simplified(child),
    );
    adopt(group, group.children);
  }
  for (;;) {
    const [only, second] = root.children;
    if (only?.type !== 'group' || second !== undefined) break;
    root.children = only.children;
    adopt(root, root.children);
  }
}
