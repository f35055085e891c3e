import { describe, expect, it } from 'vitest';
import type { ModelGraph } from '../../../src/model/graph';
import { newFailure } from '../../../webview/state/newFailure';
import { resNet } from '../layout/models';

const whole = resNet({ blocks: [1, 1] });
const sums = whole.nodes.filter(({ className }) => className === 'Add').map(({ id }) => id);

function failingAt(...ids: (string | undefined)[]): ModelGraph {
  const nodes = whole.nodes.map((node) =>
    ids.includes(node.id) ? { ...node, failed: true, outputs: [] } : node,
  );
  return { ...whole, nodes };
}

describe('the failure to show', () => {
  it.each([
    ['none of a graph that is whole', undefined, whole, undefined],
    ['that of the first graph', undefined, failingAt(sums[0]), sums[0]],
    ['one that the graph before had not', whole, failingAt(sums[1]), sums[1]],
    ['none that has been shown', failingAt(sums[1]), failingAt(sums[1]), undefined],
    ['another one than before', failingAt(sums[1]), failingAt(sums[0]), sums[0]],
    ['none once it is repaired', failingAt(sums[1]), whole, undefined],
  ])('is %s', (_, before, graph, expected) => {
    expect(sums.length).toBeGreaterThan(1);
    expect(newFailure(before, graph)).toBe(expected);
  });
});
