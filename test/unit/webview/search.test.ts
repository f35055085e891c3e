import { describe, expect, it } from 'vitest';
import { GraphIndex } from '../../../webview/state/graphIndex';
import { hierarchyOf } from '../../../webview/state/hierarchy';
import { matcher } from '../../../webview/state/match';
import { matchesOf, matchWords, nextMatch, noSearch } from '../../../webview/state/search';
import { resNet } from '../layout/models';

const graph = resNet();
const index = new GraphIndex(graph);

function found(text: string): readonly { readonly type: string; readonly id: string }[] {
  return matchesOf(index, { ...noSearch, open: true, text });
}

function ids(text: string): string[] {
  return found(text).map(({ id }) => id);
}

describe('the search', () => {
  it('finds layers by class, name and shape, in the order of the network', () => {
    const convolutions = graph.nodes.filter(({ className }) => className === 'Conv2D');
    expect(ids('conv2d')).toEqual(convolutions.map(({ id }) => id));
    expect(ids('CONV2D')).toEqual(ids('conv2d'));
    expect(ids('112x112x64').length).toBeGreaterThan(0);
    expect(ids(graph.nodes.at(-1)?.name ?? '')).toEqual([graph.nodes.at(-1)?.id]);
  });

  it('finds the calls of a function, and not everything in them', () => {
    const calls = graph.scopes.filter(({ name }) => name === 'bottleneck');
    expect(ids('bottleneck')).toEqual(calls.map(({ id }) => id));
    const [first] = ids('stage 2 bottleneck 3');
    expect(first).toBe('resnet50#1/stage#2/bottleneck#3');
  });

  it('finds skips by their kind', () => {
    const projections = graph.skips.filter(({ kind }) => kind === 'projection');
    expect(found('projection')).toEqual(projections.map(({ id }) => ({ type: 'skip', id })));
    expect(found('skip')).toHaveLength(graph.skips.length);
  });

  it('finds nothing when it is closed or empty, and the same list for the same words', () => {
    expect(matchesOf(index, { ...noSearch, text: 'conv2d' })).toEqual([]);
    expect(found('  ')).toEqual([]);
    expect(found('conv2d')).toBe(found('conv2d'));
    expect(matchesOf(undefined, { open: true, text: 'conv2d', at: -1 })).toEqual([]);
  });

  it('goes around both ends', () => {
    expect([nextMatch(-1, 3, false), nextMatch(-1, 3, true)]).toEqual([0, 2]);
    expect([nextMatch(2, 3, false), nextMatch(0, 3, true)]).toEqual([0, 2]);
    expect([nextMatch(1, 3, false), nextMatch(1, 3, true)]).toEqual([2, 0]);
    expect(nextMatch(1, 0, false)).toBe(-1);
  });

  it('tells where it is', () => {
    const words = (text: string, at: number, count: number): string =>
      matchWords({ open: true, text, at }, count);
    expect([words('a', 2, 27), words('a', -1, 27), words('a', -1, 0), words(' ', -1, 0)]).toEqual([
      '3 of 27',
      '27 found',
      'No results',
      '',
    ]);
  });
});

describe('words that are looked for', () => {
  const isIn = (query: string, text: string, around = ''): boolean | undefined =>
    matcher(query)?.(text, around);

  it('are found in any order, and all of them', () => {
    expect(isIn('relu conv', 'Conv2D + ReLU')).toBe(true);
    expect(isIn('relu dense', 'Conv2D + ReLU')).toBe(false);
    expect(isIn('"conv2d + relu"', 'Conv2D + ReLU')).toBe(true);
    expect(isIn('"relu conv"', 'Conv2D + ReLU')).toBe(false);
  });

  it('may be in the groups around, but not all of them', () => {
    expect(isIn('stage conv', 'Conv2D', 'stage 2')).toBe(true);
    expect(isIn('stage', 'Conv2D', 'stage 2')).toBe(false);
  });

  it('are whole numbers where they are numbers', () => {
    expect(isIn('2', 'stage 2')).toBe(true);
    expect(isIn('2', 'stage 12')).toBe(false);
    expect(isIn('2', 'Conv2D')).toBe(false);
    expect(isIn('64', '56×56×64')).toBe(true);
    expect(isIn('64', '640')).toBe(false);
    expect(isIn('3', 'conv_3')).toBe(true);
  });

  it('may be signs that mean something in a pattern', () => {
    expect(isIn('(a', 'f(a)')).toBe(true);
    expect(isIn('.*', 'Conv2D')).toBe(false);
    expect(matcher(' "" ')).toBeUndefined();
  });
});

it('the groups around a box lead from the outside in', () => {
  const block = 'resnet50#1/stage#2/bottleneck#3';
  const inside = graph.nodes.find(({ scope }) => scope?.startsWith(block) === true)?.id ?? '';
  const around = hierarchyOf(index).groupsAround(inside);
  expect(around.slice(0, 2)).toEqual(['resnet50#1/stage#2', block]);
  expect(hierarchyOf(index).groupsAround('nothing of the kind')).toEqual([]);
});
