/**
 * What reads models: the parser, the bundler and the worker processes. It is most of the host's code and a
 * bundle of its own, loaded when the first model is read, so that activation does not wait for it. Only
 * dynamic imports may name this module.
 */
export { defaultEntry, designerComment, discoverEntries } from '../bundle/discover';
export { parseEntry, parseSource } from '../bundle/parse';
export { projectionEdits } from '../bundle/projectionEdit';
export { trackingEdits } from '../bundle/trackingEdit';
export { Inspector } from '../workerHost/inspector';
