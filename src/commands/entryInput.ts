/** Asking for an entry expression. */
import { window, type QuickPickItem } from 'vscode';
import type { EntryCandidate } from '../protocol/designer';

/** An edit box for an expression; undefined when the user gave up. */
export async function askForEntry(file: string, value: string): Promise<string | undefined> {
  const { parseEntry } = await import('../editor/reading');
  return window.showInputBox({
    title: 'What to Build',
    prompt: 'An expression of the file that gives the model, such as resnet({ depth: 50 })',
    value,
    valueSelection: argumentRange(value),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || parseEntry(file, text) !== undefined
        ? undefined
        : 'This is not an expression.',
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
    description: `line ${entry.line}${entry.expression === current ? ' · shown now' : ''}`,
    entry,
  }));
  return [...found, { label: '$(edit) Another expression…', alwaysShow: true, entry: undefined }];
}

/** A list of what the file builds, with an edit box behind it. */
export async function chooseEntry(
  file: string,
  entries: readonly EntryCandidate[],
  current: string,
): Promise<string | undefined> {
  const chosen = await window.showQuickPick(items(entries, current), { title: 'What to Build' });
  if (chosen === undefined) return undefined;
  if (chosen.entry?.needsArguments === false) return chosen.entry.expression;
  return askForEntry(file, chosen.entry?.expression ?? current);
}
