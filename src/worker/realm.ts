/** Whether user code left the process as it found it. */

const watched: readonly object[] = [
  Object.prototype,
  Function.prototype,
  Array.prototype,
  String.prototype,
  Number.prototype,
  Boolean.prototype,
  RegExp.prototype,
  Promise.prototype,
  Map.prototype,
  Set.prototype,
  Error,
  Error.prototype,
  Object,
  Array,
  Promise,
  JSON,
  Math,
  Reflect,
  console,
  process,
];

type Snapshot = ReadonlyMap<PropertyKey, unknown>;

function snapshot(target: object): Snapshot {
  const entries = Reflect.ownKeys(target).map((key): [PropertyKey, unknown] => {
    const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
    return [key, descriptor?.get ?? descriptor?.value];
  });
  return new Map(entries);
}

function differs(target: object, before: Snapshot): PropertyKey | undefined {
  const now = snapshot(target);
  for (const [key, value] of now) if (!before.has(key) || before.get(key) !== value) return key;
  for (const key of before.keys()) if (!now.has(key)) return key;
  return undefined;
}

/** Handles and timers that keep the event loop busy, by kind and number. */
export function busyResources(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate').length;
}

/** Takes a picture of the process while it is clean; `dirt` compares with it. */
export class Realm {
  readonly #globals = new Set(Reflect.ownKeys(globalThis));
  readonly #snapshots = watched.map((target) => ({ target, before: snapshot(target) }));
  readonly #resources = busyResources();
  readonly #rss = process.memoryUsage.rss();
  readonly #listeners = process.eventNames().length;

  /** A sentence on what was left behind, or undefined when nothing was. */
  dirt(memoryLimitMB: number): string | undefined {
    // Half of the room is gone: the next inspection would be blamed for it.
    const room = memoryLimitMB * 1024 * 1024 - this.#rss;
    if (process.memoryUsage.rss() > this.#rss + room / 2) return 'much memory was left in use';
    const added = Reflect.ownKeys(globalThis).find((key) => !this.#globals.has(key));
    if (added !== undefined) return `the global "${String(added)}" was left behind`;
    for (const { target, before } of this.#snapshots) {
      const key = differs(target, before);
      if (key !== undefined) return `the built-in "${String(key)}" was changed`;
    }
    if (busyResources() > this.#resources) return 'timers or open handles were left behind';
    return process.eventNames().length > this.#listeners ? 'listeners were left behind' : undefined;
  }
}
