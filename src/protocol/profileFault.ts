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

/** Nobody nests layers deeper; what reads a profile may walk up from every node. */
const deepest = 500;

/** The nodes around one, as long as they are there: more than `deepest` where it is too deep, or in itself. */
function depthOf(node: ProfiledNode, byId: ReadonlyMap<string, ProfiledNode>): number {
  let depth = 0;
  for (let at: string | undefined = node.parent; at !== undefined && depth <= deepest; depth++)
    at = byId.get(at)?.parent;
  return depth;
}

function parentFault(nodes: readonly ProfiledNode[]): string | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const [i, node] of nodes.entries()) {
    if (node.parent !== undefined && !byId.has(node.parent))
      return `nodes.${i}.parent: no such node`;
    if (depthOf(node, byId) > deepest)
      return `nodes.${i}.parent: inside of itself, or of more than ${deepest} nodes`;
  }
  return undefined;
}

function foldedFault(nodes: readonly ProfiledNode[]): string | undefined {
  const ids = new Set(nodes.map(({ id }) => id));
  const at = nodes.findIndex(({ foldedInto }) => foldedInto !== undefined && !ids.has(foldedInto));
  return at < 0 ? undefined : `nodes.${at}.foldedInto: no such node`;
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
    foldedFault(nodes) ??
    ownerFault('events', events, nodes.length) ??
    ownerFault('memory.holders', memory.holders, nodes.length) ??
    orderFault(events) ??
    (memory.peakEvent >= events.length ? 'memory.peakEvent: no such event' : undefined)
  );
}
