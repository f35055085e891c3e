/** Builders that other functions give: `const net = (depth: number) => (classes = 10) => tf.model(…)`. */
import type { CallExpression } from '@babel/types';
import { annotationNamesModel, bodyOf, unwrap, type Definition } from './definition';
import { argumentsFor, type Call } from './entryCalls';
import { isFunction, type FunctionNode } from './functions';
import { targetOf } from './targets';

/** Nobody calls what a function gave, and what that gave, more often. */
const mostCalls = 4;

/** The function that a function gives. */
function given({ results, locals }: Definition): FunctionNode | undefined {
  const values = results
    .map((result) => unwrap(result))
    .map((result) => (result.type === 'Identifier' ? locals.get(result.name) : result));
  return values.find((value) => value !== undefined && isFunction(value));
}

function callOfResult(outer: Call, taken: Call, awaits: boolean): Call {
  const callee = outer.text.startsWith('await ') ? `(${outer.text})` : outer.text;
  const text = `${awaits ? 'await ' : ''}${callee}${taken.text}`;
  return { text, needed: outer.needed || taken.needed };
}

function takenBy({ params }: FunctionNode): Call {
  const { text, needed } = argumentsFor(params);
  return { text: `(${text})`, needed };
}

/** What a function gives, where that is a function, which is called in its turn. */
export function curried(text: string, outer: Definition, calls = 1): Definition[] {
  const inner = given(outer);
  if (inner === undefined || calls > mostCalls) return [];
  const { results, locals } = bodyOf(inner);
  const takes = takenBy(inner);
  const definition = {
    ...outer,
    name: `${outer.name}()`,
    call: outer.call && callOfResult(outer.call, takes, inner.async === true),
    annotated: annotationNamesModel(text, inner.returnType),
    results,
    locals: new Map([...outer.locals, ...locals]),
    takes,
  };
  return [definition, ...curried(text, definition, calls + 1)];
}

/** `const small = net(18)`, where what `net` gives is a builder: undefined for other constants. */
export function partial(
  definition: Definition,
  byName: ReadonlyMap<string, Definition>,
): Definition | undefined {
  const { name, node, call } = definition;
  const value = unwrap(node);
  if (value.type !== 'CallExpression' || call?.text !== name) return undefined;
  const target = targetOf(unwrap(value.callee));
  const takes = target === undefined ? undefined : byName.get(`${target}()`)?.takes;
  if (takes === undefined) return undefined;
  const result: CallExpression = { type: 'CallExpression', callee: value, arguments: [] };
  return { ...definition, call: { ...takes, text: `${name}${takes.text}` }, results: [result] };
}
