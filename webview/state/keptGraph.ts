/** A state of the host, with the graph that it leaves out because the page has it. */
import type { DesignerState } from '../../src/protocol/designer';
import type { ReceivedState } from '../host';

/** The host leaves out a graph that the page has. */
export function withKeptGraph(
  { graphKept, ...state }: ReceivedState,
  before: DesignerState | undefined,
): DesignerState {
  if (graphKept !== true || before?.graph === undefined) return state;
  const { graph, packedGraph } = before;
  return { ...state, graph, ...(packedGraph === undefined ? {} : { packedGraph }) };
}
