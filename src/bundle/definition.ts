/** One definition of a file that may build a model, and how its text is read. */
import type { Node } from '@babel/types';
import { declared } from './declared';
import type { Call } from './entryCalls';
import { isFunction, type FunctionNode } from './functions';
import { walk } from './walk';

const modelTypes = /\b(LayersModel|Sequential|Container)\b/;
const modelClasses: ReadonlySet<string> = new Set(['LayersModel', 'Sequential']);

/** Something with a name that may build a model. */
export interface Definition {
  readonly name: string;
  readonly line: number;
  /** Undefined where only the file's own code can call it, as of a private method. */
  readonly call: Call | undefined;
  /** What it returns or is: looked through for model makers and for other definitions. */
  readonly results: readonly Node[];
  readonly annotated: boolean;
  /** Local names and what they are. */
  readonly locals: ReadonlyMap<string, Node>;
  /** All of it, for what it refers to. */
  readonly node: Node;
  /** Of a function that another one gives, what it takes. */
  readonly takes?: Call;
}

/** `f`, and `f` of `tf.f`. */
export function calleeName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier')
    return node.property.name;
  return undefined;
}

/** Whether making one of a class is making a model. */
export function isModelClass(callee: Node): boolean {
  return modelClasses.has(calleeName(callee) ?? '');
}

export function unwrap(node: Node): Node {
  let inner = node;
  while (
    inner.type === 'ParenthesizedExpression' ||
    inner.type === 'TSAsExpression' ||
    inner.type === 'TSNonNullExpression' ||
    inner.type === 'TSSatisfiesExpression' ||
    inner.type === 'AwaitExpression'
  ) {
    inner = inner.type === 'AwaitExpression' ? inner.argument : inner.expression;
  }
  return inner;
}

/** Whether the source text of a type annotation names a model type. */
export function annotationNamesModel(text: string, annotation: Node | null | undefined): boolean {
  if (annotation?.start == null || annotation.end == null) return false;
  const type = text.slice(annotation.start, annotation.end);
  return modelTypes.test(type) && !type.includes('=>');
}

/** Return expressions of a function and its local names, what nested functions hold left out. */
export function bodyOf(node: FunctionNode): Pick<Definition, 'results' | 'locals'> {
  const results: Node[] = [];
  const locals = new Map<string, Node>();
  if (node.body.type !== 'BlockStatement') return { results: [node.body], locals };
  walk(node.body, (inner) => {
    if (inner.type === 'FunctionDeclaration' && inner.id != null) locals.set(inner.id.name, inner);
    if (isFunction(inner)) return false;
    if (inner.type === 'ReturnStatement' && inner.argument) results.push(inner.argument);
    if (inner.type === 'VariableDeclarator')
      for (const [name, value] of declared(inner)) locals.set(name, value);
    return undefined;
  });
  return { results, locals };
}

/** What a getter goes by: its name alone, as that of a method is, would be no model. */
export function getterName(name: string): string {
  return `get ${name}`;
}
