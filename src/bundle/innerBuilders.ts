/** Which builders of a file are parts of others: the default entry is one that no other calls. */
import type { MemberExpression, Node } from '@babel/types';
import { ofOwner } from './builders';
import { unwrap, type Definition } from './definition';
import { isFunction } from './functions';
import { memberTarget } from './targets';
import { walk } from './walk';

/** Whether an identifier alone names what stands there: it is no key, no property, and nothing's holder. */
function isReference(node: Node, parent: Node | undefined): boolean {
  if (parent?.type === 'MemberExpression') return parent.computed && parent.property === node;
  const isKey = parent !== undefined && 'key' in parent && parent.key === node;
  return !isKey || ('computed' in parent && parent.computed);
}

/** Parameters and local names hide what the file has by their names. */
function hiddenIn({ node, locals }: Definition): Set<string> {
  const hidden = new Set(locals.keys());
  for (const parameter of isFunction(node) ? node.params : [])
    walk(parameter, (inner, [parent]) => {
      const isDefault = parent?.type === 'AssignmentPattern' && parent.right === inner;
      if (inner.type === 'Identifier' && !isDefault) hidden.add(inner.name);
      return !isDefault && !inner.type.startsWith('TS');
    });
  return hidden;
}

function targetIn(definition: Definition, node: MemberExpression): string | undefined {
  const target = memberTarget(node, definition.locals);
  return target && ofOwner(definition, target);
}

/** `const model = build()` is that builder's model: a picture of the builder shows it under its name. */
function isAlias({ node }: Definition): boolean {
  const value = unwrap(node);
  return value.type === 'CallExpression' && value.arguments.length === 0;
}

class References {
  readonly #byName: ReadonlyMap<string, readonly Definition[]>;

  constructor(definitions: readonly Definition[]) {
    const byName = new Map<string, Definition[]>();
    const add = (name: string, definition: Definition): void =>
      void byName.set(name, [...(byName.get(name) ?? []), definition]);
    for (const definition of definitions) {
      const plain = definition.name.replace(/^get |\(\)/g, '');
      add(plain, definition);
      // Making one of a class is beginning what its methods end.
      const dot = plain.indexOf('.');
      if (dot > 0) add(plain.slice(0, dot), definition);
    }
    this.#byName = byName;
  }

  of(definition: Definition): Set<Definition> {
    const found = new Set<Definition>();
    if (isAlias(definition)) return found;
    const hidden = hiddenIn(definition);
    walk(definition.node, (node, parents) => {
      const named =
        node.type === 'MemberExpression'
          ? targetIn(definition, node)
          : node.type === 'Identifier' && isReference(node, parents[0]) && !hidden.has(node.name)
            ? node.name
            : undefined;
      for (const other of this.#byName.get(named ?? '') ?? []) found.add(other);
      return undefined;
    });
    return found;
  }
}

function reachedFrom(
  start: Definition,
  references: ReadonlyMap<Definition, ReadonlySet<Definition>>,
): Set<Definition> {
  const reached = new Set<Definition>();
  const left = [start];
  for (let next = left.pop(); next !== undefined; next = left.pop())
    for (const other of references.get(next) ?? [])
      if (!reached.has(other)) {
        reached.add(other);
        left.push(other);
      }
  return reached;
}

/**
 * The builders that another one, which can be called as it stands, makes part of its model of. Of builders
 * that call each other none is.
 */
export function innerBuilders(
  builders: readonly Definition[],
  definitions: readonly Definition[],
): Set<Definition> {
  const references = new References(definitions);
  const direct = new Map(definitions.map((definition) => [definition, references.of(definition)]));
  const reached = new Map(builders.map((builder) => [builder, reachedFrom(builder, direct)]));
  const ready = builders.filter(({ call }) => call?.needed === false);
  const isInner = (builder: Definition): boolean =>
    ready.some(
      (other) =>
        other.node !== builder.node &&
        reached.get(other)?.has(builder) === true &&
        reached.get(builder)?.has(other) !== true,
    );
  return new Set(builders.filter(isInner));
}
