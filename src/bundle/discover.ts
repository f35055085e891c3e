/**
 * Finding what in a file builds a model, from its text alone: functions, methods of classes, and
 * constants. It drives the lenses and the default entry expression, and runs no code.
 */
import type { File } from '@babel/types';
import type { EntryCandidate } from '../protocol/designer';
import { findBuilders } from './builders';
import type { Definition } from './definition';
import { definitionsOf } from './definitions';
import { innerBuilders } from './innerBuilders';
import { discoverTensorFunctions } from './tensorFunctions';

function entryOf({ name, line, call }: Definition, inner: boolean): EntryCandidate[] {
  if (call === undefined) return [];
  const label = name.replace(/^get |\(\)/g, '');
  const entry = { label, line, expression: call.text, needsArguments: call.needed };
  return [inner ? { ...entry, inner } : entry];
}

/**
 * Everything in the file that builds a model, in the order of the text. Functions of tensors are
 * among it where nothing builds a model of layers: beside one they are losses and helpers.
 */
export function discoverEntries(text: string, tree: File): EntryCandidate[] {
  const definitions = definitionsOf(text, tree);
  const builders = findBuilders(definitions);
  const inner = innerBuilders(builders, definitions);
  const found = builders.flatMap((builder) => entryOf(builder, inner.has(builder)));
  const entries = found.length > 0 ? found : discoverTensorFunctions(text, tree);
  return entries.sort((a, b) => a.line - b.line);
}

/** The expression of a `// designer: …` comment, which fixes what the file shows. */
export function designerComment(text: string): string | undefined {
  return /^[ \t]*\/\/[ \t]*designer:[ \t]*(\S.*?)[ \t]*$/m.exec(text)?.[1];
}

/**
 * What to build when nobody chose: the comment's expression, else the first candidate that needs no
 * arguments and that no other calls (a constant last, since running the file makes it anyway), else the
 * file itself.
 */
export function defaultEntry(text: string, entries: readonly EntryCandidate[]): string {
  const ready = entries.filter((e) => !e.needsArguments && e.inner !== true);
  const first = ready.find((e) => e.expression.includes('(')) ?? ready[0];
  return designerComment(text) ?? first?.expression ?? '';
}
