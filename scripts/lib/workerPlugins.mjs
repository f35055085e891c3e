// @ts-check
/** What the worker's bundle changes in TensorFlow.js, whose version the lock file pins. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from './dependencies.mjs';

const uids = path.join(repositoryRoot, 'src/worker/tfjs/uids.ts');

/**
 * tfjs-layers numbers layers with counters that cannot be reset; the worker's own module takes
 * their place (see src/worker/tfjs/uids.ts).
 * @type {import('esbuild').Plugin}
 */
const resettableUids = {
  name: 'resettable-uids',
  setup({ onResolve }) {
    onResolve({ filter: /backend\/state$/ }, ({ importer }) =>
      importer.includes('tfjs-layers') ? { path: uids } : undefined,
    );
  },
};

/**
 * The constructor of a model looks each node and name up in lists of all others, and lists the keys of all
 * layers for each: a quarter of the time of ResNet-152, and more than half of ResNet-1202's. Sets do the same.
 * @type {readonly (readonly [string, string])[]}
 */
const listsToSets = [
  ['nodesInProgress.indexOf(node) !== -1', 'nodesInProgress.has(node)'],
  ['finishedNodes.indexOf(node) !== -1', 'finishedNodes.has(node)'],
  ['Object.keys(layerIndices).length', 'layerCount++'],
  ['nodesInProgress.indexOf(node) === -1', '!nodesInProgress.has(node)'],
  ['nodesInProgress.push(node)', 'nodesInProgress.add(node)'],
  ['finishedNodes.push(node)', 'finishedNodes.add(node)'],
  ['while (nodesInProgress.indexOf(node) >= 0)', ''],
  ['nodesInProgress.splice(nodesInProgress.indexOf(node), 1)', 'nodesInProgress.delete(node)'],
  ['const finishedNodes = []', 'let layerCount = 0; const finishedNodes = new Set()'],
  ['const nodesInProgress = []', 'const nodesInProgress = new Set()'],
  [
    'const computableTensors = this.inputs.slice()',
    'const computableTensors = new Set(this.inputs)',
  ],
  ['computableTensors.indexOf(x) === -1', '!computableTensors.has(x)'],
  ['computableTensors.push(x)', 'computableTensors.add(x)'],
  [
    'const allNames = this.layers.map(x => x.name);',
    `const allNames = this.layers.map(x => x.name);
        const timesUsed = new Map();
        for (const name of allNames) timesUsed.set(name, (timesUsed.get(name) ?? 0) + 1);`,
  ],
  ['allNames.filter(x => x === name).length', 'timesUsed.get(name)'],
];

/**
 * The names of all weights that were ever made, each found by a pattern that copies it.
 * @type {typeof listsToSets}
 */
const forgettableNames = [
  [
    "import { checkStringTypeUnionValue } from './utils/generic_utils';",
    `import { checkStringTypeUnionValue } from './utils/generic_utils';
    import { weightNames as nameMap } from ${JSON.stringify(uids)};`,
  ],
  ['const nameMap = new Map();', ''],
  ['name.match(tensorNameRegex)', 'tensorNameRegex.test(name)'],
];

const failures = path.join(repositoryRoot, 'src/worker/tfjs/failedOperations.ts');

/** @type {typeof listsToSets} */
const toldFailures = [
  [
    "import { isPromise } from '../util';",
    `import { isPromise } from '../util'; import { operationFailed } from ${JSON.stringify(failures)};`,
  ],
  ['catch (ex) {', 'catch (ex) { operationFailed(opName, args, ex);'],
];

const running = path.join(repositoryRoot, 'src/worker/tfjs/running.ts');

/**
 * The first lines of each file import what its changes call.
 * @param {string} first the file's first import.
 * @param {string} names
 * @returns {readonly [string, string]}
 */
function importing(first, names) {
  return [first, `import { ${names} } from ${JSON.stringify(running)};\n${first}`];
}

/** A profile charges what runs to the node that runs it, and to the step of a recurrent layer. */
const toldRuns = {
  /** @type {typeof listsToSets} */
  executor: [
    importing('import { cast, dispose', 'runNode'),
    [
      'toList(srcLayer.apply(inputValues, kwargs))',
      'toList(runNode(symbolic, () => srcLayer.apply(inputValues, kwargs)))',
    ],
  ],
  /** @type {typeof listsToSets} */
  container: [
    importing("import { tidy } from '@tensorflow/tfjs-core';", 'runNode'),
    [
      'generic_utils.toList(layer.call(computedTensor, kwargs))',
      'generic_utils.toList(runNode(node.outputTensors[0], () => layer.call(computedTensor, kwargs)))',
    ],
    [
      'generic_utils.toList(layer.call(computedTensors, kwargs))',
      'generic_utils.toList(runNode(node.outputTensors[0], () => layer.call(computedTensors, kwargs)))',
    ],
  ],
  /** @type {typeof listsToSets} */
  recurrent: [
    importing("import * as tfc from '@tensorflow/tfjs-core';", 'runIteration'),
    [
      'tfc.tidy(() => stepFunction(currentInput, states))',
      'runIteration(t, () => tfc.tidy(() => stepFunction(currentInput, states)))',
    ],
  ],
};

