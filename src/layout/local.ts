/** Breaks each wire of the picture into one link for each open group that it runs in. */
import { meet } from './acyclic';
import type { Group, TreeNode } from './tree';
import type { View } from './view';

/** The part of a connection that runs in one group. */
export interface LocalLink {
  readonly connection: number;
  /** Child of the group, or null for its upper border. */
  readonly from: TreeNode | null;
  /** Child of the group, or null for its lower border. */
  readonly to: TreeNode | null;
}

export interface Section {
  readonly group: Group;
  /** Index in the group's links. */
  readonly link: number;
}

export interface LocalLinks {
  /** By the group's number. */
  readonly byGroup: readonly (readonly LocalLink[] | undefined)[];
  /** For each connection its sections from top to bottom. */
  readonly sections: readonly (readonly Section[])[];
}

/** Those of a connection within the groups that it leaves or enters, from the box at its end outward. */
function passages(end: TreeNode, outermost: TreeNode): Group[] {
  const passed: Group[] = [];
  for (let node = end; node !== outermost && node.parent !== null; node = node.parent)
    passed.push(node.parent);
  return passed;
}

export function localLinks({ connections, tree }: View): LocalLinks {
  const byGroup: LocalLink[][] = new Array<LocalLink[]>(tree.size);
  const add = (group: Group, link: LocalLink): Section => {
    const list = byGroup[group.number];
    if (list === undefined) byGroup[group.number] = [link];
    return { group, link: list === undefined ? 0 : list.push(link) - 1 };
  };
  const sections = connections.map((whole, connection): Section[] => {
    const meeting = meet(whole.from, whole.to);
    if (meeting === undefined) return [];
    const { group, from, to } = meeting;
    if (from === whole.from && to === whole.to) return [add(group, { connection, from, to })];
    const inside = (end: TreeNode, passed: readonly Group[], at: number): TreeNode =>
      passed[at - 1] ?? end;
    const out = passages(whole.from, from);
    const into = passages(whole.to, to);
    return [
      ...out.map((one, at) =>
        add(one, { connection, from: inside(whole.from, out, at), to: null }),
      ),
      add(group, { connection, from, to }),
      ...into
        .map((one, at) => ({ one, end: inside(whole.to, into, at) }))
        .reverse()
        .map(({ one, end }) => add(one, { connection, from: null, to: end })),
    ];
  });
  return { byGroup, sections };
}
