/**
 * A graph as a person would sum it up: the layers under the functions that made them, small helpers
 * on one line, and runs of identical blocks as one. It is what the summary prints.
 */
import { isWeightLayer } from './category';
import type { GraphNode, InnerGraph, Scope, Shape, Skip } from './graph';
import { hasNamedTitle, layerTitle } from './layerTitle';

export interface OutlineItem {
  /** `bottleneck 2–3 (×2)`, `Conv2D 3×3, 64`. */
  readonly label: string;
  /** How many identical blocks the item stands for; its numbers are those of one. */
  readonly repeats: number;
  readonly output: Shape | undefined;
  readonly parameters: number;
  readonly macs: number;
  /** The skips whose block this is. */
  readonly skips: readonly Skip[];
  readonly failed: boolean;
  readonly children: readonly OutlineItem[];
}

/** An item before folding, with what has to be equal for two to be the same. */
interface Draft extends OutlineItem {
  readonly name: string;
  /** Of a scope that has siblings of its name. */
  readonly ordinal: number | undefined;
  readonly signature: string;
}

interface Group {
  readonly scope: Scope | undefined;
  readonly members: (Group | GraphNode)[];
}

interface Level {
  readonly graph: InnerGraph;
  readonly scopes: ReadonlyMap<string, Scope>;
  /** By the id of the scope or node that shows them. */
  readonly marks: ReadonlyMap<string, readonly Skip[]>;
}

/** Above this a helper's layers get lines of their own. */
const mostOnOneLine = 3;

function ancestors(id: string | null, scopes: ReadonlyMap<string, Scope>): string[] {
  const chain: string[] = [];
  for (let next = id; next !== null; next = scopes.get(next)?.parent ?? null) chain.unshift(next);
  return chain;
}

/** The innermost scope that holds all these nodes. */
function commonScope(
  nodes: readonly (GraphNode | undefined)[],
  scopes: ReadonlyMap<string, Scope>,
): string | undefined {
  const [first = [], ...rest] = nodes.map((node) => ancestors(node?.scope ?? null, scopes));
  return first.filter((id, depth) => rest.every((chain) => chain[depth] === id)).at(-1);
}

/**
 * A block's skip stands on the block's line. Where a function made several blocks, or the whole
 * model, each stands on its merge's.
 */
function marksOf(
  graph: InnerGraph,
  scopes: ReadonlyMap<string, Scope>,
): ReadonlyMap<string, readonly Skip[]> {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const blocks = graph.skips.map(({ merge, branch, shortcut }) =>
    commonScope(
      [merge, ...branch, ...shortcut].map((id) => nodes.get(id)),
      scopes,
    ),
  );
  const whole = commonScope(graph.nodes, scopes);
  const times = new Map<string | undefined, number>();
  for (const block of blocks) times.set(block, (times.get(block) ?? 0) + 1);
  const isItsOwn = (block: string | undefined): block is string =>
    block !== undefined && block !== whole && times.get(block) === 1;
  return new Map(
    graph.skips.map((skip, i) => {
      const block = blocks[i];
      return [isItsOwn(block) ? block : skip.merge, [skip]];
    }),
  );
}

function groupsOf({ graph, scopes }: Level): Group {
  const top: Group = { scope: undefined, members: [] };
  const groups = new Map<string, Group>();
  const groupOf = (id: string | null): Group => {
    const scope = id === null ? undefined : scopes.get(id);
    if (scope === undefined) return top;
    const known = groups.get(scope.id);
    if (known !== undefined) return known;
    const group: Group = { scope, members: [] };
    groups.set(scope.id, group);
    groupOf(scope.parent).members.push(group);
    return group;
  };
  for (const node of graph.nodes) groupOf(node.scope).members.push(node);
  return top;
}

function signed(draft: Omit<Draft, 'signature'>, facts: unknown): Draft {
  const skips = draft.skips.map(({ kind, length }) => `${kind} ${length}`);
  const { output, parameters, macs, failed } = draft;
  const signature = JSON.stringify([draft.name, output, parameters, macs, failed, skips, facts]);
  return { ...draft, signature };
}

