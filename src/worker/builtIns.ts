/** The objects of the language and of Node that all code of a process shares. */
import { Socket } from 'node:net';
import { Duplex, Readable, Stream, Writable } from 'node:stream';
import vm from 'node:vm';

/** What no global name leads to: prototypes of iterators, generators, async functions and the like. */
function unnamed(): object[] {
  const examples: readonly object[] = [
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ''[Symbol.iterator](),
    ''.matchAll(/x/g),
    (function* () {
      yield 0;
    })(),
    (async function* () {
      yield await Promise.resolve(0);
    })(),
    async () => Promise.resolve(),
    new Uint8Array(),
  ];
  return examples.flatMap(prototypesOf);
}

/** All prototypes of an object, nearest first. */
export function prototypesOf(value: object): object[] {
  const prototypes: object[] = [];
  for (let level: unknown = value; ;) {
    level = Object.getPrototypeOf(level);
    if (typeof level !== 'object' && typeof level !== 'function') break;
    if (level === null) break;
    prototypes.push(level);
  }
  return prototypes;
}

/** A value with its prototype property, where these are objects. */
function withPrototype(value: unknown): object[] {
  if (typeof value === 'object' && value !== null) return [value];
  if (typeof value !== 'function') return [];
  const prototype: unknown = Reflect.get(value, 'prototype');
  return typeof prototype === 'object' && prototype !== null ? [value, prototype] : [value];
}

/** The globals of the language itself; what Node adds may be made at the first look. */
function languageGlobals(): object[] {
  const names = vm.runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[];
  return names
    .filter((name) => name !== 'globalThis' && name !== 'console')
    .flatMap((name) => withPrototype(Reflect.get(globalThis, name)));
}

/** Everything to watch, each once. */
export function builtIns(): Set<object> {
  return new Set<object>([
    globalThis,
    process,
    console,
    // What all times are taken by.
    performance,
    ...prototypesOf(performance),
    ...languageGlobals(),
    ...unnamed(),
    // What the channel to the host writes through.
    ...[Stream, Readable, Writable, Duplex, Socket].flatMap(withPrototype),
    ...prototypesOf(Socket.prototype),
    ...withPrototype(Buffer),
  ]);
}
