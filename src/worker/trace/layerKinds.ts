/** Which layers are those of tf.layers, whose counts are known, and which have to be run to be known. */
import { Container, core, InputLayer, type Layer } from '../tfjs/library';

const known = new Set<unknown>();

/** Remembers the classes of tf.layers; called before any code of the user's runs. */
export function rememberOwnClasses(): void {
  const { classNameMap } = core.serialization.SerializationMap.getMap();
  for (const [made] of Object.values(classNameMap)) known.add(made);
  known.add(InputLayer);
}

/** Whether a layer's class is one of tf.layers itself. */
export function isOwnClass(layer: object): boolean {
  return layer instanceof Container || known.has(layer.constructor);
}

const wrappers: ReadonlySet<string> = new Set(['TimeDistributed', 'Bidirectional', 'RNN']);

/** A layer of tf.layers that runs another layer, or a cell, at every time step. */
export function isWrapper(layer: Layer): boolean {
  return isOwnClass(layer) && wrappers.has(layer.getClassName());
}

/** Whether only running the layer tells what it does. */
export function isCustom(layer: Layer): boolean {
  return !isOwnClass(layer);
}

/** Whether a wrapper's own part is the user's, so that its operations are worth a look. */
export function holdsCustom(layer: Layer): boolean {
  const parts = ['cell', 'layer', 'forwardLayer', 'backwardLayer'] as const;
  return parts.some((name) => {
    const part: unknown = Reflect.get(layer, name);
    return typeof part === 'object' && part !== null && !isOwnClass(part);
  });
}
