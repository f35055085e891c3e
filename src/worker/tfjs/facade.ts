/**
 * The `tf` that user code gets: the real library, with recording of what is made and with stops at
 * everything that is no part of building a model.
 */
import { prototypesOf } from '../builtIns';
import { refuseImpossibleInput } from '../trace/possibleShapes';
import { stopAt } from '../trace/stop';
import { activeTrace } from '../trace/trace';
import { core, LayersModel, layersPackage, Sequential, SymbolicTensor, union } from './library';
import { largestRealTensor, shapeOnlyTensor } from './metaDevice';
import { drawn, type Range } from './random';

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Newable = abstract new (...args: never[]) => object;

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}

/** A factory such as `tf.layers.conv2d` that records where its layer was made. */
function recordingFactory(factory: Callable): Callable {
  return function create(this: unknown, ...args: unknown[]) {
    const layer = factory.apply(this, args);
    if (typeof layer === 'object' && layer !== null) activeTrace()?.recordCreation(layer, create);
    return layer;
  };
}

/** `tf.input`, which takes any size that it is given. */
function checkedInput(factory: Callable): Callable {
  return (...args) => {
    const made = factory(...args);
    if (made instanceof SymbolicTensor) refuseImpossibleInput(made);
    return made;
  };
}

/** The names of the classes between one of the user's and the one of tfjs that it is derived from. */
function derivedNames(target: object, newTarget: object): ReadonlySet<string> {
  const names = new Set<string>();
  for (let level: unknown = newTarget; isCallable(level) && level !== target;) {
    names.add(level.name);
    level = Object.getPrototypeOf(level);
  }
  return names;
}

/** A class that records where its instances, and those of derived classes, are made. */
function recordingClass(target: Newable, onMade: (made: object) => void): Newable {
  function construct(wrapped: Newable, args: unknown[], newTarget: Newable): object {
    const made: unknown = Reflect.construct(wrapped, args, newTarget);
    if (typeof made !== 'object' || made === null) throw new TypeError('a class made no object');
    activeTrace()?.recordCreation(made, construct, derivedNames(proxy, newTarget));
    onMade(made);
    return made;
  }
  const proxy = new Proxy(target, { construct });
  return proxy;
}

function recordModel(made: object): void {
  activeTrace()?.models.push(made);
}

function isClass(value: Callable): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

function recordingLayers(): Record<string, unknown> {
  const entries = Object.entries(layersPackage.layers).map(([name, value]): [string, unknown] => {
    if (!isCallable(value)) return [name, value];
    if (isClass(value)) return [name, recordingClass(value as unknown as Newable, () => undefined)];
    return [name, recordingFactory(value)];
  });
  return Object.fromEntries(entries);
}

/** `tf.model` and `tf.sequential`, whose results are the models of the file. */
function recordingModelFactory(factory: Callable): Callable {
  return function create(this: unknown, ...args: unknown[]) {
    const model = factory.apply(this, args);
    if (typeof model === 'object' && model !== null) {
      activeTrace()?.recordCreation(model, create);
      recordModel(model);
    }
    return model;
  };
}

/** Position of the dtype among the arguments of functions that make tensors of a shape. */
const dtypeAt = {
  randomNormal: 3,
  randomUniform: 3,
  randomStandardNormal: 1,
  truncatedNormal: 3,
  zeros: 1,
  ones: 1,
  fill: 2,
} as const;

const dataTypes: ReadonlySet<string> = new Set(['float32', 'int32', 'bool', 'complex64', 'string']);

function isDataType(value: unknown): value is core.DataType {
  return typeof value === 'string' && dataTypes.has(value);
}

function rangeDrawn(name: string, [, low = 0, high = 1]: readonly unknown[]): Range | undefined {
  const isKnown = typeof low === 'number' && typeof high === 'number';
  return name === 'randomUniform' && isKnown ? [low, high] : undefined;
}

