/** The quick fix of a sum whose paths do not fit: it writes the projection on the shortcut. */
import {
  CodeAction,
  CodeActionKind,
  l10n,
  Range,
  WorkspaceEdit,
  type CodeActionContext,
  type CodeActionProvider,
  type TextDocument,
} from 'vscode';
import { projectionNeeds } from '../model/projection';
import type { Failure } from '../protocol/failure';
import type { ModelDiagnostics } from './diagnostics';

/** What is read of a document. */
type ModelText = Pick<TextDocument, 'uri' | 'getText' | 'positionAt'>;

export class ProjectionActions implements CodeActionProvider {
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
    const actions = await Promise.all(here.map((failure) => fixOf(document, failure, context)));
    return actions.filter((action) => action !== undefined);
  }
}

/** Undefined where the text has no place for the projection. */
async function fixOf(
  document: ModelText,
  { fix, source, message }: Failure,
  { diagnostics }: Pick<CodeActionContext, 'diagnostics'>,
): Promise<CodeAction | undefined> {
  if (fix === undefined || source === undefined) return undefined;
  const { projectionEdits } = await import('./reading');
  const found = projectionEdits(document.uri.fsPath, document.getText(), source, fix);
  if (found === undefined) return undefined;
  const title = found.general
    ? l10n.t('Project the shortcut where the shapes differ')
    : l10n.t('Project the shortcut with {0}', projectionNeeds(fix));
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = diagnostics.filter((diagnostic) => diagnostic.message === message);
  action.isPreferred = true;
  action.edit = new WorkspaceEdit();
  for (const { start, end, text } of found.edits) {
    const range = new Range(document.positionAt(start), document.positionAt(end));
    action.edit.replace(document.uri, range, text);
  }
  return action;
}
