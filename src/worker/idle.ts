/**
 * Memory is tidied while nobody waits. An inspection fills a good part of V8's young generation with what
 * dies at its end; collected in the middle of one, half of that is alive and copied, which takes as long as
 * building the model.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' }) => void;

function isCollect(value: unknown): value is Collect {
  return typeof value === 'function';
}

/** V8's own collector, from a context of its own: the user's code does not see it. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return isCollect(collect) ? collect : () => undefined;
}

// Taken before user code could have replaced it.
const { setImmediate } = globalThis;

/** A function that collects what is young, as soon as what is written has gone out. */
export function tidier(): () => void {
  const collect = collector();
  return () => void setImmediate(() => collect({ type: 'minor' }));
}
