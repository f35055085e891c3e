/** Takes away from user code what would end the process or speak for it. */
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
  const exit = process.exit.bind(process);
  // A worker whose host has gone has nothing left to do.
  process.on('disconnect', () => exit(0));
  for (const name of ['exit', 'abort', 'reallyExit', 'kill'] as const) {
    replace(process, name, () => {
      throw new ProcessExitStopped(`process.${name}()`);
    });
  }
  Reflect.deleteProperty(process, 'send');
}
