/** A picture with as many levels of groups open as keep it small enough to be read at a glance. */
import type { ModelGraph } from '../model/graph';
import type { Layout } from './layout';
import type { Expansion, GroupBox, Picture } from './picture';

interface Drawn {
  readonly expansion: Expansion;
  readonly picture: Picture;
}

function groupsOf({ boxes }: Picture): GroupBox[] {
  return boxes.filter((box) => box.type === 'group');
}

/** All groups above `depth` open, all at it closed; groups that come into sight may be either at first. */
async function toDepth(
  layout: Layout,
  graph: ModelGraph,
  depth: number,
  from: Drawn,
): Promise<Drawn> {
  let drawn = from;
  for (;;) {
    const wrong = groupsOf(drawn.picture).filter((group) => group.open !== group.depth < depth);
    if (wrong.length === 0) return drawn;
    const changes = wrong.map(({ id, open }) => [id, !open] as const);
    const expansion = { ...drawn.expansion, ...Object.fromEntries(changes) };
    drawn = { expansion, picture: await layout.layout(graph, expansion) };
  }
}

/**
 * The picture of a graph with its groups open level by level for as long as there are at most
 * `mostBoxes` boxes, open groups included. What has more than that without any group is drawn whole.
 */
export async function pictureWithin(
  layout: Layout,
  graph: ModelGraph,
  mostBoxes: number,
): Promise<Picture> {
  const start = { expansion: {}, picture: await layout.layout(graph, {}) };
  let best = await toDepth(layout, graph, 0, start);
  for (let depth = 1; groupsOf(best.picture).some(({ open }) => !open); depth++) {
    const next = await toDepth(layout, graph, depth, best);
    if (next.picture.boxes.length > mostBoxes) break;
    best = next;
  }
  return best.picture;
}
