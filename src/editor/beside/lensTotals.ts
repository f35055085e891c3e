/** The totals above the function whose model was read. */
import { l10n, type TextDocument } from 'vscode';
import type { EntryCandidate } from '../../protocol/designer';
import type { LensTotals } from '../codeLenses';
import type { ModelSessions } from './models';
import { totalsWords } from './words';

/** An expression without what stands in its parentheses: `resnet({ depth: 50 })` calls what `resnet(depth)` calls. */
function calls(expression: string): string {
  let depth = 0;
  let kept = '';
  for (const character of expression.replaceAll(/\s/g, '')) {
    if (character === ')') depth--;
    if (depth === 0) kept += character;
    if (character === '(') depth++;
  }
  return kept;
}

/** Whether an expression builds what a function, class or constant of the file offers. */
export function builds(expression: string, { expression: offered }: EntryCandidate): boolean {
  return expression === offered || calls(expression) === calls(offered);
}

/** Of a builder whose model was read; undefined for the others. */
export function lensTotals(
  sessions: Pick<ModelSessions, 'of'>,
  { uri }: Pick<TextDocument, 'uri'>,
  entry: EntryCandidate,
): LensTotals | undefined {
  const state = sessions.of(uri)?.state;
  if (state?.graph === undefined || !builds(state.entry, entry)) return undefined;
  const totals = totalsWords(state.graph);
  if (!state.stale && state.graph.complete)
    return { title: totals, tooltip: l10n.t('Go to a layer of this model') };
  const tooltip = state.stale
    ? l10n.t('Of the last text that could be read. Go to a layer of this model')
    : l10n.t('Of the part that was built before the error. Go to a layer of this model');
  return { title: `$(warning) ${totals}`, tooltip };
}
