/** Which node of one profile is which of another: by id, then by name, then by place. */
import type { Profile, ProfiledNode } from '../../protocol/profile';
import { nestingOf, pathTo, scopeName } from './nesting';

/** By what two nodes were taken for the same. */
export type MatchKind = 'id' | 'name' | 'place';

export interface Match {
  readonly before: ProfiledNode;
  readonly after: ProfiledNode;
  readonly by: MatchKind;
}

export interface Matches {
  /** In the order of the later profile. */
  readonly matches: readonly Match[];
  readonly added: readonly ProfiledNode[];
  readonly removed: readonly ProfiledNode[];
}

type Key = (node: ProfiledNode) => string;

/** The functions around a node without the numbers of their calls, which an edit before them moves. */
function scopePath(node: ProfiledNode, profile: Profile): string {
  return pathTo(node, nestingOf(profile))
    .map((step) => (step.kind === 'scope' ? scopeName(step.scope) : step.node.className))
    .join('/');
}

function groups(nodes: readonly ProfiledNode[], key: Key): Map<string, ProfiledNode[]> {
  const byKey = new Map<string, ProfiledNode[]>();
  for (const node of nodes) {
    const group = byKey.get(key(node));
    if (group === undefined) byKey.set(key(node), [node]);
    else group.push(node);
  }
  return byKey;
}

interface Rest {
  readonly before: readonly ProfiledNode[];
  readonly after: readonly ProfiledNode[];
}

/** Pairs nodes of equal key in their order, where both profiles have equally many of it. */
function paired(rest: Rest, by: MatchKind, keys: readonly [Key, Key]): Match[] {
  const before = groups(rest.before, keys[0]);
  return [...groups(rest.after, keys[1])].flatMap(([key, after]) => {
    const others = before.get(key) ?? [];
    if (others.length !== after.length) return [];
    return after.flatMap((node, i): Match[] => {
      const other = others[i];
      return other === undefined ? [] : [{ before: other, after: node, by }];
    });
  });
}

function without(rest: Rest, matches: readonly Match[]): Rest {
  const gone = new Set(matches.flatMap(({ before, after }) => [before, after]));
  return {
    before: rest.before.filter((node) => !gone.has(node)),
    after: rest.after.filter((node) => !gone.has(node)),
  };
}

/**
 * Nodes of two profiles that stand for the same layer: those with one id; of the rest those of one class and
 * name (their function was renamed, or moved); of the rest those of one class and shape in functions of one name, in
 * order (the layer was renamed), where both profiles have equally many.
 */
export function matchNodes(before: Profile, after: Profile): Matches {
  const byName: Key = ({ className, name }) => JSON.stringify([className, name]);
  const byPlace =
    (profile: Profile): Key =>
    (node) =>
      JSON.stringify([node.className, scopePath(node, profile), node.outputShape.slice(1)]);
  const stages: readonly [MatchKind, readonly [Key, Key]][] = [
    ['id', [({ id }) => id, ({ id }) => id]],
    ['name', [byName, byName]],
    ['place', [byPlace(before), byPlace(after)]],
  ];
  let rest: Rest = { before: before.nodes, after: after.nodes };
  const matches: Match[] = [];
  for (const [by, keys] of stages) {
    const found = paired(rest, by, keys);
    matches.push(...found);
    rest = without(rest, found);
  }
  const order = new Map(after.nodes.map((node, i) => [node, i]));
  matches.sort((a, b) => (order.get(a.after) ?? 0) - (order.get(b.after) ?? 0));
  return { matches, added: rest.after, removed: rest.before };
}
