/** What the user should know of layers that were built all the same, as failures. */
import type { GraphNode } from '../../model/graph';
import { categoryOf } from '../../model/category';
import { told } from '../../model/sentence';
import type { Failure } from '../../protocol/failure';
import type { Trace } from '../trace/trace';
import type { Positions } from './positions';
import { failureOfThrown } from './thrown';

/** Each sentence once for one place: a layer in a loop says it at every turn. */
export function failuresOfRemarks(trace: Trace, positions: Positions): Failure[] {
  const failures = trace.remarks.map(({ code, severity, words, thrown, stack, fix }): Failure => {
    const cause = thrown === undefined ? undefined : failureOfThrown(thrown, positions);
    const applied = positions.places(stack.frames)[0];
    const source = cause?.source ?? applied;
    return {
      code,
      severity,
      ...words,
      ...(source === undefined ? {} : { source }),
      ...(fix === undefined || applied === undefined ? {} : { fix: { ...fix, place: applied } }),
      ...(cause?.detail === undefined ? {} : { detail: cause.detail }),
    };
  });
  const keyed = failures.map((failure): [string, Failure] => [
    `${failure.message}${JSON.stringify(failure.source)}`,
    failure,
  ]);
  return [...new Map(keyed).values()];
}

/** Recurrent layers whose number of time steps is not known: they count one. */
export function unknownSteps(nodes: readonly GraphNode[]): Failure[] {
  return nodes.flatMap((node): Failure[] => {
    const inner = node.inner === undefined ? [] : unknownSteps(node.inner.nodes);
    const recurrent = categoryOf(node.className) === 'recurrent' && node.macs.forward > 0;
    if (!recurrent || node.inputs[0]?.shape[1] !== null) return inner;
    const words = told`The number of time steps of ${node.name} is not known: its MACs are those of one step.`;
    const source = node.source === undefined ? {} : { source: node.source };
    return [...inner, { code: 'unknown-size', severity: 'information', ...words, ...source }];
  });
}
