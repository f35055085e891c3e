/**
 * Typed arrays as the user's script sees them. Their memory lies outside V8's heap, and one statement
 * can ask for all there is, so a request is checked before it is met.
 */
import type { Budget } from './budget';

type Newable = abstract new (...args: never[]) => object;

const guarded: readonly Newable[] = [
  ArrayBuffer,
  SharedArrayBuffer,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];

function bytesPerElement(target: Newable): number {
  return 'BYTES_PER_ELEMENT' in target ? Number(target.BYTES_PER_ELEMENT) : 1;
}

/** The number of elements that a constructor is asked for: a count, or those of a list to copy. */
function lengthOf(first: unknown): number {
  if (typeof first !== 'object' || first === null) return countOf(first);
  return 'length' in first ? countOf(first.length) : 0;
}

/** What is no count, the constructor itself refuses or takes for none. */
function countOf(value: unknown): number {
  const count = typeof value === 'string' ? Number(value) : value;
  return typeof count === 'number' && count > 0 ? count : 0;
}

function guard(target: Newable, budget: Budget): Newable {
  const size = bytesPerElement(target);
  const proxy: Newable = new Proxy(target, {
    construct(wrapped: Newable, args: unknown[], newTarget: unknown): object {
      budget.allocate(lengthOf(args[0]) * size);
      const made: unknown = Reflect.construct(
        wrapped,
        args,
        newTarget === proxy ? wrapped : (newTarget as Newable),
      );
      return made as object;
    },
  });
  return proxy;
}

/** The guarded constructors by name, to stand in front of the global ones. */
export function guardedArrays(budget: Budget): Readonly<Record<string, unknown>> {
  return Object.fromEntries(guarded.map((target) => [target.name, guard(target, budget)]));
}
