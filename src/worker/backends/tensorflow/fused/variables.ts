/** Variables whose values are put in place, without a copy. */
import type { core } from '../../../tfjs/library';
import type { Id, Native } from './native';

/** Gives a variable the value of a tensor of TensorFlow, which it frees from now on. */
export function setVariable(native: Native, variable: core.Variable, id: Id): void {
  if (native.isOwn(variable)) {
    const before = native.id(variable);
    // Negative where the value was let go already.
    if (before >= 0) native.free(before);
    native.exchange(variable, id);
    return;
  }
  const value = native.tensor({ id }, variable.shape);
  variable.assign(value);
  value.dispose();
}
