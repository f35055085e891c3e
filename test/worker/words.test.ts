/** What goes wrong in other processes is told in the reader's language: nothing of ours stays English. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { wordsIn, type Sentence } from '../../src/model/sentence';
import { english, type Translate } from '../../src/model/translate';
import type { Failure, FailureCode } from '../../src/protocol/failure';
import { failureOfThrown as failureOfBackend } from '../../src/worker/backends/thrown';
import { DesignerStop, ProcessExitStopped } from '../../src/worker/errors';
import { explainKill } from '../../src/workerHost/killed';
import { goodText, root, uncancelled, useWorkbench } from './support/inspect';

const texts = JSON.parse(
  readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8'),
) as Readonly<Record<string, string>>;

/** Every text of the bundle in brackets, its letters in a form that English does not have. */
const pseudo: Translate = (text, ...values) => {
  const known = texts[text];
  if (known === undefined) throw new Error(`no translator gets "${text}"`);
  return english(`⟦${known.replaceAll(/[a-z]/g, (letter) => `${letter}\u0301`)}⟧`, ...values);
};

/** The words of others in a sentence: names, shapes, what TensorFlow.js or the user's code said. */
function othersIn({ words = [] }: Sentence): readonly string[] {
  return words.flatMap((word) => (typeof word === 'object' ? othersIn(word) : [String(word)]));
}

/** What is English still, after the words of others were taken out. */
function leftOver(failure: Failure): string {
  expect(failure.sentence, failure.message).toBeDefined();
  const shown = wordsIn(pseudo, failure);
  expect(shown).toMatch(/^⟦.*⟧$/s);
  const others = failure.sentence === undefined ? [] : othersIn(failure.sentence);
  return others
    .filter((words) => words !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, words) => text.replaceAll(words, ''), shown)
    .replaceAll(/[a-z]\u0301/g, '')
    .replaceAll(/[^a-z]/g, '');
}

const layers =
  "import * as tf from '@tensorflow/tfjs';\nconst x = tf.input({ shape: [8, 8, 4] });\n";
const dense = 'tf.layers.dense({ units: 2 })';
const custom = (body: string) =>
  `${layers}class Mine extends tf.layers.Layer {\n  static className = 'Mine';\n  ${body}\n}\n` +
  'const y = new Mine().apply(x) as tf.SymbolicTensor;\ntf.model({ inputs: x, outputs: y });';

/** A file for each code that reading it can end with. */
const files: readonly (readonly [FailureCode, string, entry?: string])[] = [
  ['import-not-found', "import './nothing';"],
  ['import-not-found', "import 'nothing-at-all';"],
  ['entry-invalid', layers, 'if ('],
  ['entry-threw', 'export {};', 'undefinedName()'],
  ['no-model', 'export {};'],
  ['no-model', 'export {};', '1 + 1'],
  ['no-model', 'const f = () => 1;', 'f'],
  ['model-threw', "throw 'text';"],
  ['model-threw', 'const f = (): number => f() + 1;\nf();'],
  ['model-threw', "import * as tf from '@tensorflow/tfjs';\ntf.input({ shape: [-1] });"],
  [
    'shape-mismatch',
    `${layers}tf.layers.add().apply([x, tf.layers.conv2d({ filters: 8, kernelSize: 3, strides: 2 }).apply(x) as tf.SymbolicTensor]);`,
  ],
  ['shape-mismatch', `${layers}tf.layers.conv2d({ filters: 8, kernelSize: 9 }).apply(x);`],
  ['shape-mismatch', "import * as tf from '@tensorflow/tfjs';\ntf.zeros([3]).add(tf.zeros([4]));"],
  ['unsupported-operation', `${goodText}model.getWeights()[0]!.dataSync();`],
  ['layer-call-failed', custom("call() { throw new Error('mine'); }")],
  ['layer-call-failed', custom('call() { return []; }')],
  ['output-shape', custom('call(a: tf.Tensor[]) { return tf.sum(a[0]!, -1); }')],
  ['write-denied', "import { writeFileSync } from 'node:fs';\nwriteFileSync('/tmp/x', '');"],
  ['process-exit', 'process.exit(1);'],
  [
    'run-stopped',
    `${layers}const m = tf.model({ inputs: x, outputs: ${dense}.apply(x) as tf.SymbolicTensor });\nm.predict(tf.zeros([1, 8, 8, 4]));`,
  ],
  ['output-flood', "for (;;) console.log('x'.repeat(1e6));"],
];

describe('a failure of another process is all ours to translate', () => {
  const workbench = useWorkbench();

  const cases = files.map(([code, text, entry = '']) => [code, text, entry] as const);

  it.each(cases)('%s: %s', async (code, text, entry) => {
    const { failures } = await workbench.inspect(text, entry);
    const found = failures.filter((failure) => failure.code === code);
    expect(failures.map((failure) => failure.code)).toContain(code);
    expect(found.map(leftOver)).toEqual(found.map(() => ''));
  });

  it('time-limit', async () => {
    const inspector = workbench.inspector({ timeLimitMs: 300 });
    const { failures } = await workbench.inspect('for (;;);', '', { inspector });
    expect(failures).toMatchObject([{ code: 'time-limit' }]);
    expect(failures.map(leftOver)).toEqual(['']);
  });

  it('topology-unsupported and file-not-found', async () => {
    for (const text of ['{"format":"graph-model"}', '{}', '{"class_name":"Foo","config":{}}']) {
      const { failures } = await workbench.inspect(text, '', { name: 'model.json' });
      expect(failures).toMatchObject([{ code: 'topology-unsupported' }]);
      expect(failures.map(leftOver)).toEqual(['']);
    }
    const file = path.join(workbench.folder, 'none.json');
    const gone = await workbench.shared.inspect(
      { file, entry: '', unsaved: new Map() },
      uncancelled,
    );
    expect(gone.failures).toMatchObject([{ code: 'file-not-found' }]);
    expect(gone.failures.map(leftOver)).toEqual(['']);
  });
});

describe('a failure of the machine is all ours to translate', () => {
  const kernels = [
    'Error: OOM when allocating tensor',
    "Error: Kernel 'Foo' not registered for backend 'wasm'",
    'AbortError: the device is lost',
    "Error: TF Backend supports only 'valid' and 'same' padding",
    'ReferenceError: OffscreenCanvas is not defined',
  ];

  it.each(kernels)('%s', (text) => {
    const failure = failureOfBackend(text, 'webgpu');
    expect(failure && leftOver(failure)).toBe('');
  });

  it('a process that was killed', () => {
    for (const counted of [true, false])
      for (const residentBytes of [undefined, 1e9])
        expect(leftOver(explainKill({ counted, residentBytes, totalBytes: 1e10 }))).toBe('');
  });

  it('keeps its sentence from code that changes what it caught', () => {
    const stop = new ProcessExitStopped('process.exit()');
    expect(() => Reflect.set(stop, 'told', { message: 'mine' })).not.toThrow();
    expect(stop).toBeInstanceOf(DesignerStop);
    expect(stop.told.message).toContain('process.exit() was called');
  });
});
