/** "Export Profile…": as a trace that Perfetto opens, as tables, as JSON. */
import { commands, l10n, Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { ModelGraph } from '../../model/graph';
import { adviseOn } from '../../model/profile/advice/advice';
import { chromeTrace } from '../../model/profile/exports/chromeTrace';
import { profileCsv } from '../../model/profile/exports/profileCsv';
import { profileMarkdown } from '../../model/profile/exports/profileMarkdown';
import type { Translate } from '../../model/translate';
import type { Profile } from '../../protocol/profile';

interface Choice extends QuickPickItem {
  /** Behind the name of the model's file. */
  readonly ending: string;
  readonly write: (profile: Profile, graph: ModelGraph | undefined) => string;
}

function choices(): Choice[] {
  return [
    {
      label: l10n.t('Chrome trace'),
      detail: l10n.t('Every kernel of the step, for Perfetto or chrome://tracing'),
      ending: '.trace.json',
      write: (profile) => chromeTrace(profile),
    },
    {
      label: 'CSV',
      detail: l10n.t('Every layer as a line, for spreadsheets'),
      ending: '.profile.csv',
      write: (profile) => profileCsv(profile),
    },
    {
      label: 'Markdown',
      detail: l10n.t('The table of layers with the advice'),
      ending: '.profile.md',
      write: (profile, graph) => {
        const t: Translate = (text, ...values) => l10n.t(text, ...values);
        return profileMarkdown(profile, adviseOn(profile, graph, t), t);
      },
    },
    {
      label: 'JSON',
      detail: l10n.t('The whole profile, with a published schema'),
      ending: '.profile.json',
      write: (profile) => `${JSON.stringify(profile, null, 2)}\n`,
    },
  ];
}

/** Asks for the format and the place. */
export async function exportProfile(
  file: Uri,
  profile: Profile,
  graph: ModelGraph | undefined,
): Promise<void> {
  const title = l10n.t('Export Profile');
  const chosen = await window.showQuickPick(choices(), { title, matchOnDetail: true });
  if (chosen === undefined) return;
  const path = file.path.replace(/(\.[^./]*)?$/, chosen.ending);
  const target = await window.showSaveDialog({ defaultUri: file.with({ path }), title });
  if (target === undefined) return;
  const bytes = new TextEncoder().encode(chosen.write(profile, graph));
  try {
    await workspace.fs.writeFile(target, bytes);
  } catch {
    await window.showErrorMessage(
      l10n.t('{0} could not be written. Check that the folder allows it.', target.fsPath),
    );
    return;
  }
  const open = l10n.t('Open');
  const name = workspace.asRelativePath(target);
  const answer = await window.showInformationMessage(
    l10n.t('The profile was exported to {0}.', name),
    open,
  );
  if (answer === open) await commands.executeCommand('vscode.open', target);
}
