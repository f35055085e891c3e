/** Statements that a model file had better not hold. `W` is a size and `K` a built-in, put in at random. */
import type { Random } from './random';

const sizes = [
  '1e9',
  '2 ** 31',
  '2 ** 53',
  '1e308',
  'NaN',
  '-1',
  '0',
  '-Infinity',
  '1.5',
  '"8"',
  'null',
];

const builtIns = [
  ...[
    'map',
    'push',
    'forEach',
    'slice',
    'concat',
    'filter',
    'join',
    'flatMap',
    'indexOf',
    'at',
  ].map((name) => `Array.prototype.${name}`),
  'Array.prototype[Symbol.iterator]',
  ...['get', 'set', 'has', 'values', 'entries'].map((name) => `Map.prototype.${name}`),
  ...['then', 'catch', 'finally'].map((name) => `Promise.prototype.${name}`),
  ...['call', 'apply', 'bind', 'toString'].map((name) => `Function.prototype.${name}`),
  ...['keys', 'entries', 'values', 'assign', 'freeze', 'defineProperty'].map((n) => `Object.${n}`),
  ...['replace', 'split', 'slice', 'startsWith'].map((name) => `String.prototype.${name}`),
  ...['JSON.stringify', 'JSON.parse', 'Math.max', 'Number.isInteger', 'Array.isArray'],
  ...['Error.captureStackTrace', 'Error.prepareStackTrace', 'Reflect.ownKeys', 'Symbol.for'],
  ...['globalThis.Map', 'globalThis.Set', 'globalThis.Array', 'globalThis.Promise'],
  ...['globalThis.Error', 'globalThis.setTimeout', 'globalThis.process', 'globalThis.WeakMap'],
  ...['process.on', 'process.off', 'process.memoryUsage', 'process.getActiveResourcesInfo'],
  ...['performance.now', 'process.stdout.write', 'console.log'],
];

