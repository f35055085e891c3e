/** Breaks each wire of the picture into one link for each open group that it runs in. */
import { meet } from './acyclic';
import type { Group, TreeNode } from './tree';
import type { Connection, View } from './view';

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
  readonly byGroup: ReadonlyMap<Group, readonly LocalLink[]>;
  /** For each connection its sections from top to bottom. */
  readonly sections: readonly (readonly Section[])[];
}

/** The links of one connection, each with the group in which it runs, from top to bottom. */
function split(connection: Connection, index: number): [Group, LocalLink][] {
  const meeting = meet(connection.from, connection.to);
  if (meeting === undefined) return [];
  const { group, from, to } = meeting;
  const out: [Group, LocalLink][] = [];
  for (let node = connection.from; node !== from && node.parent !== null; node = node.parent)
    out.push([node.parent, { connection: index, from: node, to: null }]);
  const into: [Group, LocalLink][] = [];
  for (let node = connection.to; node !== to && node.parent !== null; node = node.parent)
    into.push([node.parent, { connection: index, from: null, to: node }]);
  return [...out, [group, { connection: index, from, to }], ...into.reverse()];
}

export function localLinks({ connections }: View): LocalLinks {
  const byGroup = new Map<Group, LocalLink[]>();
  const sections = connections.map((connection, index) =>
    split(connection, index).map(([group, link]): Section => {
      const list = byGroup.get(group) ?? [];
      if (list.push(link) === 1) byGroup.set(group, list);
      return { group, link: list.length - 1 };
    }),
  );
  return { byGroup, sections };
}