/** Above so many elements a random or constant tensor is given its shape only. */
function cheapTensors(): Record<string, unknown> {
  const guarded = Object.entries(dtypeAt).map(([name, at]): [string, unknown] => {
    const original = core[name as keyof typeof dtypeAt] as Callable;
    return [
      name,
      (...args: unknown[]): unknown => {
        const sizes = Array.isArray(args[0]) ? args[0].map(Number) : [];
        const size = sizes.reduce((product, n) => product * n, 1);
        const dtype = args[at];
        const make = (): unknown =>
          size > largestRealTensor
            ? shapeOnlyTensor(sizes, isDataType(dtype) ? dtype : 'float32')
            : original(...args);
        return /random|Normal/.test(name) ? drawn(make, rangeDrawn(name, args)) : make();
      },
    ];
  });
  return Object.fromEntries(guarded);
}

const stoppedModelMethods = [
  'fit',
  'fitDataset',
  'trainOnBatch',
  'evaluate',
  'evaluateDataset',
  'predict',
  'predictOnBatch',
  'save',
] as const;

/** Gradients are taken to train, and need values. */
const gradients = ['grad', 'grads', 'valueAndGrad', 'valueAndGrads', 'variableGrads'] as const;

/** Puts a function that stops the script in the place of a method. @returns what puts the method back. */
function stopMethod(prototype: object, name: string, call: string): () => void {
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  const value = (): never => stopAt(call);
  Object.defineProperty(prototype, name, { configurable: true, writable: true, value });
  return () => {
    if (own === undefined) Reflect.deleteProperty(prototype, name);
    else Object.defineProperty(prototype, name, own);
  };
}

/** Makes the models' own methods that compute stop the script. @returns what lets them compute again. */
export function stopModelMethods(): () => void {
  const undo = [LayersModel, Sequential].flatMap(({ prototype }) =>
    stoppedModelMethods.map((name) => stopMethod(prototype, name, `model.${name}()`)),
  );
  undo.push(stopMethod(core.Optimizer.prototype, 'minimize', 'optimizer.minimize()'));
  return () => {
    for (const one of undo) one();
  };
}

/** `tf.node` of tfjs-node: reading images and the like has no place in building a model. */
const nodeNamespace = new Proxy(
  {},
  {
    get: (_target, name) =>
      typeof name === 'string' ? () => stopAt(`tf.node.${name}()`) : undefined,
  },
);

/** The namespace that every `@tensorflow/tfjs*` import of the user's resolves to. */
export function makeFacade(): Readonly<Record<string, unknown>> {
  return Object.freeze({
    ...union,
    ...cheapTensors(),
    layers: Object.freeze(recordingLayers()),
    input: checkedInput(recordingFactory(layersPackage.input as Callable)),
    model: recordingModelFactory(layersPackage.model as Callable),
    sequential: recordingModelFactory(layersPackage.sequential as Callable),
    LayersModel: recordingClass(LayersModel, recordModel),
    Sequential: recordingClass(Sequential, recordModel),
    RNN: recordingClass(layersPackage.RNN, () => undefined),
    dropout: (...args: unknown[]) => drawn(() => (core.dropout as Callable)(...args), [0, 1]),
    variable: recordingFactory(core.variable as Callable),
    node: nodeNamespace,
    ...Object.fromEntries(gradients.map((name) => [name, () => stopAt(`tf.${name}()`)])),
    loadLayersModel: () => stopAt('tf.loadLayersModel()'),
    loadGraphModel: () => stopAt('tf.loadGraphModel()'),
    // Choosing a backend is for running; building has its own.
    setBackend: () => Promise.resolve(true),
    ready: () => Promise.resolve(),
  });
}

/** The prototypes of the library's classes, which a script could change for the scripts after it. */
export function sharedPrototypes(tf: Readonly<Record<string, unknown>>): Set<object> {
  const made = [...Object.values(tf), ...Object.values<unknown>(layersPackage.layers)];
  const classes = made.filter(isCallable);
  return new Set(
    classes.flatMap((from): object[] => {
      const prototype: unknown = from.prototype;
      return typeof prototype === 'object' && prototype !== null
        ? [prototype, ...prototypesOf(prototype)]
        : [];
    }),
  );
}
