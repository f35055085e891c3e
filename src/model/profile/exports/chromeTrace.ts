/**
 * A step in the Trace Event Format ("Trace Event Format", Google 2016), which Perfetto and chrome://tracing
 * open: complete events for phases, functions, layers and kernels on the host's track, kernels on the device's
 * track where it has a clock, and the live bytes as a counter. Times are microseconds.
 */
import type { Profile } from '../../../protocol/profile';
import { flameChart, type FlameClock, type FlameFrame } from '../flame';
import { memoryTimeline } from '../memoryTimeline';

type Arguments = Readonly<Record<string, string | number>>;

export type TraceEvent =
  | {
      readonly ph: 'M';
      readonly name: 'process_name' | 'thread_name' | 'thread_sort_index';
      readonly pid: number;
      readonly tid: number;
      readonly args: Arguments;
    }
  | {
      readonly ph: 'X';
      readonly name: string;
      readonly cat: string;
      readonly pid: number;
      readonly tid: number;
      readonly ts: number;
      readonly dur: number;
      readonly args: Arguments;
    }
  | {
      readonly ph: 'C';
      readonly name: string;
      readonly pid: number;
      readonly ts: number;
      readonly args: Arguments;
    };

const pid = 1;
const tracks = { host: 1, device: 2 } as const satisfies Record<FlameClock, number>;

/** Whole nanoseconds: children that are rounded like their parents stay inside of them. */
function nanoseconds(ms: number): number {
  return Math.round(ms * 1e6);
}

/**
 * How far the device's times are moved, in milliseconds: it counts from its own first kernel. The least that
 * has no kernel run before the host called it.
 */
function deviceOffsetMs({ events }: Profile): number {
  return events.reduce(
    (offset, { startMs, gpu }) =>
      gpu === undefined ? offset : Math.max(offset, startMs - gpu.startMs),
    0,
  );
}

function argumentsOf(frame: FlameFrame, { events, nodes }: Profile): Arguments {
  const event = frame.event === undefined ? undefined : events[frame.event];
  if (event === undefined) return { id: frame.id };
  const { owner, macs, bytes, liveBytes } = event;
  const layer = typeof owner === 'string' ? owner : (nodes[owner]?.id ?? '');
  return { layer, macs, bytes, liveBytes };
}

function frameEvents(profile: Profile, clock: FlameClock): TraceEvent[] {
  const offsetMs = clock === 'device' ? deviceOffsetMs(profile) : 0;
  return flameChart(profile, clock).map((frame): TraceEvent => {
    const start = nanoseconds(offsetMs + frame.startMs);
    const end = nanoseconds(offsetMs + frame.startMs + frame.ms);
    return {
      ph: 'X',
      name: frame.label,
      cat: `${frame.phase},${frame.kind}`,
      pid,
      tid: tracks[clock],
      ts: start / 1000,
      dur: (end - start) / 1000,
      args: argumentsOf(frame, profile),
    };
  });
}

function counterEvents(profile: Profile): TraceEvent[] {
  return memoryTimeline(profile).map(({ ms, liveBytes }) => ({
    ph: 'C',
    name: 'Live bytes',
    pid,
    ts: nanoseconds(ms) / 1000,
    args: { bytes: liveBytes },
  }));
}

function trackEvents(clock: FlameClock, name: string): TraceEvent[] {
  const tid = tracks[clock];
  return [
    { ph: 'M', name: 'thread_name', pid, tid, args: { name } },
    { ph: 'M', name: 'thread_sort_index', pid, tid, args: { sort_index: tid } },
  ];
}

/** The events of a trace: names first, then the tracks, each in the order of time. */
export function traceEvents(profile: Profile): TraceEvent[] {
  const { model, settings, backend } = profile;
  const name = `${model.name}: ${settings.mode}, batch ${settings.batch}, ${backend.name}`;
  const device = frameEvents(profile, 'device');
  return [
    { ph: 'M', name: 'process_name', pid, tid: 0, args: { name } },
    ...trackEvents('host', 'Host'),
    ...(device.length === 0 ? [] : trackEvents('device', backend.device)),
    ...frameEvents(profile, 'host'),
    ...device,
    ...counterEvents(profile),
  ];
}

function otherData({ model, backend, settings, takenAt, tool }: Profile): Arguments {
  return {
    model: model.name,
    file: model.file,
    hash: model.hash,
    backend: backend.name,
    device: backend.device,
    driver: backend.driver,
    mode: settings.mode,
    batch: settings.batch,
    takenAt,
    tool,
  };
}

/** The whole trace as JSON text, an event a line. */
export function chromeTrace(profile: Profile): string {
  const lines = traceEvents(profile).map((event) => JSON.stringify(event));
  const head = `"displayTimeUnit":"ms","otherData":${JSON.stringify(otherData(profile))}`;
  return `{${head},"traceEvents":[\n${lines.join(',\n')}\n]}\n`;
}
