/** Whether user code left the process as it found it, and how it is put back. */
import { builtIns } from './builtIns';

// What user code may have replaced is taken while it is clean.
const {
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isExtensible,
  ownKeys,
  setPrototypeOf,
} = Reflect;
const { is } = Object;

interface Property {
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

/** Goes by index, since what iterates may have been replaced. */
function each<T extends object | PropertyKey>(list: readonly T[], visit: (item: T) => void): void {
  let index = 0;
  while (index < list.length) {
    const item = list[index++];
    if (item !== undefined) visit(item);
  }
}

/** These come and go with listeners, our own as well; they are counted instead. */
const ofListeners: ReadonlySet<PropertyKey> = new Set(['_events', '_eventsCount']);

/** One object as it was. */
class Snapshot {
  readonly #target: object;
  readonly #properties: readonly Property[];
  readonly #keys: Readonly<Record<PropertyKey, true>>;
  readonly #prototype: object | null;
  readonly #extensible: boolean;

  constructor(target: object) {
    this.#target = target;
    this.#prototype = getPrototypeOf(target);
    this.#extensible = isExtensible(target);
    const keys = ownKeys(target);
    this.#properties = keys.flatMap((key) => {
      const descriptor = getOwnPropertyDescriptor(target, key);
      if (descriptor === undefined || ofListeners.has(key)) return [];
      // It is read again when `Object.prototype` may hold anything, a "value" beside its getter included.
      setPrototypeOf(descriptor, null);
      return [{ key, descriptor }];
    });
    this.#keys = Object.assign(
      Object.create(null) as Record<PropertyKey, true>,
      Object.fromEntries(keys.map((key) => [key, true])),
    );
  }

  /** Puts back what was changed; a name that was, or undefined when nothing was. */
  restore(): PropertyKey | undefined {
    const changed = this.#restoreChanged();
    return this.#removeAdded() ?? changed ?? this.#restorePrototype();
  }

  #restorePrototype(): PropertyKey | undefined {
    // An object that was frozen stays so, and its process is not used again.
    if (isExtensible(this.#target) !== this.#extensible) return 'Object.freeze';
    if (getPrototypeOf(this.#target) === this.#prototype) return undefined;
    setPrototypeOf(this.#target, this.#prototype);
    return '__proto__';
  }

  #restoreChanged(): PropertyKey | undefined {
    let changed: PropertyKey | undefined;
    each(this.#properties, ({ key, descriptor }) => {
      const now = getOwnPropertyDescriptor(this.#target, key);
      if (now !== undefined && is(now.value, descriptor.value) && now.get === descriptor.get)
        return;
      changed = key;
      defineProperty(this.#target, key, descriptor);
    });
    return changed;
  }

  #removeAdded(): PropertyKey | undefined {
    const now = ownKeys(this.#target);
    let added: PropertyKey | undefined;
    each(now, (key) => {
      if (this.#keys[key] === true) return;
      added = key;
      deleteProperty(this.#target, key);
    });
    return added;
  }
}

const resourcesInfo = process.getActiveResourcesInfo.bind(process);

/** Handles and timers that keep the event loop busy, by kind and number. */
export function busyResources(): number {
  return resourcesInfo().filter((kind) => kind !== 'Immediate').length;
}

/**
 * Node loads what these stand for when they are first asked for, and that leaves properties on the global
 * object, which would look like the work of user code.
 */
const lazyGlobals = ['Headers', 'FormData', 'Request', 'Response', 'WebSocket', 'EventSource'];

/** Loads what Node loads late; to be called once, before a picture of the process is taken. */
export function loadLazyGlobals(): void {
  for (const name of lazyGlobals) Reflect.get(globalThis, name);
}

/** Takes a picture of the process while it is clean; `dirt` compares with it. */
export class Realm {
  readonly #snapshots: readonly Snapshot[];
  readonly #resources = busyResources();
  readonly #rss = process.memoryUsage.rss();
  readonly #listeners = process.eventNames().length;
  readonly #events = process.eventNames.bind(process);
  // Setting these globals changes what their getters give, and no property.
  readonly #globals = { process: globalThis.process, Buffer: globalThis.Buffer };
  #changed: string | undefined;

  /** @param more objects besides the language's own and Node's that user code can reach. */
  constructor(more: Iterable<object>) {
    this.#snapshots = [...new Set([...builtIns(), ...more])].map((target) => new Snapshot(target));
  }

  /**
   * Puts the built-ins back as they were, so that what user code did to them changes neither the
   * analysis nor the answer. Gives the name of something that was changed since the process is new.
   */
  restore(): string | undefined {
    const { process, Buffer } = this.#globals;
    if (globalThis.process !== process || globalThis.Buffer !== Buffer) {
      this.#changed ??= globalThis.Buffer === Buffer ? 'process' : 'Buffer';
      globalThis.process = process;
      globalThis.Buffer = Buffer;
    }
    each(this.#snapshots, (snapshot) => {
      const key = snapshot.restore();
      if (key !== undefined) this.#changed ??= String(key);
    });
    return this.#changed;
  }

  /** A sentence on what was left behind, or undefined when nothing was. */
  dirt(memoryLimitMB: number): string | undefined {
    this.restore();
    // Half of the room is gone: the next inspection would be blamed for it.
    const room = memoryLimitMB * 1024 * 1024 - this.#rss;
    if (process.memoryUsage.rss() > this.#rss + room / 2) return 'much memory was left in use';
    if (this.#changed !== undefined) return `the built-in "${this.#changed}" was changed`;
    if (busyResources() > this.#resources) return 'timers or open handles were left behind';
    const listeners = this.#events().length;
    return listeners === this.#listeners ? undefined : 'listeners were left behind or taken away';
  }
}
