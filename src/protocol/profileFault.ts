/** What a schema of shapes cannot see in a profile: whether its parts refer to each other rightly. */
import type { KernelEvent, Profile, ProfiledNode } from './profile';

function repeatedId(nodes: readonly ProfiledNode[]): string | undefined {
  const ids = new Set<string>();
  for (const [i, { id }] of nodes.entries()) {
    if (ids.has(id)) return `nodes.${i}.id: that of another node`;
    ids.add(id);
  }
  return undefined;
}

/** Walks up from each node once; what was walked before and led to the top is not walked again. */
function parentFault(nodes: readonly ProfiledNode[]): string | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const done = new Set<ProfiledNode>();
  for (const [i, node] of nodes.entries()) {
    const path = new Set<ProfiledNode>();
    for (let at: ProfiledNode | undefined = node; at !== undefined && !done.has(at);) {
      if (path.has(at)) return `nodes.${i}.parent: a node inside of itself`;
      path.add(at);
      if (at.parent !== undefined && !byId.has(at.parent)) return `nodes.${i}.parent: no such node`;
      at = at.parent === undefined ? undefined : byId.get(at.parent);
    }
    for (const known of path) done.add(known);
  }
  return undefined;
}

function ownerFault(
  path: string,
  owned: readonly Pick<KernelEvent, 'owner'>[],
  nodes: number,
): string | undefined {
  const at = owned.findIndex(({ owner }) => typeof owner === 'number' && owner >= nodes);
  return at < 0 ? undefined : `${path}.${at}.owner: no such node`;
}

/** Times of events may stand in any order on the device; the host starts one after the other. */
function orderFault(events: readonly KernelEvent[]): string | undefined {
  const at = events.findIndex(({ startMs }, i) => i > 0 && startMs < (events[i - 1]?.startMs ?? 0));
  return at < 0 ? undefined : `events.${at}.startMs: before that of the event before it`;
}

/** The first wrong reference, as a path and a few words; undefined where all is well. */
export function profileFault({ nodes, events, memory }: Profile): string | undefined {
  return (
    repeatedId(nodes) ??
    parentFault(nodes) ??
    ownerFault('events', events, nodes.length) ??
    ownerFault('memory.holders', memory.holders, nodes.length) ??
    orderFault(events) ??
    (memory.peakEvent >= events.length ? 'memory.peakEvent: no such event' : undefined)
  );
}