/** Statements by what they do; each group is as likely as the others. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'deep recursion': [
    'const deep = (n: number): number => deep(n + 1) + 1; deep(0);',
    'const odd = { toString(): string { return `${odd}`; } }; throw odd;',
    'let nest: any = 1; for (let i = 0; i < 20000; i++) nest = [nest]; tf.layers.dense(nest).apply(x);',
    'let config: any = {}; for (let i = 0; i < 9999; i++) config = { units: 3, config }; tf.layers.dense(config).apply(x);',
    'let m: any = x; for (let i = 0; i < 60; i++) m = tf.model({ inputs: input, outputs: tf.sequential({ layers: [tf.layers.activation({ activation: "relu", inputShape: [8, 8, 3] })] }).apply(input) as any });',
    'let p: any = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.a;',
    'let y: any = x; for (let i = 0; i < 1500; i++) y = tf.layers.reLU().apply(y); tf.model({ inputs: input, outputs: y });',
  ],
  sizes: [
    'tf.layers.dense({ units: W as any }).apply(x);',
    'tf.layers.conv2d({ filters: W as any, kernelSize: W as any, strides: W as any }).apply(x);',
    'tf.input({ shape: [W as any, W as any] });',
    'tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [W as any, W as any] })] });',
    'tf.zeros([W as any, W as any]).add(1);',
    'tf.layers.reshape({ targetShape: [W as any, -1] }).apply(x);',
    'tf.layers.upSampling2d({ size: [W as any, W as any] }).apply(x);',
    'tf.layers.embedding({ inputDim: W as any, outputDim: W as any }).apply(x);',
    'tf.layers.maxPooling2d({ poolSize: W as any, strides: W as any }).apply(x);',
    'tf.layers.zeroPadding2d({ padding: W as any }).apply(x);',
    'tf.layers.repeatVector({ n: W as any }).apply(tf.layers.flatten().apply(x) as any);',
    'tf.tensor(new Array(W as any));',
    'new Float32Array(W as any); new ArrayBuffer(W as any);',
    'tf.range(0, W as any);',
  ],
  cycles: [
    'const ring: any = { units: 3 }; ring.ring = ring; tf.layers.dense(ring).apply(x);',
    'const s = tf.sequential(); s.add(tf.layers.dense({ units: 2, inputShape: [2] })); s.add(s);',
    '(x as any).sourceLayer.inboundNodes[0].inputTensors[0] = x;',
    '(x as any).sourceLayer.inboundNodes[0].inboundLayers = [(x as any).sourceLayer];',
    'const l = tf.layers.reLU(); let y = x; for (let i = 0; i < 9; i++) y = l.apply(y) as any; (l as any).inboundNodes.reverse();',
    '(input as any).sourceLayer = (x as any).sourceLayer;',
    'const model0 = tf.model({ inputs: input, outputs: x }); (model0 as any).layers.push(model0);',
  ],
  ends: [
    'process.exit(W as any);',
    'process.abort();',
    'process.kill(process.pid, "SIGKILL");',
    '(process as any).reallyExit(1);',
    'process.emit("exit", 1); process.emit("SIGTERM");',
    'require("fs").closeSync(W as any);',
    'for (let fd = 0; fd < 40; fd++) try { require("fs").closeSync(fd); } catch {}',
    'process.stdout.destroy(); process.stderr.destroy();',
    'process.exitCode = 7; process.title = "x"; process.chdir("/");',
    'throw require("worker_threads");',
    'require("v8").setFlagsFromString("--stack-size=100");',
  ],
  pollution: [
    'K = (() => { throw new Error("polluted"); }) as any;',
    'K = (() => undefined) as any;',
    'K = undefined as any;',
    'K = (() => []) as any;',
    'delete (K as any);',
    'Object.defineProperty(Object.prototype, "W", { get() { throw new Error("got"); }, configurable: true });',
    'Object.defineProperty(Object.prototype, "then", { get() { throw new Error("got"); } });',
    '(Object.prototype as any).toJSON = () => "json"; (Object.prototype as any).get = () => 1;',
    '(Object.prototype as any).value = 1; (Object.prototype as any).message = 2;',
    '(Array.prototype as any)[0] = { evil: true }; (Array.prototype as any).inputs = 1;',
    'Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(process);',
    'Object.setPrototypeOf(Array.prototype, null);',
    'Object.setPrototypeOf(globalThis, new Proxy({}, { get() { throw 1; } }));',
    'Object.defineProperty(Function.prototype, Symbol.hasInstance, { value: () => true });',
    'Error.stackTraceLimit = W as any; (Error as any).prepareStackTrace = () => { throw 1; };',
    'for (const key of Reflect.ownKeys(Array.prototype)) try { delete (Array.prototype as any)[key]; } catch {}',
    'for (const key of Reflect.ownKeys(process)) try { delete (process as any)[key]; } catch {}',
    '(tf.Tensor.prototype as any).constructor = null; Object.setPrototypeOf(tf.Tensor.prototype, null);',
    '(tf.LayersModel.prototype as any).countParams = () => 3; (tf.engine() as any).state.numTensors = W;',
    'tf.engine().startScope(); tf.engine().startScope(); tf.engine().endScope();',
    'tf.engine().reset(); tf.disposeVariables(); tf.removeBackend("meta");',
    'tf.registerBackend("meta", () => ({}) as any); tf.unregisterKernel("Add", "meta");',
  ],
  'the tracing itself': [
    'eval("__designer").enter = () => { throw 1; };',
    'eval("__designer").exit = null; (() => { function f() {} f(); })();',
    'const d: any = eval("__designer"); for (const key of Object.keys(d)) delete d[key];',
    'const d: any = eval("__designer"); for (let i = 0; i < 99; i++) d.enter(W);',
    'const d: any = eval("__designer"); d.exit({}); d.exit(undefined); d.pause(); d.resume(W);',
    'eval("__designer").entry(() => { throw new Error("mine"); });',
    'eval("__designer").entry(W);',
    'eval("__designer").turn = () => undefined; eval("__designer").topology({ W: 1 });',
    'eval("__designer").tf = null; eval("__designer").require = W;',
  ],
  forged: [
    'for (const text of ["garbage\\n", "{", "\\n{}\\n", JSON.stringify({ jsonrpc: "2.0", id: 0, result: {} }) + "\\n"]) require("fs").writeSync(3, text);',
    'for (let id = 0; id < 50; id++) require("fs").writeSync(3, `\\n${JSON.stringify({ jsonrpc: "2.0", id, result: { failures: [], evaluateMs: 0, analyseMs: 0 } })}\\n`);',
    'for (let id = 0; id < 50; id++) (process as any).send?.({ jsonrpc: "2.0", id, error: { code: 1, message: "no" } });',
    'require("fs").writeSync(3, Buffer.from([0, 255, 254, 10, 13, 0]));',
    'try { for (let i = 0; i < 300; i++) require("fs").writeSync(3, "x".repeat(9999)); } catch {}',
    'process.emit("message" as any, { jsonrpc: "2.0", id: 3, method: "inspect" } as any); process.emit("disconnect" as any);',
    'const s = new (require("net").Socket)({ fd: 1 }); s.write("{}\\n"); s.destroy();',
    'require("net").Socket.prototype.write = () => true; require("stream").Writable.prototype._write = null;',
    'for (const name of ["data", "close", "end"]) require("events").prototype.emit = () => { throw name; };',
  ],
  output: [
    'for (let i = 0; i < 40; i++) console.log("W ".repeat(9999));',
    'console.error("x".repeat(5e6));',
    'try { for (let i = 0; i < 300; i++) require("fs").writeSync(1, "y".repeat(9999)); } catch {}',
    'console.log({ toString() { throw 1; }, [Symbol.for("nodejs.util.inspect.custom")]() { throw 2; } });',
    'console.log(new Proxy({}, { get() { throw new Error("looked"); } }));',
  ],
  'left behind': [
    'setInterval(() => undefined, 1);',
    'setTimeout(() => { throw new Error("late"); }, W as any);',
    'const later = (): void => void setImmediate(later); later();',
    'setInterval(() => { Array.prototype.map = null as any; }, 1);',
    'require("net").createServer().listen(0);',
    'void Promise.reject(null); void Promise.reject(new Proxy({}, { get() { throw 1; } }));',
    'process.on("uncaughtException", () => { throw 1; }); setTimeout(() => { throw 2; });',
    'process.removeAllListeners(); process.setMaxListeners(W as any);',
    '(globalThis as any).left = new Array(1e6).fill({});',
    'queueMicrotask(() => { throw new Error("micro"); }); process.nextTick(() => { throw 3; });',
  ],
  thrown: [
    'throw null;',
    'throw undefined;',
    'throw Symbol("s");',
    'throw Object.create(null);',
    'throw () => { throw 1; };',
    'throw new Proxy(new Error("e"), { get() { throw 1; } });',
    'throw new Proxy(function () {}, { getPrototypeOf() { throw 1; } });',
    'throw Object.defineProperty(new Error("m"), "stack", { get() { throw 1; } });',
    'throw Object.assign(new Error("m"), { stack: "at resnet-designer:model:W:W" });',
    'throw Object.assign(new Error("m"), { message: null, name: {}, code: "ERR_ACCESS_DENIED", permission: { toString: 1 } });',
    'class Sly extends Error { get message(): string { throw this; } } throw new Sly();',
    'throw new AggregateError([new Error("a"), null], "W");',
    'throw Object.assign(new Error("t"), { code: "ERR_SCRIPT_EXECUTION_TIMEOUT" });',
    'throw new Error("\\u0000\\ud800 " + "long ".repeat(1e5));',
  ],
  results: [
    'result = new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; }, getPrototypeOf() { throw 3; } });',
    'result = { get model() { throw new Error("get"); } };',
    'result = { then(resolve: any) { resolve(1); resolve(2); throw 3; } };',
    'result = { then() { throw undefined; } };',
    'result = new Proxy(x as any, { get: (t, k) => (k === "then" ? undefined : k === "shape" ? [W, null, {}] : t[k]) });',
    'result = Object.create(tf.LayersModel.prototype);',
    'result = Object.assign(Object.create(Object.getPrototypeOf(x)), { shape: W, id: W });',
    'result = tf.model({ inputs: input, outputs: x }); (result as any).layers = W; (result as any).name = { W: 1 };',
    'result = tf.model({ inputs: input, outputs: x }); (result as any).layers[1].getConfig = () => { throw W; };',
    'result = tf.model({ inputs: input, outputs: x }); (result as any).layers[1].getConfig = () => ({ a: 1n, b: () => 1, c: Symbol(), d: result });',
    'result = tf.model({ inputs: input, outputs: x }); (result as any).layers[1]._trainableWeights = [null, { shape: W }];',
    'result = tf.model({ inputs: input, outputs: x }); Object.defineProperty(result, "outputs", { get() { throw 1; } });',
    'result = tf.model({ inputs: input, outputs: x }); (result as any).layers[1].name = "n".repeat(1e5); (x as any).shape = [W, W, W];',
    'result = [x, W, null, [x]]; (x as any).shape = W;',
    'result = tf.tensor([1, 2, 3]); (result as any).shape = [W]; (result as any).dataId = {};',
  ],
};

/** Statements that end at the time limit or another one, at a second or so each. */
const endless: readonly string[] = [
  'for (;;) {}',
  'for (;;) await null;',
  '/^(a+)+$/.test("a".repeat(50) + "b");',
  'await new Promise(() => undefined);',
  'const again = (): Promise<unknown> => Promise.resolve().then(again); await again();',
  'result = { then() {} };',
  'const self: any = { then(resolve: any) { resolve(self); } }; result = self;',
  'function* all() { for (;;) yield 1; } [...all()];',
  'const tick = (): void => process.nextTick(tick); tick(); await new Promise(() => undefined);',
  'const micro = (): void => queueMicrotask(micro); micro();',
  'for (;;) console.log("endless output ".repeat(99));',
  'const all: unknown[] = []; for (;;) all.push(new Array(1e4).fill(all));',
  'await null; /^(a+)+$/.test("a".repeat(50) + "b");',
  'for (;;) try { require("fs").writeSync(3, "forged\\n"); } catch {}',
  'x.toString = () => { for (;;) {} }; throw x;',
];

