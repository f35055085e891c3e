/**
 * Finding what in a file builds a model, from its text alone: functions, methods of classes, and
 * constants. It drives the lenses and the default entry expression, and runs no code.
 */
import type {
  Expression,
  File,
  Identifier,
  Node,
  Pattern,
  TSParameterProperty,
  VoidPattern,
} from '@babel/types';
import type { EntryCandidate } from '../protocol/designer';
import { functionName, isFunction, type FunctionNode } from './functions';
import { discoverTensorFunctions } from './tensorFunctions';
import { walk } from './walk';

type Parameter = Identifier | Pattern | TSParameterProperty | VoidPattern | Node;

const modelTypes = /\b(LayersModel|Sequential|Container)\b/;
const modelMakers: ReadonlySet<string> = new Set(['model', 'sequential']);
const modelClasses: ReadonlySet<string> = new Set(['LayersModel', 'Sequential']);

/** Something with a name that may build a model. */
interface Definition {
  readonly name: string;
  readonly line: number;
  readonly expression: string;
  readonly needsArguments: boolean;
  /** What it returns or is: looked through for model makers and for other definitions. */
  readonly results: readonly Node[];
  readonly annotated: boolean;
  /** Local names and what they were initialised with. */
  readonly locals: ReadonlyMap<string, Node>;
}

function calleeName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier')
    return node.property.name;
  return undefined;
}

/** `f`, `Net.build` (a call on `new Net()` or on the class): the definition a call would run. */
function targetOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return undefined;
  const { object, property } = node;
  if (object.type === 'NewExpression') return `${calleeName(object.callee) ?? ''}.${property.name}`;
  if (object.type === 'Identifier') return `${object.name}.${property.name}`;
  return object.type === 'ThisExpression' ? `this.${property.name}` : undefined;
}

