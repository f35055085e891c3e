/** Who there is to be charged: nodes at every depth, parts of the step, and layers that run hidden. */
import { expect, test } from 'vitest';
import type { ModelGraph } from '../../../../src/model/graph';
import { stepParts } from '../../../../src/protocol/profile';
import { Owners } from '../../../../src/worker/profile/owners';
import { leveled } from './graphs';

const graph: ModelGraph = leveled({
  a: 'Dense',
  b: { 'b/one': 'Dense', 'b/two': { 'b/two/x': 'Add' } },
});

test('the parts of the step come first, then the nodes with what is inside of them', () => {
  const owners = new Owners(graph);
  expect(owners.list.slice(0, stepParts.length).map(({ part }) => part)).toEqual([...stepParts]);
  const ids = owners.list.slice(stepParts.length).map(({ id }) => id);
  expect(ids).toEqual(['a', 'b', 'b/one', 'b/two', 'b/two/x']);
  expect(owners.top.map((index) => owners.at(index).id)).toEqual(['a', 'b']);
});

test('each knows whom it is inside of, and how deep', () => {
  const owners = new Owners(graph);
  const x = owners.indexOf('b/two/x')!;
  expect(owners.at(owners.at(x).parent).id).toBe('b/two');
  expect([owners.depth(owners.indexOf('a')!), owners.depth(x)]).toEqual([0, 2]);
  expect(owners.at(owners.indexOf('b')!).children).toEqual(
    ['b/one', 'b/two'].map((id) => owners.indexOf(id)),
  );
});

test('a layer that runs inside of a node is made once', () => {
  const owners = new Owners(graph);
  const a = owners.indexOf('a')!;
  const cell = owners.inner(a, 'cell', 'LSTMCell');
  expect(owners.inner(a, 'cell', 'LSTMCell')).toBe(cell);
  expect(owners.at(cell)).toMatchObject({ id: 'a/cell', parent: a, className: 'LSTMCell' });
  expect(owners.at(a).children).toEqual([cell]);
});

test('an owner that is not there is a bug', () => {
  expect(() => new Owners(graph).at(99)).toThrow('there is no owner 99');
  expect(new Owners(graph).indexOf('c')).toBeUndefined();
});
