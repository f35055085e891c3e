/** Where looking at a model ends and running it begins. */
import { RunStopped } from '../errors';
import { activeTrace } from './trace';

/** Stops the script at a call that would train, predict or load. */
export function stopAt(call: string): never {
  const stop = new RunStopped(call);
  const trace = activeTrace();
  if (trace !== undefined) trace.stopped ??= stop;
  throw stop;
}
