/**
 * The step as a flame chart: its kernels in their order, each in the layer, the calls of the user's functions
 * and the phase that it ran in. What follows on another in the same place is one bar.
 */
import type { KernelEvent, Profile, ProfiledNode, ProfilePhase } from '../../src/protocol/profile';
import type { GraphIndex } from '../state/graphIndex';
import { partTitles, phaseTitles } from './words';

export type BarKind = 'phase' | 'scope' | 'layer' | 'part' | 'kernel';

export interface FlameBar {
  /** Its index in the bars. */
  readonly index: number;
  readonly kind: BarKind;
  readonly title: string;
  /** Of a layer or an operation. */
  readonly className: string;
  /** Id of the scope or node that it stands for. */
  readonly id: string | undefined;
  readonly phase: ProfilePhase;
  /** 0 at the top. */
  readonly depth: number;
  /** Index of the bar above it, -1 at the top. */
  readonly parent: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Time of the kernels below it, without the gaps between them. */
  readonly busyMs: number;
  readonly kernels: number;
}

export interface Flame {
  /** In the order of their beginnings, each before those below it. */
  readonly bars: readonly FlameBar[];
  /** Bars of each depth, from left to right. */
  readonly rows: readonly (readonly FlameBar[])[];
  readonly endMs: number;
}

interface Step {
  readonly kind: BarKind;
  readonly title: string;
  readonly className: string;
  readonly id: string | undefined;
}

type OpenBar = { -readonly [Key in keyof FlameBar]: FlameBar[Key] } & { key: string };

/** A node with those that it is inside of, outermost first. */
function nodesAround(node: ProfiledNode, byId: ReadonlyMap<string, ProfiledNode>): ProfiledNode[] {
  const path: ProfiledNode[] = [];
  let at: ProfiledNode | undefined = node;
  while (at !== undefined && !path.includes(at)) {
    path.unshift(at);
    at = at.parent === undefined ? undefined : byId.get(at.parent);
  }
  return path;
}

/** The ways from the top to each node, worked out once. */
class Paths {
  readonly #byId: ReadonlyMap<string, ProfiledNode>;
  readonly #known = new Map<number, readonly Step[]>();

  constructor(
    private readonly profile: Profile,
    private readonly index: GraphIndex,
  ) {
    this.#byId = new Map(profile.nodes.map((node) => [node.id, node]));
  }

  of({ owner, phase, kernel }: KernelEvent): Step[] {
    const top: Step = { kind: 'phase', title: phaseTitles[phase], className: '', id: undefined };
    const last: Step = { kind: 'kernel', title: kernel, className: '', id: undefined };
    if (typeof owner === 'number') return [top, ...this.#ofNode(owner), last];
    return [top, { kind: 'part', title: partTitles[owner], className: '', id: undefined }, last];
  }

  #ofNode(at: number): readonly Step[] {
    const known = this.#known.get(at);
    if (known !== undefined) return known;
    const node = this.profile.nodes[at];
    const path = node === undefined ? [] : this.#stepsTo(node);
    this.#known.set(at, path);
    return path;
  }

  #stepsTo(node: ProfiledNode): Step[] {
    const scopes = node.scopes.map((id): Step => {
      const title = this.index.groups.get(id)?.title ?? id.split('/').at(-1) ?? id;
      return { kind: 'scope', title, className: '', id };
    });
    const layers = nodesAround(node, this.#byId).map(({ id, name, className }): Step => ({
      kind: 'layer',
      title: name,
      className,
      id,
    }));
    return [...scopes, ...layers];
  }
}

/** Closes what an event is no longer in, and opens what it is in. */
class Builder {
  readonly bars: OpenBar[] = [];
  readonly #open: OpenBar[] = [];

  add(event: KernelEvent, path: readonly Step[]): void {
    const keys = path.map(({ kind, id, title }) => `${kind} ${id ?? title}`);
    let same = 0;
    // Each kernel has a bar of its own.
    while (same < path.length - 1 && this.#open[same]?.key === keys[same]) same++;
    this.#open.length = same;
    for (let depth = same; depth < path.length; depth++) {
      const step = path[depth];
      if (step !== undefined) this.#begin(step, keys[depth] ?? '', event);
    }
    const endMs = event.startMs + event.ms;
    for (const bar of this.#open) {
      bar.endMs = Math.max(bar.endMs, endMs);
      bar.busyMs += event.ms;
      bar.kernels++;
    }
  }

  #begin(step: Step, key: string, { phase, startMs }: KernelEvent): void {
    const bar: OpenBar = {
      ...step,
      key,
      phase,
      index: this.bars.length,
      depth: this.#open.length,
      parent: this.#open.at(-1)?.index ?? -1,
      startMs,
      endMs: startMs,
      busyMs: 0,
      kernels: 0,
    };
    this.bars.push(bar);
    this.#open.push(bar);
  }
}

export function flameOf(profile: Profile, index: GraphIndex): Flame {
  const paths = new Paths(profile, index);
  const builder = new Builder();
  for (const event of profile.events) builder.add(event, paths.of(event));
  const { bars } = builder;
  const rows: FlameBar[][] = [];
  for (const bar of bars) (rows[bar.depth] ??= []).push(bar);
  const endMs = bars.reduce((end, bar) => Math.max(end, bar.endMs), 0);
  return { bars, rows, endMs };
}

/** The first bar of a row that ends after a time; the length of the row where none does. */
export function firstAfter(row: readonly FlameBar[], ms: number): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row[middle]?.endMs ?? Infinity) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The bar at a time in a row, if there is one. */
export function barAt({ rows }: Flame, depth: number, ms: number): FlameBar | undefined {
  const row = rows[depth] ?? [];
  const bar = row[firstAfter(row, ms)];
  return bar !== undefined && bar.startMs <= ms ? bar : undefined;
}
