/** Which definitions give a model, by the calls that their results are made of. */
import type { Node } from '@babel/types';
import {
  bodyOf,
  calleeName,
  getterName,
  isModelClass,
  unwrap,
  type Definition,
} from './definition';
import { isFunction } from './functions';
import { endOfChain, memberTarget, targetOf } from './targets';

const modelMakers: ReadonlySet<string> = new Set(['model', 'sequential']);

/** Nobody hands a model through more names. */
const mostHops = 8;

type Scope = Pick<Definition, 'name' | 'locals'>;

/** `Net.build` for the `this.build` of a member of `Net`. */
export function ofOwner({ name }: Pick<Scope, 'name'>, target: string): string {
  if (!target.startsWith('this.')) return target;
  const owner = name.replace(/^get /, '').split('.')[0] ?? '';
  return `${owner}.${target.slice(5)}`;
}

/** Looks through the results of definitions, with the builders that are known so far. */
class ModelSearch {
  constructor(
    readonly builders: ReadonlySet<string>,
    readonly scope: Scope,
    readonly hops = 0,
  ) {}

  /** Whether a result is a model as it stands. */
  makes(node: Node): boolean {
    const value = unwrap(node);
    switch (value.type) {
      case 'Identifier': {
        const initial = this.scope.locals.get(value.name);
        if (initial === undefined) return this.builders.has(value.name);
        return this.hops < mostHops && this.#further(this.scope).makes(initial);
      }
      case 'ConditionalExpression':
        return this.makes(value.consequent) || this.makes(value.alternate);
      case 'LogicalExpression':
        return this.makes(value.left) || this.makes(value.right);
      case 'AssignmentExpression':
        return this.makes(value.right);
      case 'NewExpression':
        return isModelClass(value.callee) || this.#isBuilder(value.callee);
      case 'CallExpression':
        return this.#calls(unwrap(value.callee));
      case 'MemberExpression':
        return this.#gets(value);
      default:
        return false;
    }
  }

  #isBuilder(callee: Node): boolean {
    return callee.type === 'Identifier' && this.builders.has(callee.name);
  }

  #further(scope: Scope): ModelSearch {
    return new ModelSearch(this.builders, scope, this.hops + 1);
  }

  #targetOf(node: Node): string | undefined {
    return node.type === 'MemberExpression'
      ? memberTarget(node, this.scope.locals)
      : targetOf(node);
  }

  #calls(callee: Node): boolean {
    const target = this.#targetOf(callee);
    if (target === undefined) return false;
    const local = this.scope.locals.get(target);
    if (local !== undefined) return this.#callsLocal(unwrap(local));
    return (
      this.builders.has(ofOwner(this.scope, target)) ||
      isMaker(callee, target) ||
      this.builders.has(endOfChain(callee) ?? '')
    );
  }

  /** `this.model` of a getter, `build().model` of what a builder gives beside others. */
  #gets(member: Node): boolean {
    const target = this.#targetOf(member);
    if (target === undefined) return false;
    const name = ofOwner(this.scope, target);
    // A method that nobody calls gives no model.
    const isPart = name.includes('()');
    return (isPart && this.builders.has(name)) || this.builders.has(getterName(name));
  }

  /** A function inside of the builder that it helps. */
  #callsLocal(node: Node): boolean {
    if (!isFunction(node) || this.hops >= mostHops) return false;
    const { results, locals } = bodyOf(node);
    const around = { ...this.scope, locals: new Map([...this.scope.locals, ...locals]) };
    return results.some((result) => this.#further(around).makes(result));
  }
}

/** `tf.model(…)`, `sequential(…)` of an import. */
function isMaker(callee: Node, target: string): boolean {
  return (
    modelMakers.has(calleeName(callee) ?? '') &&
    (callee.type === 'Identifier' || /^(tf|tfl|layers)\b|^tf[A-Z]/.test(target))
  );
}

/** Grows the set of builders until a function that returns another's model is in it too. */
export function findBuilders(definitions: readonly Definition[]): Definition[] {
  const builders = new Set(definitions.filter((d) => d.annotated).map((d) => d.name));
  for (let before = -1; before !== builders.size;) {
    before = builders.size;
    for (const definition of definitions) {
      const search = new ModelSearch(builders, definition);
      if (definition.results.some((result) => search.makes(result))) builders.add(definition.name);
    }
  }
  return definitions.filter((d) => builders.has(d.name));
}
