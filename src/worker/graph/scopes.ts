/** Calls of the user's functions as the scopes of a graph. */
import type { Scope } from '../../model/graph';
import type { Positions } from '../evaluate/positions';
import type { Call } from '../trace/calls';

type Draft = Omit<Scope, 'siblings'>;

/** Names may hold anything a property name can; ids are paths, so their separators are kept apart. */
function idPart(name: string): string {
  return name.replace(/[/#]/g, '_');
}

/** Gives every call that made a node its scope, in the order in which nodes are added. */
export class ScopeTable {
  readonly #scopes: Draft[] = [];
  readonly #byCall = new Map<Call, Draft>();
  readonly #counts = new Map<string, number>();

  /**
   * @param prefix the id of the node whose inner graph this is, with a slash; or empty.
   * @param isLevelItself for a call that is the whole level, which is no part of it.
   */
  constructor(
    readonly positions: Positions,
    readonly prefix: string,
    readonly isLevelItself: (call: Call) => boolean = () => false,
  ) {}

  /** The id of the scope of a call; null at the top of the file. */
  idOf(call: Call | null): string | null {
    const missing: Call[] = [];
    let known = call;
    for (; known !== null && !this.#byCall.has(known); known = known.caller) {
      if (!this.isLevelItself(known)) missing.push(known);
    }
    let parent = known === null ? null : (this.#byCall.get(known)?.id ?? null);
    for (const next of missing.reverse()) parent = this.#add(next, parent).id;
    return parent;
  }

  #add(call: Call, parent: string | null): Draft {
    const name = this.positions.functionName(call.functionId);
    const path = `${parent === null ? this.prefix : `${parent}/`}${idPart(name)}`;
    const ordinal = (this.#counts.get(path) ?? 0) + 1;
    this.#counts.set(path, ordinal);
    const definition = this.positions.definition(call.functionId);
    const scope = {
      id: `${path}#${ordinal}`,
      name,
      ordinal,
      parent,
      ...(definition && { definition }),
    };
    this.#scopes.push(scope);
    this.#byCall.set(call, scope);
    return scope;
  }

  /** Parents before children. */
  list(): Scope[] {
    return this.#scopes.map((scope) => {
      const path = scope.id.slice(0, scope.id.lastIndexOf('#'));
      return { ...scope, siblings: this.#counts.get(path) ?? 1 };
    });
  }
}