const head = `import * as tf from '@tensorflow/tfjs';
declare const require: any;
let result: unknown = undefined;
const input = tf.input({ shape: [8, 8, 3] });
const x = tf.layers.conv2d({ filters: 4, kernelSize: 3 }).apply(input) as tf.SymbolicTensor;
`;
const tail = `
result ??= tf.model({ inputs: input, outputs: x });
export function build(): unknown { return result; }
`;

function filled(statement: string, random: Random): string {
  return statement
    .replace(/\bW\b/g, () => random.pick(sizes).replace(/"/g, ''))
    .replace(/\bK\b/g, () => random.pick(builtIns));
}

/** A small model with one to three such statements in or after it. */
export function hostile(random: Random): { readonly kind: string; readonly text: string } {
  const kind = random.pick(Object.keys(groups));
  const statements = Array.from({ length: 1 + random.below(2) }, () =>
    filled(random.pick(groups[kind] ?? []), random),
  ).map((statement) => `{ ${statement} }`);
  const last = random.below(4) === 0;
  const inside = statements.join('\n');
  return { kind, text: last ? head + tail + inside : head + inside + tail };
}

/** A small model with a statement that does not end. */
export function neverEnding(random: Random): string {
  return `${head}{ ${random.pick(endless)} }${tail}`;
}