/**
 * The tape goes through its records to find those that lead from the weights to the loss, to run their gradients, and to
 * release what they saved. A profile charges each moment of that to the layer whose kernel the record is of.
 */
const toldTape = {
  /** @type {typeof listsToSets} */
  walk: [
    importing("import * as util from './util';", 'turnToRecord'),
    [
      'const nodeInputs = node.inputs;\n        for (const inputName in nodeInputs) {\n            const input',
      'turnToRecord(node);\n        const nodeInputs = node.inputs;\n        for (const inputName in nodeInputs) {\n            const input',
    ],
    [
      'const nodeInputs = node.inputs;\n        // If any of the outputs',
      'turnToRecord(node);\n        const nodeInputs = node.inputs;\n        // If any of the outputs',
    ],
    [
      'if (nodesFromX[node.id] && nodesToY[node.id]) {',
      'turnToRecord(node);\n        if (nodesFromX[node.id] && nodesToY[node.id]) {',
    ],
    ['const node = filteredTape[i];', 'const node = filteredTape[i];\n        turnToRecord(node);'],
  ],
  /** @type {typeof listsToSets} */
  engine: [
    importing("import { getTensorsInContainer } from './tensor_util';", 'turnToRecord'),
    [
      'if (!allowNoGradients && filteredTape.length',
      'turnToRecord(undefined);\n        if (!allowNoGradients && filteredTape.length',
    ],
    ['const grads = xs.map(', 'turnToRecord(undefined);\n            const grads = xs.map('],
    [
      'for (const tensor of node.saved) {',
      'turnToRecord(node);\n                    for (const tensor of node.saved) {',
    ],
    [
      'return { value: y, grads };',
      'turnToRecord(undefined);\n            return { value: y, grads };',
    ],
  ],
};

const nodeBackend = path.join(repositoryRoot, 'src/worker/backends/tensorflow');

/** What tfjs-node's JavaScript requires, and what it gets. */
const nodeBackendParts = new Map([
  // Its own union package would bring a second TensorFlow.js, and the browser's backends.
  ['@tensorflow/tfjs', 'union.ts'],
  ['util', 'nodeUtil.ts'],
  ['./proto/api_pb', 'noSummaries.ts'],
]);

/**
 * tfjs-node is written as CommonJS for whatever TensorFlow.js is installed; here it is the bundle's own.
 * @type {import('esbuild').Plugin}
 */
const tfjsNodeOnOneCore = {
  name: 'tfjs-node-on-one-core',
  setup({ onResolve }) {
    onResolve(
      { filter: /^(@tensorflow\/tfjs|util|\.\/proto\/api_pb)$/ },
      ({ importer, path: wanted }) => {
        const part = nodeBackendParts.get(wanted);
        if (part === undefined || !/tfjs-node[\\/]dist[\\/]/.test(importer)) return undefined;
        return { path: path.join(nodeBackend, part) };
      },
    );
  },
};

/** Replaces each text once; one that is not there once means that TensorFlow.js has changed. */
function replaceEach(
  /** @type {string} */ text,
  /** @type {typeof listsToSets} */ changes,
  /** @type {string} */ file,
) {
  return changes.reduce((changed, [from, to]) => {
    const [before, after, ...more] = changed.split(from);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`"${from}" has to stand once in ${file}`);
    return before + to + after;
  }, text);
}

/**
 * @param {string} name
 * @param {RegExp} filter of the one file.
 * @param {typeof listsToSets} changes
 * @returns {import('esbuild').Plugin}
 */
function changing(name, filter, changes) {
  return {
    name,
    setup({ onLoad }) {
      onLoad({ filter }, async ({ path: file }) => ({
        contents: replaceEach(await readFile(file, 'utf8'), changes, file),
        loader: 'js',
      }));
    },
  };
}

export const workerPlugins = [
  resettableUids,
  changing('containers', /tfjs-layers[\\/]dist[\\/]engine[\\/]container\.js$/, [
    ...listsToSets,
    ...toldRuns.container,
  ]),
  changing('names', /tfjs-layers[\\/]dist[\\/]common\.js$/, forgettableNames),
  changing('told-nodes', /tfjs-layers[\\/]dist[\\/]engine[\\/]executor\.js$/, toldRuns.executor),
  changing('told-steps', /tfjs-layers[\\/]dist[\\/]layers[\\/]recurrent\.js$/, toldRuns.recurrent),
  changing('told-walks', /tfjs-core[\\/]dist[\\/]tape\.js$/, toldTape.walk),
  changing('told-tapes', /tfjs-core[\\/]dist[\\/]engine\.js$/, toldTape.engine),
  tfjsNodeOnOneCore,
  changing('told-failures', /tfjs-core[\\/]dist[\\/]ops[\\/]operation\.js$/, toldFailures),
];
