/**
 * One step as a flame chart: time to the right, and downwards phase, functions of the user's, layer, what is
 * inside of it, kernel. Neighbours in time with the same way to them are one frame, from the start of its
 * first kernel to the end of its last.
 */
import type {
  KernelEvent,
  Profile,
  ProfiledNode,
  ProfilePhase,
  StepPart,
} from '../../protocol/profile';
import { nestingOf, pathTo } from './nesting';

export type FlameKind = 'phase' | 'part' | 'scope' | 'node' | 'kernel';

export interface FlameFrame {
  readonly kind: FlameKind;
  /** 0 for phases. */
  readonly depth: number;
  readonly label: string;
  /** Of the scope or node; the name of the phase, part or kernel. */
  readonly id: string;
  readonly phase: ProfilePhase;
  readonly startMs: number;
  readonly ms: number;
  /** Index in the profile's events, of a kernel. */
  readonly event?: number;
}

/** By whose clock: the host's, which has every kernel, or the device's, which has those it timed. */
export type FlameClock = 'host' | 'device';

type Step = Pick<FlameFrame, 'kind' | 'label' | 'id'>;

interface Open extends Step {
  readonly depth: number;
  readonly phase: ProfilePhase;
  readonly startMs: number;
  endMs: number;
  readonly event?: number;
}

/** A kernel with its time by the clock that was asked for. */
interface Timed {
  readonly event: KernelEvent;
  readonly index: number;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * In the order of their start. One that begins before the one before it has ended, as clocks and queues side by
 * side have it at times, is drawn from that end on.
 */
function timed(events: readonly KernelEvent[], clock: FlameClock): Timed[] {
  const all = events.flatMap((event, index) => {
    const times = clock === 'host' ? event : event.gpu;
    return times === undefined ? [] : [{ event, index, startMs: times.startMs, ms: times.ms }];
  });
  let freeMs = 0;
  return all
    .sort((a, b) => a.startMs - b.startMs)
    .map(({ event, index, startMs: start, ms }): Timed => {
      const startMs = Math.max(start, freeMs);
      freeMs = Math.max(startMs, start + ms);
      return { event, index, startMs, endMs: freeMs };
    });
}

function nodeSteps(node: ProfiledNode, profile: Profile): Step[] {
  const nesting = nestingOf(profile);
  return pathTo(node, nesting).map((step): Step => {
    if (step.kind === 'scope')
      return { kind: 'scope', label: nesting.scopeTitle(step.scope), id: step.scope };
    return { kind: 'node', label: step.node.name, id: step.node.id };
  });
}

/** The way from a phase to the owner of a kernel; worked out once for each owner. */
function ownerSteps(profile: Profile): (owner: number | StepPart) => readonly Step[] {
  const known = new Map<number | StepPart, readonly Step[]>();
  const make = (owner: number | StepPart): Step[] => {
    if (typeof owner === 'string') return [{ kind: 'part', label: owner, id: owner }];
    const node = profile.nodes[owner];
    return node === undefined ? [] : nodeSteps(node, profile);
  };
  return (owner) => {
    const steps = known.get(owner) ?? make(owner);
    known.set(owner, steps);
    return steps;
  };
}

/** How many of the open frames go on with these steps. */
function commonDepth(open: readonly Open[], steps: readonly Step[]): number {
  const at = open.findIndex(({ kind, id }, i) => {
    const step = steps[i];
    return step?.kind !== kind || step.id !== id;
  });
  return at < 0 ? open.length : at;
}

class Chart {
  readonly frames: Open[] = [];
  #open: Open[] = [];

  /** Frames that this kernel is not in end where they are; those that it is in reach to its end. */
  add({ event, index, startMs, endMs }: Timed, steps: readonly Step[]): void {
    const { phase, kernel } = event;
    this.#open = this.#open.slice(0, commonDepth(this.#open, steps));
    for (const frame of this.#open) frame.endMs = Math.max(frame.endMs, endMs);
    for (const step of steps.slice(this.#open.length))
      this.#push({ ...step, depth: this.#open.length, phase, startMs, endMs });
    const depth = this.#open.length;
    const frame = { kind: 'kernel', label: kernel, id: kernel, depth, phase } as const;
    this.#push({ ...frame, startMs, endMs, event: index });
  }

  #push(frame: Open): void {
    this.frames.push(frame);
    this.#open.push(frame);
  }
}

/**
 * The frames of a step, each before those under it, in the order of their start. A chart by the device's clock
 * is empty where the device has none.
 */
export function flameChart(profile: Profile, clock: FlameClock = 'host'): FlameFrame[] {
  const chart = new Chart();
  const steps = ownerSteps(profile);
  for (const kernel of timed(profile.events, clock)) {
    const { phase, owner } = kernel.event;
    chart.add(kernel, [{ kind: 'phase', label: phase, id: phase }, ...steps(owner)]);
  }
  return chart.frames.map(({ endMs, ...frame }) => ({ ...frame, ms: endMs - frame.startMs }));
}