function unwrap(node: Node): Node {
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

function hasDefault(parameter: Parameter): boolean {
  if (parameter.type === 'AssignmentPattern' || parameter.type === 'RestElement') return true;
  if (parameter.type === 'TSParameterProperty')
    return parameter.parameter.type === 'AssignmentPattern';
  return parameter.type === 'Identifier' && parameter.optional === true;
}

function parameterName(parameter: Parameter): string {
  const named = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  return named.type === 'Identifier' ? named.name : '{}';
}

function argumentsFor(parameters: readonly Parameter[]): { text: string; needed: boolean } {
  const required = parameters.filter(
    (p) => !hasDefault(p) && !(p.type === 'Identifier' && p.name === 'this'),
  );
  return { text: required.map(parameterName).join(', '), needed: required.length > 0 };
}

/** Whether the source text of a type annotation names a model type. */
function annotationNamesModel(text: string, annotation: Node | null | undefined): boolean {
  if (annotation?.start == null || annotation.end == null) return false;
  const type = text.slice(annotation.start, annotation.end);
  return modelTypes.test(type) && !type.includes('=>');
}

/** Return expressions of a function and its local variables, nested functions left out. */
function bodyOf(node: FunctionNode): Pick<Definition, 'results' | 'locals'> {
  const results: Node[] = [];
  const locals = new Map<string, Node>();
  if (node.body.type !== 'BlockStatement') return { results: [node.body], locals };
  walk(node.body, (inner) => {
    if (isFunction(inner)) return false;
    if (inner.type === 'ReturnStatement' && inner.argument) results.push(inner.argument);
    if (inner.type === 'VariableDeclarator' && inner.id.type === 'Identifier' && inner.init) {
      locals.set(inner.id.name, inner.init);
    }
    return undefined;
  });
  return { results, locals };
}

/** Whether what stands directly in `holder` is in the file's own scope. */
function isFileScope(holder: Node | undefined): boolean {
  return holder?.type === 'Program' || holder?.type.startsWith('Export') === true;
}

function ownerOf(
  parents: readonly Node[],
): { name: string; parameters: readonly Parameter[] } | undefined {
  const [, owner, holder] = parents;
  if (owner?.type !== 'ClassDeclaration' || owner.id == null) return undefined;
  if (!isFileScope(holder)) return undefined;
  const made = owner.body.body.find((m) => m.type === 'ClassMethod' && m.kind === 'constructor');
  return { name: owner.id.name, parameters: made?.type === 'ClassMethod' ? made.params : [] };
}

/** The expression that calls a method: `Net.create()` when static, else `new Net().build()`. */
function methodCall(
  node: FunctionNode,
  parents: readonly Node[],
  name: string,
): { text: string; needed: boolean } | undefined {
  const owner = ownerOf(parents);
  if (owner === undefined || !('key' in node) || node.type === 'ClassPrivateMethod')
    return undefined;
  const method = name.slice(owner.name.length + 1);
  const own = argumentsFor(node.params);
  if ('static' in node && node.static) {
    return { text: `${owner.name}.${method}(${own.text})`, needed: own.needed };
  }
  const made = argumentsFor(owner.parameters);
  return {
    text: `new ${owner.name}(${made.text}).${method}(${own.text})`,
    needed: own.needed || made.needed,
  };
}

/** Only what the file's own scope can name may stand in an entry expression. */
function callOf(
  node: FunctionNode,
  parents: readonly Node[],
  name: string,
): { text: string; needed: boolean } | undefined {
  if (node.type === 'ClassMethod' && node.kind !== 'method') return undefined;
  if (node.type === 'ClassMethod') return methodCall(node, parents, name);
  if (node.type === 'ObjectMethod' || node.type === 'ClassPrivateMethod') return undefined;
  const holder = node.type === 'FunctionDeclaration' ? parents[0] : parents[2];
  const declared = node.type === 'FunctionDeclaration' || parents[0]?.type === 'VariableDeclarator';
  if (!isFileScope(holder) || !declared || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    return undefined;
  const { text, needed } = argumentsFor(node.params);
  return { text: `${name}(${text})`, needed };
}

function functionDefinition(
  text: string,
  node: FunctionNode,
  parents: readonly Node[],
): Definition | undefined {
  const name = functionName(node, parents);
  const call = name === undefined ? undefined : callOf(node, parents, name);
  if (name === undefined || call === undefined) return undefined;
  return {
    name,
    line: node.loc?.start.line ?? 1,
    expression: node.async === true ? `await ${call.text}` : call.text,
    needsArguments: call.needed,
    annotated: annotationNamesModel(text, node.returnType),
    ...bodyOf(node),
  };
}

/** `const model = tf.sequential(…)` at the top of the file; one that holds a function is that function. */
function constantDefinition(
  text: string,
  node: Node,
  parents: readonly Node[],
): Definition | undefined {
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init)
    return undefined;
  if (!isFileScope(parents[1]) || isFunction(unwrap(node.init))) return undefined;
  return {
    name: node.id.name,
    line: node.loc?.start.line ?? 1,
    expression: node.id.name,
    needsArguments: false,
    annotated: annotationNamesModel(text, node.id.typeAnnotation),
    results: [node.init],
    locals: new Map(),
  };
}

/** `class Net extends tf.Sequential`: building one is building a model. */
function classDefinition(node: Node, parents: readonly Node[]): Definition | undefined {
  if (node.type !== 'ClassDeclaration' || node.id == null || node.superClass == null)
    return undefined;
  if (!isFileScope(parents[0])) return undefined;
  if (!modelClasses.has(calleeName(node.superClass) ?? '')) return undefined;
  const made = node.body.body.find((m) => m.type === 'ClassMethod' && m.kind === 'constructor');
  const { text, needed } = argumentsFor(made?.type === 'ClassMethod' ? made.params : []);
  return {
    name: node.id.name,
    line: node.loc?.start.line ?? 1,
    expression: `new ${node.id.name}(${text})`,
    needsArguments: needed,
    annotated: true,
    results: [],
    locals: new Map(),
  };
}

function definitionsOf(text: string, tree: File): Definition[] {
  const found: Definition[] = [];
  walk(tree.program, (node, parents) => {
    const definition = isFunction(node)
      ? functionDefinition(text, node, parents)
      : (constantDefinition(text, node, parents) ?? classDefinition(node, parents));
    if (definition !== undefined) found.push(definition);
    return undefined;
  });
  return found;
}

/** Whether a result is a model as it stands, by the calls it is made of. */
function makesModel(node: Node, definition: Definition, builders: ReadonlySet<string>): boolean {
  let value: Node = unwrap(node);
  for (let hops = 0; value.type === 'Identifier' && hops < 8; hops++) {
    const initial = definition.locals.get(value.name);
    if (initial === undefined) return builders.has(value.name);
    value = unwrap(initial);
  }
  if (value.type === 'ConditionalExpression') {
    return (
      makesModel(value.consequent, definition, builders) ||
      makesModel(value.alternate, definition, builders)
    );
  }
  if (value.type === 'NewExpression') {
    const name = calleeName(value.callee) ?? '';
    return modelClasses.has(name) || (value.callee.type === 'Identifier' && builders.has(name));
  }
  if (value.type !== 'CallExpression') return false;
  return callMakesModel(value.callee as Expression, definition, builders);
}

function callMakesModel(
  callee: Expression,
  definition: Definition,
  builders: ReadonlySet<string>,
): boolean {
  const target = targetOf(callee);
  if (target === undefined) return false;
  const owner = definition.name.split('.')[0] ?? '';
  const local = target.startsWith('this.') ? `${owner}.${target.slice(5)}` : target;
  if (builders.has(local)) return true;
  const name = calleeName(callee) ?? '';
  return (
    modelMakers.has(name) &&
    (callee.type === 'Identifier' || /^(tf|tfl|layers)\b|^tf[A-Z]/.test(target))
  );
}

/** Grows the set of builders until a function that returns another's model is in it too. */
function findBuilders(definitions: readonly Definition[]): Definition[] {
  const builders = new Set(definitions.filter((d) => d.annotated).map((d) => d.name));
  for (let before = -1; before !== builders.size;) {
    before = builders.size;
    for (const definition of definitions) {
      if (definition.results.some((r) => makesModel(r, definition, builders)))
        builders.add(definition.name);
    }
  }
  return definitions.filter((d) => builders.has(d.name));
}

/**
 * Everything in the file that builds a model, in the order of the text. Functions of tensors are
 * among it where nothing builds a model of layers: beside one they are losses and helpers.
 */
export function discoverEntries(text: string, tree: File): EntryCandidate[] {
  const builders = findBuilders(definitionsOf(text, tree)).map(
    ({ name, line, expression, needsArguments }) => ({
      label: name,
      line,
      expression,
      needsArguments,
    }),
  );
  const entries = builders.length > 0 ? builders : discoverTensorFunctions(text, tree);
  return entries.sort((a, b) => a.line - b.line);
}

/** The expression of a `// designer: …` comment, which fixes what the file shows. */
export function designerComment(text: string): string | undefined {
  return /^[ \t]*\/\/[ \t]*designer:[ \t]*(\S.*?)[ \t]*$/m.exec(text)?.[1];
}

/**
 * What to build when nobody chose: the comment's expression, else the first candidate that needs no
 * arguments (a constant last, since running the file makes it anyway), else the file itself.
 */
export function defaultEntry(text: string, entries: readonly EntryCandidate[]): string {
  const ready = entries.filter((e) => !e.needsArguments);
  const first = ready.find((e) => e.expression.includes('(')) ?? ready[0];
  return designerComment(text) ?? first?.expression ?? '';
}
