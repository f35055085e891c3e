/** Breaks each wire of the picture into one link for each open group that it runs in. */
import { meet } from './acyclic';
import type { Group, TreeNode } from './tree';
import type { View } from './view';

/** The part of a connection that runs in one group. */
export interface LocalLink {
  readonly connection: number;
  readonly group: Group;
  /** Index in the group's links. */
  readonly link: number;
  /** Child of the group, or null for its upper border. */
  readonly from: TreeNode | null;
  /** Child of the group, or null for its lower border. */
  readonly to: TreeNode | null;
}

export interface LocalLinks {
  /** By the group's number. */
  readonly byGroup: readonly (readonly LocalLink[] | undefined)[];
  /** For each connection its parts from top to bottom. */
  readonly sections: readonly (readonly LocalLink[])[];
}

/** A group that a connection leaves or enters, and the child that it has there. */
interface Passage {
  readonly group: Group;
  readonly child: TreeNode;
}

/** From the box at the connection's end outward, up to `outermost`. */
function passages(end: TreeNode, outermost: TreeNode): Passage[] {
  const passed: Passage[] = [];
  for (let child = end; child !== outermost && child.parent !== null; child = child.parent)
    passed.push({ group: child.parent, child });
  return passed;
}

export function localLinks({ connections, tree }: View): LocalLinks {
  const byGroup = new Array<LocalLink[] | undefined>(tree.size).fill(undefined);
  const add = (connection: number, group: Group, from: LocalLink['from'], to: LocalLink['to']) => {
    const list = (byGroup[group.number] ??= []);
    const local = { connection, group, link: list.length, from, to };
    list.push(local);
    return local;
  };
  const sections = connections.map((whole, connection): LocalLink[] => {
    const meeting = meet(whole.from, whole.to);
    if (meeting === undefined) return [];
    const { group, from, to } = meeting;
    if (from === whole.from && to === whole.to) return [add(connection, group, from, to)];
    const links: LocalLink[] = [];
    for (const { group, child } of passages(whole.from, from))
      links.push(add(connection, group, child, null));
    links.push(add(connection, group, from, to));
    for (const { group, child } of passages(whole.to, to).reverse())
      links.push(add(connection, group, null, child));
    return links;
  });
  return { byGroup, sections };
}
