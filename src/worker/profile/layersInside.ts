/** Layers inside of wrappers and recurrent layers, which are called without being applied. */
import { Layer } from '../tfjs/library';

const places = ['layer', 'forwardLayer', 'backwardLayer', 'cell', 'cells'];

/** Those that the layer itself holds. */
export function childLayers(layer: Layer): Layer[] {
  const values = places.flatMap((name): unknown => Reflect.get(layer, name) as unknown);
  return [...new Set(values.filter((value) => value instanceof Layer))];
}

/** Those at every depth. */
export function layersInside(layer: Layer): Layer[] {
  return childLayers(layer).flatMap((child) => [child, ...layersInside(child)]);
}
