/**
 * Tracing of calls and of turns. Every named function of the user's tells when it begins and ends, so
 * that the worker knows which *call* of `bottleneck` made a layer: a call stack alone cannot tell the
 * second turn of a loop from the first. Every turn of a loop, and every call of a function without a
 * name, passes a check, so that an endless one is stopped on its own line.
 */
import type {
  AwaitExpression,
  DoWhileStatement,
  File,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Node,
  WhileStatement,
} from '@babel/types';
import type { Insertion, TracedFunction } from '../protocol/inspect';
import { functionName, isFunction, type FunctionNode } from './functions';
import { walk } from './walk';

export interface Instrumentation {
  readonly functions: readonly TracedFunction[];
  readonly insertions: readonly Insertion[];
}

const check = '__designer.turn()';
const turn = `${check};`;
const exit = '}finally{__designer.exit(__designerCall)}';

function enter(id: number): string {
  return `;const __designerCall=__designer.enter(${id});try{`;
}

/** Generators leave and come back at the will of others, which no stack of calls can follow. */
function isGenerator(node: FunctionNode): boolean {
  return 'generator' in node && (node.generator ?? false);
}

function position(node: Node, edge: 'start' | 'end'): { line: number; column: number } {
  const at = node.loc?.[edge];
  return { line: at?.line ?? 1, column: (at?.column ?? 0) + 1 };
}

/** `super()` has to come first in the constructor of a derived class. */
function isDerivedConstructor(node: FunctionNode, parents: readonly Node[]): boolean {
  if (node.type !== 'ClassMethod' || node.kind !== 'constructor') return false;
  const owner = parents[1];
  return owner !== undefined && 'superClass' in owner && owner.superClass != null;
}

/** Callbacks are the turns of `forEach` and the like. */
function insideCallback({ body }: FunctionNode): [before: Insertion, after: Insertion] {
  const start = body.start ?? 0;
  const end = body.end ?? start;
  if (body.type !== 'BlockStatement') {
    return [
      { offset: start, text: `(${check},` },
      { offset: end, text: ')' },
    ];
  }
  const afterDirectives = body.directives.at(-1)?.end ?? start + 1;
  return [
    { offset: afterDirectives, text: `;${turn}` },
    { offset: end - 1, text: '' },
  ];
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

/** The awaits of a function itself, without those of functions inside it. */
function awaitsOf({ body }: FunctionNode): AwaitExpression[] {
  const awaits: AwaitExpression[] = [];
  walk(body, (node) => {
    if (isFunction(node)) return false;
    if (node.type === 'AwaitExpression') awaits.push(node);
    return undefined;
  });
  return awaits;
}

/** An async function tells when it waits, since others run meanwhile, and when it goes on. */
function aroundAwait(node: AwaitExpression): (readonly [before: Insertion, after: Insertion])[] {
  const start = node.start ?? 0;
  const end = node.end ?? start;
  return [
    [
      { offset: start, text: '__designer.resume(__designerCall,' },
      { offset: end, text: ')' },
    ],
    [
      { offset: node.argument.start ?? start, text: '__designer.pause(__designerCall,' },
      { offset: end, text: ')' },
    ],
  ];
}

type Loop = DoWhileStatement | ForInStatement | ForOfStatement | ForStatement | WhileStatement;

const loopTypes: ReadonlySet<string> = new Set([
  'DoWhileStatement',
  'ForInStatement',
  'ForOfStatement',
  'ForStatement',
  'WhileStatement',
]);

function isLoop(node: Node): node is Loop {
  return loopTypes.has(node.type);
}

/** Every turn of a loop passes a check, so that an endless one is stopped on its own line. */
function insideLoop({ body }: Loop): [before: Insertion, after: Insertion] {
  const start = body.start ?? 0;
  const block = body.type === 'BlockStatement';
  return [
    { offset: block ? start + 1 : start, text: block ? turn : `{${turn}` },
    { offset: block ? (body.end ?? start) - 1 : (body.end ?? start), text: block ? '' : '}' },
  ];
}

/** The calls to insert for every named function of a file; ids count on from `firstId`. */
export function instrument(tree: File, firstId: number): Instrumentation {
  const functions: TracedFunction[] = [];
  const before: Insertion[] = [];
  const after: Insertion[] = [];
  const insert = ([start, end]: readonly [Insertion, Insertion]): void => {
    before.push(start);
    after.push(end);
  };
  walk(tree.program, (node, parents) => {
    if (isLoop(node)) insert(insideLoop(node));
    if (!isFunction(node) || isDerivedConstructor(node, parents)) return undefined;
    const name = isGenerator(node) ? undefined : functionName(node, parents);
    if (name === undefined) {
      insert(insideCallback(node));
      return undefined;
    }
    const id = firstId + functions.length;
    functions.push({ id, name, start: position(node, 'start'), end: position(node, 'end') });
    insert(around(node, id));
    if (node.async === true) awaitsOf(node).flatMap(aroundAwait).forEach(insert);
    return undefined;
  });
  // Where two bodies end at one offset, the inner one, met later, has to be closed first.
  return { functions, insertions: [...before, ...after.reverse()] };
}