function layerDraft(node: GraphNode, level: Level): Draft {
  const title = layerTitle(node);
  const children = node.inner === undefined ? [] : outlineOf(node.inner);
  const shared = node.sharedWith !== undefined;
  return signed(
    {
      // Names that TensorFlow.js numbers must not keep identical neighbours apart.
      name: hasNamedTitle(node) ? node.className : title,
      label: shared ? `${title} (shared)` : title,
      ordinal: undefined,
      repeats: 1,
      output: node.outputs[0]?.shape,
      parameters: node.parameters.trainable + node.parameters.nonTrainable,
      macs: node.macs.forward,
      skips: level.marks.get(node.id) ?? [],
      failed: node.failed === true,
      children,
    },
    [node.inputs, shared, children],
  );
}

function sum(drafts: readonly Draft[], of: (draft: Draft) => number): number {
  return drafts.reduce((total, draft) => total + of(draft), 0);
}

function isNode(member: Group | GraphNode): member is GraphNode {
  return 'className' in member;
}

function fitsOneLine(members: readonly (Group | GraphNode)[]): boolean {
  if (members.length > mostOnOneLine) return false;
  if (!members.every((member) => isNode(member) && !member.inner && member.failed !== true))
    return false;
  return members.filter((m) => isNode(m) && isWeightLayer(m.className)).length <= 1;
}

/** What stands behind the name of a helper that needs no lines of its own; else nothing. */
function lineOf(members: readonly (Group | GraphNode)[], drafts: readonly Draft[]): string {
  const [only, second] = drafts;
  const wraps = only !== undefined && second === undefined && only.children.length === 0;
  if (wraps && members[0] !== undefined && !isNode(members[0])) return ` › ${only.label}`;
  return fitsOneLine(members) ? `: ${drafts.map(({ label }) => label).join(' · ')}` : '';
}

function groupDraft(group: Group, level: Level): Draft {
  const drafts = group.members.map((member) => draftOf(member, level));
  const scope = group.scope;
  const name = scope?.name ?? '';
  const ordinal = scope !== undefined && scope.siblings > 1 ? scope.ordinal : undefined;
  const inLine = lineOf(group.members, drafts);
  const oneLine = inLine !== '';
  const own = scope === undefined ? undefined : level.marks.get(scope.id);
  return signed(
    {
      name: `${name}${inLine}`,
      label: `${name}${ordinal === undefined ? '' : ` ${ordinal}`}${inLine}`,
      ordinal,
      repeats: 1,
      output: drafts.at(-1)?.output,
      parameters: sum(drafts, (draft) => draft.parameters),
      macs: sum(drafts, (draft) => draft.macs),
      skips: [...(own ?? []), ...(oneLine ? drafts.flatMap((draft) => draft.skips) : [])],
      failed: false,
      children: oneLine ? [] : fold(drafts),
    },
    drafts.map((draft) => draft.signature),
  );
}

function draftOf(member: Group | GraphNode, level: Level): Draft {
  return isNode(member) ? layerDraft(member, level) : groupDraft(member, level);
}

function foldedLabel(first: Draft, last: Draft, repeats: number): string {
  if (repeats === 1) return first.label;
  const numbers = first.ordinal === undefined ? '' : ` ${first.ordinal}–${last.ordinal ?? ''}`;
  const [name, inLine] = first.name.split(/(?=(?:: | › ).*)/, 2);
  return `${name ?? ''}${numbers} (×${repeats})${inLine ?? ''}`;
}

/** Runs of identical neighbours become one item. */
function fold(drafts: readonly Draft[]): OutlineItem[] {
  const folded: OutlineItem[] = [];
  for (let start = 0, end = 0; start < drafts.length; start = end) {
    const first = drafts[start];
    while (first !== undefined && drafts[end]?.signature === first.signature) end++;
    const last = drafts[end - 1];
    if (first === undefined || last === undefined) break;
    const repeats = end - start;
    folded.push({ ...first, repeats, label: foldedLabel(first, last, repeats) });
  }
  return folded;
}

/** The outline of a graph; a function that made all of it is left out, being its name anyway. */
export function outlineOf(graph: InnerGraph): OutlineItem[] {
  const scopes = new Map(graph.scopes.map((scope) => [scope.id, scope]));
  const level: Level = { graph, scopes, marks: marksOf(graph, scopes) };
  let top = groupsOf(level);
  for (;;) {
    const [only, second] = top.members;
    if (only === undefined || second !== undefined || isNode(only)) break;
    if (only.scope !== undefined && level.marks.has(only.scope.id)) break;
    top = only;
  }
  return fold(top.members.map((member) => draftOf(member, level)));
}
