/** Model files in styles that the samples are not written in; the counts are worked out by hand in each. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultEntry, discoverEntries } from '../../src/bundle/discover';
import { parseSource } from '../../src/bundle/parse';
import type { SkipKind } from '../../src/model/graph';
import { allSkips } from '../../src/model/report';
import { root, uncancelled, useWorkbench } from './support/inspect';

interface Style {
  readonly file: string;
  readonly entry: string;
  readonly trainable: number;
  readonly nonTrainable?: number;
  /** Forward, for one example. */
  readonly macs: number;
  readonly skips: readonly SkipKind[];
}

const identity = 'identity';
const styles: readonly Style[] = [
  {
    file: 'privateMembers.ts',
    entry: 'Net.create()',
    trainable: 2_682,
    nonTrainable: 64,
    macs: 161_360,
    skips: [identity, identity],
  },
  {
    file: 'recursion.ts',
    entry: 'pyramid()',
    trainable: 906,
    macs: 37_888,
    skips: ['long', 'long'],
  },
  {
    file: 'builder.ts',
    entry: 'classifier()',
    trainable: 1_684,
    macs: 1_600,
    skips: [identity, identity],
  },
  {
    file: 'configDriven.ts',
    entry: 'fromPlan()',
    trainable: 2_723,
    macs: 24_516,
    skips: ['projection'],
  },
  {
    file: 'generators.ts',
    entry: 'build()',
    trainable: 1_359,
    macs: 83_004,
    skips: ['dense', 'dense', 'dense'],
  },
  {
    file: 'asyncBuilder.ts',
    entry: '(await load()).model',
    trainable: 470,
    macs: 4_560,
    skips: [identity],
  },
  { file: 'moduleLevel.ts', entry: '', trainable: 121, macs: 110, skips: [identity] },
  { file: 'nested.ts', entry: 'build()', trainable: 68, macs: 56, skips: [identity] },
  { file: 'submodel.ts', entry: 'features()', trainable: 216, macs: 13_824, skips: [identity] },
  { file: 'siamese.ts', entry: 'pair()', trainable: 225, macs: 400, skips: [identity, identity] },
  { file: 'severalEnds.ts', entry: 'detector()', trainable: 2_251, macs: 4_496, skips: [identity] },
  {
    file: 'wrappers.ts',
    entry: 'build()',
    trainable: 441,
    macs: 1_942,
    skips: ['recurrent', 'recurrent', 'recurrent', 'recurrent'],
  },
  {
    file: 'customLayer.ts',
    entry: 'build()',
    trainable: 546,
    macs: 544,
    skips: [identity, identity],
  },
  {
    file: 'tensorFunction.ts',
    entry: 'net(tf.zeros([1, 8, 8, 4]))',
    trainable: 144,
    macs: 9_216,
    skips: [identity],
  },
  {
    file: 'namespaces.ts',
    entry: 'small([6, 6, 3])',
    trainable: 195,
    macs: 5_784,
    skips: [identity],
  },
  {
    file: 'defaultExport.ts',
    entry: 'await exports.default()',
    trainable: 56,
    macs: 48,
    skips: [identity],
  },
  { file: 'commonjs.js', entry: 'exports.build()', trainable: 325, macs: 300, skips: [identity] },
  {
    file: 'classExpressions.js',
    entry: 'new exports.Network().build().model',
    trainable: 1_413,
    macs: 87_592,
    skips: [identity],
  },
  { file: 'templates.ts', entry: 'build()', trainable: 349, macs: 20_756, skips: [identity] },
  {
    file: 'mixins.ts',
    entry: 'new Network().model',
    trainable: 311,
    macs: 10_668,
    skips: [identity, 'projection'],
  },
  {
    file: 'decorators.ts',
    entry: 'new Net().model()',
    trainable: 234,
    macs: 208,
    skips: [identity, identity],
  },
  {
    file: 'currying.ts',
    entry: 'signals()',
    trainable: 1_412,
    macs: 30_512,
    skips: [identity, 'projection'],
  },
  {
    file: 'subclassed.ts',
    entry: 'build()',
    trainable: 133,
    macs: 114,
    skips: [identity, identity, identity],
  },
  {
    file: 'sharedModel.ts',
    entry: 'twins()',
    trainable: 89,
    macs: 208,
    skips: [identity, identity, identity],
  },
  { file: 'topLevelAwait.ts', entry: '', trainable: 338, macs: 312, skips: [identity, identity] },
  {
    file: 'reexports.ts',
    entry: 'factory.create()',
    trainable: 811,
    macs: 12_568,
    skips: [identity, identity],
  },
  { file: 'netlist.ts', entry: 'assemble()', trainable: 225, macs: 7_424, skips: ['long'] },
  { file: 'proxied.ts', entry: 'build()', trainable: 122, macs: 108, skips: [identity] },
];

/** People say what these show: the arguments, or nothing, so that the file is run as it stands. */
const notFound = ['moduleLevel.ts', 'namespaces.ts', 'tensorFunction.ts', 'topLevelAwait.ts'];

const folder = path.join(root, 'test/fixtures/styles');
const workbench = useWorkbench();

test.each(styles)('$file', async ({ file, entry, trainable, nonTrainable = 0, macs, skips }) => {
  const request = { file: path.join(folder, file), entry, unsaved: new Map<string, string>() };
  const { graph, failures } = await workbench.shared.inspect(request, uncancelled);
  expect(failures).toEqual([]);
  expect({
    complete: graph!.complete,
    parameters: graph!.parameters,
    macs: graph!.macs.forward,
    skips: allSkips(graph!).map(({ kind }) => kind),
  }).toEqual({ complete: true, parameters: { trainable, nonTrainable }, macs, skips });
});

const found = styles.filter(({ file }) => !notFound.includes(file));

test.each(found)('$file: its entry is found in its text', ({ file, entry }) => {
  const text = readFileSync(path.join(folder, file), 'utf8');
  const tree = parseSource(file, text);
  expect(tree && defaultEntry(text, discoverEntries(text, tree))).toBe(entry);
});

test('every file of the folder has its counts', () => {
  const files = readdirSync(folder).filter((name) => /\.[jt]s$/.test(name));
  expect(styles.map(({ file }) => file).sort()).toEqual(files.sort());
});
