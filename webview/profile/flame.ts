/** The flame chart of a step as bars that know what is around them, in rows to be drawn and found by time. */
import {
  flameChart,
  type FlameClock,
  type FlameFrame,
  type FlameKind,
} from '../../src/model/profile/flame';
import { nestingOf } from '../../src/model/profile/nesting';
import {
  profilePhases,
  stepParts,
  type Profile,
  type ProfiledNode,
  type ProfilePhase,
} from '../../src/protocol/profile';
import type { GraphIndex } from '../state/graphIndex';
import { partTitles, phaseTitles } from './words';

export interface FlameBar {
  /** Its index in the bars. */
  readonly index: number;
  readonly kind: FlameKind;
  readonly title: string;
  /** Of a layer or an operation. */
  readonly className: string;
  /** Of the scope or node that it stands for. */
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

type OpenBar = { -readonly [Key in keyof FlameBar]: FlameBar[Key] };

/** What a frame is called, in the words of the page. */
function titleOf({ kind, label, id }: FlameFrame, index: GraphIndex): string {
  switch (kind) {
    case 'scope':
      return index.groups.get(id)?.title ?? label;
    case 'phase':
      return titleIn(profilePhases, phaseTitles, id);
    case 'part':
      return titleIn(stepParts, partTitles, id);
    case 'node':
    case 'kernel':
      return label;
  }
}

function titleIn<Id extends string>(
  ids: readonly Id[],
  titles: Readonly<Record<Id, string>>,
  id: string,
): string {
  const found = ids.find((one) => one === id);
  return found === undefined ? id : titles[found];
}

/** The call that all layers are in says nothing, and would take a row of its own. */
function aroundAll({ nodes }: Pick<Profile, 'nodes'>): string | undefined {
  const [first] = nodes;
  const scope = first?.scopes[0];
  return nodes.every(({ scopes }) => scopes[0] === scope) ? scope : undefined;
}

/** Bars below those that are open, which each kernel tells its time. Of long steps there are many: none is copied. */
class Builder {
  readonly bars: OpenBar[] = [];
  readonly #open: OpenBar[] = [];

  constructor(
    private readonly index: GraphIndex,
    private readonly nodes: ReadonlyMap<string, ProfiledNode>,
  ) {}

  add(frame: FlameFrame, depth: number): void {
    const { kind, id, phase, startMs, ms } = frame;
    this.#open.length = depth;
    const bar: OpenBar = {
      index: this.bars.length,
      kind,
      title: titleOf(frame, this.index),
      className: kind === 'node' ? (this.nodes.get(id)?.className ?? '') : '',
      id: kind === 'node' || kind === 'scope' ? id : undefined,
      phase,
      depth,
      parent: this.#open.at(-1)?.index ?? -1,
      startMs,
      endMs: startMs + ms,
      busyMs: 0,
      kernels: 0,
    };
    this.bars.push(bar);
    this.#open.push(bar);
    if (kind !== 'kernel') return;
    for (const open of this.#open) {
      open.busyMs += ms;
      open.kernels++;
    }
  }
}

export function flameOf(profile: Profile, index: GraphIndex, clock: FlameClock = 'host'): Flame {
  const left = aroundAll(profile);
  const builder = new Builder(index, nestingOf(profile).byId);
  /** Where the call that is left out stands; what is deeper moves up by one. */
  let leftAt = Infinity;
  for (const frame of flameChart(profile, clock)) {
    if (frame.depth <= leftAt) leftAt = Infinity;
    if (frame.kind === 'scope' && frame.id === left) leftAt = frame.depth;
    else builder.add(frame, frame.depth > leftAt ? frame.depth - 1 : frame.depth);
  }
  const { bars } = builder;
  const rows: FlameBar[][] = [];
  for (const bar of bars) (rows[bar.depth] ??= []).push(bar);
  const endMs = bars.reduce((end, bar) => Math.max(end, bar.endMs), 0);
  return { bars, rows, endMs };
}

/** Whether the device timed kernels itself. */
export function hasDeviceClock({ events }: Profile): boolean {
  return events.some(({ gpu }) => gpu !== undefined);
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
