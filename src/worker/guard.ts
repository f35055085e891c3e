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

/** What ends this process at once, taken before user code could have changed it. */
export function processEnd(): () => void {
  const end: unknown = Reflect.get(process, 'reallyExit');
  return () => {
    if (typeof end === 'function') Reflect.apply(end, process, [0]);
  };
}

/**
 * Makes the ways to end the process throw instead, and hides the handles, of which one is the channel
 * to the host.
 */
export function guardProcess(): void {
  for (const name of ['exit', 'abort', 'reallyExit', 'kill', 'disconnect'] as const) {
    const original: unknown = Reflect.get(process, name);
    replace(process, name, function guarded(...args: unknown[]): unknown {
      if (captureUserStack(guarded).frames.length > 0 || typeof original !== 'function')
        throw new ProcessExitStopped(`process.${name}()`);
      const result: unknown = Reflect.apply(original, process, args);
      return result;
    });
  }
  for (const name of ['_getActiveHandles', '_getActiveRequests'])
    Reflect.deleteProperty(process, name);
}
