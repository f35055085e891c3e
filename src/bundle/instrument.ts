/**
 * Tracing of calls: every named function of the user's tells when it begins and ends, so that the
 * worker knows which *call* of `bottleneck` made a layer. A call stack alone cannot tell the second
 * turn of a loop from the first.
 */
import type { File, Node } from '@babel/types';
import type { Insertion, TracedFunction } from '../protocol/inspect';
import { functionName, isFunction, type FunctionNode } from './functions';
import { walk } from './walk';

export interface Instrumentation {
  readonly functions: readonly TracedFunction[];
  readonly insertions: readonly Insertion[];
}

const exit = '}finally{__designer.exit(__designerCall)}';

function enter(id: number): string {
  return `;const __designerCall=__designer.enter(${id});try{`;
}

/**
 * Async functions and generators leave and come back, which no stack of calls can follow. In the
 * constructor of a derived class nothing may stand before `super()`.
 */
function isTraceable(node: FunctionNode, parents: readonly Node[]): boolean {
  if (node.async === true || ('generator' in node && node.generator)) return false;
  if (node.type !== 'ClassMethod' || node.kind !== 'constructor') return true;
  const owner = parents[1];
  return owner === undefined || !('superClass' in owner) || owner.superClass == null;
}

function position(node: Node, edge: 'start' | 'end'): { line: number; column: number } {
  const at = node.loc?.[edge];
  return { line: at?.line ?? 1, column: (at?.column ?? 0) + 1 };
}

/** Code before and after a function's body; an expression body becomes a block that returns it. */
function around(node: FunctionNode, id: number): [before: Insertion, after: Insertion] {
  const { body } = node;
  const start = body.start ?? 0;
  const end = body.end ?? start;
  if (body.type !== 'BlockStatement') {
    return [
      { offset: start, text: `{${enter(id)}return(` },
      { offset: end, text: `);${exit}}` },
    ];
  }
  const afterDirectives = body.directives.at(-1)?.end ?? start + 1;
  return [
    { offset: afterDirectives, text: enter(id) },
    { offset: end - 1, text: exit },
  ];
}

/** The calls to insert for every named function of a file; ids count on from `firstId`. */
export function instrument(tree: File, firstId: number): Instrumentation {
  const functions: TracedFunction[] = [];
  const before: Insertion[] = [];
  const after: Insertion[] = [];
  walk(tree.program, (node, parents) => {
    if (!isFunction(node) || !isTraceable(node, parents)) return undefined;
    const name = functionName(node, parents);
    if (name === undefined) return undefined;
    const id = firstId + functions.length;
    functions.push({ id, name, start: position(node, 'start'), end: position(node, 'end') });
    const [start, end] = around(node, id);
    before.push(start);
    after.push(end);
    return undefined;
  });
  // Where two bodies end at one offset, the inner one, met later, has to be closed first.
  return { functions, insertions: [...before, ...after.reverse()] };
}
