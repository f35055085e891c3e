/**
 * The quick fixes: of a sum whose paths do not fit, the projection on the shortcut; of weights that
 * tf.layers does not track, accessors that list them.
 */
import {
  CodeAction,
  CodeActionKind,
  l10n,
  Range,
  window,
  workspace,
  WorkspaceEdit,
  type CodeActionContext,
  type CodeActionProvider,
  type TextDocument,
} from 'vscode';
import { wordsIn } from '../model/sentence';
import { projectionNeeds } from '../model/projection';
import type { TextEdit } from '../bundle/projectionEdit';
import type { Failure, Fix, SourcePlace } from '../protocol/failure';
import type { ModelDiagnostics } from './diagnostics';

/** What is read of a document. */
type ModelText = Pick<TextDocument, 'uri' | 'getText' | 'positionAt'>;

export class QuickFixes implements CodeActionProvider {
  static readonly kinds = [CodeActionKind.QuickFix];
  readonly #diagnostics: Pick<ModelDiagnostics, 'failuresOf'>;

  constructor(diagnostics: Pick<ModelDiagnostics, 'failuresOf'>) {
    this.#diagnostics = diagnostics;
  }

  async provideCodeActions(
    document: ModelText,
    range: Pick<Range, 'start' | 'end'>,
    context: Pick<CodeActionContext, 'diagnostics'>,
  ): Promise<CodeAction[]> {
    const failures = this.#diagnostics.failuresOf(document.uri.fsPath);
    const here = failures.filter(({ fix, source }) => {
      const line = (source?.line ?? 0) - 1;
      return fix !== undefined && range.start.line <= line && line <= range.end.line;
    });
    // What an edit of another file would do is not to be seen from here.
    const actions = await Promise.all(here.map((failure) => fixOf(document, failure, context)));
    return actions.filter((action) => action !== undefined);
  }
}

interface Change {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Undefined where the text has no place for the change. */
async function changeOf(
  document: ModelText,
  fix: Fix,
  place: SourcePlace,
): Promise<Change | undefined> {
  const { projectionEdits, trackingEdits } = await import('./reading');
  const [file, text] = [document.uri.fsPath, document.getText()];
  if (fix.kind === 'tracking') {
    const found = trackingEdits(file, text, place);
    const title = l10n.t('Track the weights that {0} makes', found?.owner ?? '');
    return found && { title, ...found };
  }
  const found = projectionEdits(file, text, place, fix);
  const title = found?.general
    ? l10n.t('Project the shortcut where the shapes differ')
    : l10n.t('Project the shortcut with {0}', wordsIn(l10n.t, projectionNeeds(fix)));
  return found && { title, ...found };
}

function placeOf({ fix, source }: Failure): SourcePlace | undefined {
  return fix?.kind === 'projection' ? (fix.place ?? source) : source;
}

async function fixOf(
  document: ModelText,
  failure: Failure,
  { diagnostics }: Pick<CodeActionContext, 'diagnostics'>,
): Promise<CodeAction | undefined> {
  const { fix } = failure;
  const place = placeOf(failure);
  if (fix === undefined || place?.file !== document.uri.fsPath) return undefined;
  const change = await changeOf(document, fix, place);
  if (change === undefined) return undefined;
  const action = new CodeAction(change.title, CodeActionKind.QuickFix);
  const shown = wordsIn(l10n.t, failure);
  action.diagnostics = diagnostics.filter(({ message }) => message === shown);
  action.isPreferred = true;
  action.edit = editOf(document, change);
  return action;
}

function editOf(document: ModelText, { edits }: Change): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { start, end, text } of edits) {
    const range = new Range(document.positionAt(start), document.positionAt(end));
    edit.replace(document.uri, range, text);
  }
  return edit;
}

/** Writes the fix of a failure into its text, as an edit that can be undone; says so where that has no place for it. */
export async function applyFix(failure: Failure | undefined): Promise<void> {
  const place = failure && placeOf(failure);
  if (failure?.fix === undefined || place === undefined) return;
  const document = await workspace.openTextDocument(place.file);
  const change = await changeOf(document, failure.fix, place);
  if (change !== undefined && (await workspace.applyEdit(editOf(document, change)))) return;
  await window.showWarningMessage(
    l10n.t('The code at fault is not where the fix would be written. Edit it by hand.'),
  );
}
