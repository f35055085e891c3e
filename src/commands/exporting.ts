/**
 * What is loaded when a model is first exported: a bundle of its own (see scripts/build.mjs), without a
 * state. Only dynamic imports may name this module.
 */
export { exportModel, exportAs } from './exportModel';
export { exportSamples } from './exportSamples';
