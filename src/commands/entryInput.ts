/** Asking for an entry expression. */
import { l10n, window, type QuickPickItem } from 'vscode';
import type { EntryCandidate } from '../protocol/designer';

/** An edit box for an expression; undefined when the user gave up. */
export async function askForEntry(file: string, value: string): Promise<string | undefined> {
  const { parseEntry } = await import('../editor/reading');
  return window.showInputBox({
    title: l10n.t('What to Build'),
    prompt: l10n.t(
      'An expression of the file that gives the model, such as {0}',
      'resnet({ depth: 50 })',
    ),
    value,
    valueSelection: argumentRange(value),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || parseEntry(file, text) !== undefined
        ? undefined
        : l10n.t('This is not an expression.'),
  });
}

/** What stands between the parentheses, so that typing replaces it. */
function argumentRange(value: string): [number, number] {
  const open = value.lastIndexOf('(');
  return open === -1 ? [0, value.length] : [open + 1, Math.max(open + 1, value.length - 1)];
}

interface EntryItem extends QuickPickItem {
  readonly entry: EntryCandidate | undefined;
}

function items(entries: readonly EntryCandidate[], current: string): EntryItem[] {
  const found = entries.map((entry) => ({
    label: entry.expression,
    description:
      entry.expression === current
        ? l10n.t('line {0} · shown now', entry.line)
        : l10n.t('line {0}', entry.line),
    entry,
  }));
  return [
    ...found,
    { label: `$(edit) ${l10n.t('Another expression…')}`, alwaysShow: true, entry: undefined },
  ];
}

/** A list of what the file builds, with an edit box behind it. */
export async function chooseEntry(
  file: string,
  entries: readonly EntryCandidate[],
  current: string,
): Promise<string | undefined> {
  const title = l10n.t('What to Build');
  const chosen = await window.showQuickPick(items(entries, current), { title });
  if (chosen === undefined) return undefined;
  if (chosen.entry?.needsArguments === false) return chosen.entry.expression;
  return askForEntry(file, chosen.entry?.expression ?? current);
}
