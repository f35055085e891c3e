/**
 * What is wrong with a trace by the rules of the Trace Event Format that Perfetto's importer holds JSON to: the
 * fields of each phase of event, times that do not go backwards on a track, slices that nest, tracks with names.
 */

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isId = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

const metadata: ReadonlyMap<unknown, string> = new Map([
  ['process_name', 'name'],
  ['thread_name', 'name'],
  ['process_sort_index', 'sort_index'],
  ['thread_sort_index', 'sort_index'],
]);

function metadataFault({ name, args }: Fields): string | undefined {
  const field = metadata.get(name);
  if (field === undefined) return `unknown metadata ${String(name)}`;
  const kind = field === 'name' ? 'string' : 'number';
  return isObject(args) && typeof args[field] === kind ? undefined : `no ${kind} ${field}`;
}

function fieldFault(event: unknown): string | undefined {
  if (!isObject(event)) return 'no object';
  const { ph, name, pid, tid, ts, dur, args, cat } = event;
  if (typeof name !== 'string' || !isId(pid)) return 'no name or pid';
  switch (ph) {
    case 'M':
      return metadataFault(event);
    case 'X':
      if (!isId(tid) || typeof cat !== 'string') return 'a slice without tid or cat';
      return isTime(ts) && isTime(dur) ? undefined : 'a slice without times';
    case 'C':
      if (!isTime(ts) || !isObject(args)) return 'a counter without time or values';
      return Object.values(args).every(Number.isFinite) ? undefined : 'a counter of no numbers';
    default:
      return `unknown phase ${String(ph)}`;
  }
}

const nanoseconds = (us: unknown): number => Math.round(Number(us) * 1000);

/** Slices of one track nest, as the importer demands: one that begins in another ends in it, too. */
function nestingFault(slices: readonly Fields[]): string | undefined {
  const ends: number[] = [];
  let last = 0;
  for (const { ts, dur, name } of slices) {
    const start = nanoseconds(ts);
    const end = start + nanoseconds(dur);
    if (start < last) return `${String(name)} goes back in time`;
    last = start;
    while (ends.length > 0 && (ends.at(-1) ?? 0) <= start && end > (ends.at(-1) ?? 0)) ends.pop();
    if (ends.length > 0 && end > (ends.at(-1) ?? 0)) return `${String(name)} sticks out`;
    ends.push(end);
  }
  return undefined;
}

function trackFaults(events: readonly Fields[]): string[] {
  const slices = events.filter(({ ph }) => ph === 'X');
  const counters = events.filter(({ ph }) => ph === 'C');
  const tracks = [...new Set(slices.map(({ tid }) => tid))];
  const named = new Set(events.filter(({ name }) => name === 'thread_name').map(({ tid }) => tid));
  return [
    ...tracks.filter((tid) => !named.has(tid)).map((tid) => `track ${String(tid)} has no name`),
    ...tracks.flatMap((tid) => nestingFault(slices.filter((slice) => slice['tid'] === tid)) ?? []),
    ...counters.flatMap(({ ts }, i) =>
      i > 0 && Number(ts) < Number(counters[i - 1]?.['ts'])
        ? ['the counter goes back in time']
        : [],
    ),
  ];
}

/** Everything that is wrong with a trace's text; nothing when it is as the format says. */
export function traceFaults(text: string): string[] {
  const trace: unknown = JSON.parse(text);
  if (!isObject(trace) || !Array.isArray(trace['traceEvents'])) return ['no traceEvents'];
  const events = trace['traceEvents'] as unknown[];
  const units = ['ms', 'ns'].includes(String(trace['displayTimeUnit'])) ? [] : ['no time unit'];
  const faults = [...units, ...events.flatMap((event) => fieldFault(event) ?? [])];
  return faults.length > 0 ? faults : trackFaults(events.filter(isObject));
}
