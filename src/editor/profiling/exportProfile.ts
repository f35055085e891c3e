/** "Export Profile…": as a trace that Perfetto opens, as tables, as JSON. */
import { l10n, window, type QuickPickItem, type Uri } from 'vscode';
import type { ModelGraph } from '../../model/graph';
import { adviseOn } from '../../model/profile/advice/advice';
import { chromeTrace } from '../../model/profile/exports/chromeTrace';
import { profileCsv } from '../../model/profile/exports/profileCsv';
import { profileMarkdown } from '../../model/profile/exports/profileMarkdown';
import type { Translate } from '../../model/translate';
import type { Profile } from '../../protocol/profile';
import { saveFile } from '../savedFile';

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
        const t: Translate = l10n.t;
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
  await saveFile(target, chosen.write(profile, graph), (name) =>
    l10n.t('The profile was exported to {0}.', name),
  );
}
