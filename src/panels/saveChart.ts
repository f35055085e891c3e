/** A chart of a profile as a file beside its model, at a place that the user chooses. */
import { l10n, window, type Uri } from 'vscode';
import { saveFile } from '../editor/savedFile';
import type { ChartName } from '../protocol/designer';

export interface SavedChart {
  readonly name: ChartName;
  readonly format: 'svg' | 'png' | 'csv';
  readonly content: string | Uint8Array;
}

export async function saveChart(file: Uri, { name, format, content }: SavedChart): Promise<void> {
  const path = file.path.replace(/(\.[^./]*)?$/, `.${name}.${format}`);
  const target = await window.showSaveDialog({
    defaultUri: file.with({ path }),
    filters: { [format.toUpperCase()]: [format] },
    title: l10n.t('Save Chart'),
  });
  if (target === undefined) return;
  await saveFile(target, content, (written) => l10n.t('The chart was saved as {0}.', written));
}
