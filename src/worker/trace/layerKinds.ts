/** Which layers are those of tf.layers, whose counts are known, and which have to be run to be known. */
import { Container, core, InputLayer, Layer } from '../tfjs/library';

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

function partsOf(holder: object, names: readonly string[]): Layer[] {
  const parts = names.flatMap((name): unknown => Reflect.get(holder, name));
  return parts.filter((part) => part instanceof Layer);
}

/** The layers and cells that a wrapper calls at every time step. */
export function stepParts(wrapper: Layer): readonly Layer[] {
  const directions = partsOf(wrapper, ['forwardLayer', 'backwardLayer']);
  return directions.length > 0
    ? directions.flatMap(stepParts)
    : partsOf(wrapper, ['cell', 'layer']);
}

/** Deeper than this nobody wraps; a layer that holds itself ends here. */
const deepestWrapping = 8;

/** Whether any part of a wrapper is the user's, so that its operations are worth a look. */
export function holdsCustom(layer: Layer, depth = 0): boolean {
  const names = ['cell', 'cells', 'layer', 'layers', 'forwardLayer', 'backwardLayer'];
  return (
    depth < deepestWrapping &&
    partsOf(layer, names).some((part) => !isOwnClass(part) || holdsCustom(part, depth + 1))
  );
}
