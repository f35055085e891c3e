/** Which nodes of a profile are inside of which, and the functions of the user's around each. */
import type { Profile, ProfiledNode } from '../../protocol/profile';

export interface Nesting {
  readonly byId: ReadonlyMap<string, ProfiledNode>;
  /** A node's ancestors, outermost first. */
  readonly ancestors: (node: ProfiledNode) => readonly ProfiledNode[];
  /** The last call of a scope's id: `block 2` of `net#1/stage#1/block#2`, `net` where that was called once. */
  readonly scopeTitle: (scope: string) => string;
}

const known = new WeakMap<readonly ProfiledNode[], Nesting>();

function ancestorsOf(
  node: ProfiledNode,
  byId: ReadonlyMap<string, ProfiledNode>,
): readonly ProfiledNode[] {
  const path = new Set<ProfiledNode>();
  for (let at = node.parent; at !== undefined;) {
    const parent = byId.get(at);
    // A profile that was checked has no rings; one that was not must not hang whoever reads it.
    if (parent === undefined || parent === node || path.has(parent)) break;
    path.add(parent);
    at = parent.parent;
  }
  return [...path].reverse();
}

const callNumber = /#(\d+)$/;

/** The name of a call, without which one of its name it was. */
export function scopeName(scope: string): string {
  return (scope.split('/').at(-1) ?? scope).replace(callNumber, '');
}

/** With its number, where a second call of the name is around. */
function titleOf(scope: string, scopes: ReadonlySet<string>): string {
  const number = callNumber.exec(scope)?.[1];
  const called = number !== '1' || scopes.has(scope.replace(callNumber, '#2'));
  return number !== undefined && called ? `${scopeName(scope)} ${number}` : scopeName(scope);
}

/** Worked out once for each profile. */
export function nestingOf({ nodes }: Pick<Profile, 'nodes'>): Nesting {
  const found = known.get(nodes);
  if (found !== undefined) return found;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const scopes = new Set(nodes.flatMap((node) => node.scopes));
  const nesting: Nesting = {
    byId,
    ancestors: (node) => ancestorsOf(node, byId),
    scopeTitle: (scope) => titleOf(scope, scopes),
  };
  known.set(nodes, nesting);
  return nesting;
}

/** One step of the way from the whole step down to a node. */
export type PathStep =
  | { readonly kind: 'scope'; readonly scope: string }
  | { readonly kind: 'node'; readonly node: ProfiledNode };

/**
 * The way to a node: its functions and the nodes around it, outermost first, itself last. Functions that a
 * nested node has in common with the node around it stand on the way once.
 */
export function pathTo(node: ProfiledNode, { ancestors }: Nesting): PathStep[] {
  const seen = new Set<string>();
  return [...ancestors(node), node].flatMap((at): PathStep[] => {
    const fresh = at.scopes.filter((scope) => !seen.has(scope));
    for (const scope of fresh) seen.add(scope);
    return [
      ...fresh.map((scope) => ({ kind: 'scope', scope }) as const),
      { kind: 'node', node: at } as const,
    ];
  });
}

/** The way to a node in words, without itself: `stage 1 / block 2`. */
export function aroundText(node: ProfiledNode, nesting: Nesting): string {
  return pathTo(node, nesting)
    .slice(0, -1)
    .map((step) => (step.kind === 'scope' ? nesting.scopeTitle(step.scope) : step.node.name))
    .join(' / ');
}
