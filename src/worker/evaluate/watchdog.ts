/** Ending code that runs without end where no check of ours is: a regular expression, a sort. */
import vm from 'node:vm';
import { isInstance } from '../errors';

const key = Symbol.for('resnet-designer:start');
const trampoline = new vm.Script(`globalThis[Symbol.for('resnet-designer:start')]()`);

/** Thrown instead of whatever the code would have given. */
export class Terminated extends Error {}

function isTimeout(error: unknown): boolean {
  return (
    isInstance(error, Error) && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

/**
 * What `start` returns. V8 itself ends it after `ms`, without running the `finally` blocks it is in.
 * @throws Terminated when that happened, else what `start` throws.
 */
export function runWithin<T>(ms: number, start: () => T): T {
  let result: { readonly value: T } | undefined;
  const run = (): void => {
    Reflect.deleteProperty(globalThis, key);
    result = { value: start() };
  };
  Object.defineProperty(globalThis, key, { configurable: true, value: run });
  try {
    trampoline.runInThisContext({ timeout: Math.ceil(ms) });
  } catch (error) {
    throw isTimeout(error) ? new Terminated() : error;
  }
  if (result === undefined) throw new Terminated();
  return result.value;
}
