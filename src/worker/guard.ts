/** Takes away from user code what would end the process or speak for it. */
import { captureUserStack } from './trace/stack';
import { ProcessExitStopped } from './errors';

function replace(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: true,
  });
}

/**
 * Makes the ways to end the process throw instead, and hides the channel to the host once the
 * connection holds it, so that a script cannot answer in the worker's place by accident.
 */
export function guardProcess(): void {
  const end: unknown = Reflect.get(process, 'reallyExit');
  // A worker whose host has gone has nothing left to do.
  process.on('disconnect', () => {
    if (!process.connected && typeof end === 'function') end.call(process, 0);
  });
  for (const name of ['exit', 'abort', 'reallyExit', 'kill', 'disconnect'] as const) {
    const original: unknown = Reflect.get(process, name);
    replace(process, name, function guarded(...args: unknown[]): unknown {
      // Node itself disconnects when the host has gone.
      if (captureUserStack(guarded).frames.length > 0 || typeof original !== 'function')
        throw new ProcessExitStopped(`process.${name}()`);
      const result: unknown = Reflect.apply(original, process, args);
      return result;
    });
  }
  Reflect.deleteProperty(process, 'send');
}
