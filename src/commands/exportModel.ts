/** "Export…": the model of a designer as a file, in a format and at a place that the user chooses. */
import { l10n, window, type QuickPickItem, type Uri } from 'vscode';
import { saveFile } from '../editor/savedFile';
import { layersCsv } from '../model/exports/csv';
import { fileExtensions, type ExportFormat } from '../model/exports/formats';
import { latexTable } from '../model/exports/latex';
import { markdownTable } from '../model/exports/markdown';
import type { ModelGraph } from '../model/graph';
import { toReport } from '../model/report';
import { reportText } from '../model/reportText';
import type { PictureAnswer } from '../panels/pictureRequests';
import type { DesignerState, PictureFormat } from '../protocol/designer';

/** As much of a designer as an export reads. */
export interface Exported {
  readonly session: { readonly uri: Uri; readonly state: DesignerState };
  picture(format: PictureFormat, scale: number): Promise<PictureAnswer | undefined>;
}

interface Choice extends QuickPickItem {
  readonly format: ExportFormat;
  readonly scale: number;
}

function choice(format: ExportFormat, label: string, detail: string, scale = 1): Choice {
  return { format, label, detail, scale, description: `.${fileExtensions[format]}` };
}

function choices(): Choice[] {
  const png = l10n.t('The picture as pixels, in the colours of the theme');
  return [
    choice('svg', 'SVG', l10n.t('The picture, sharp at any size')),
    choice('png', 'PNG', png),
    choice('png', 'PNG ×2', png, 2),
    choice('png', 'PNG ×4', png, 4),
    choice('json', 'JSON', l10n.t('Everything that is known, with a published schema')),
    choice('markdown', 'Markdown', l10n.t('The table of layers, identical blocks folded')),
    choice('latex', 'LaTeX', l10n.t('The same table with the rules of booktabs')),
    choice('csv', 'CSV', l10n.t('Every layer as a line, for spreadsheets')),
    choice('mermaid', 'Mermaid', l10n.t('The picture as a flowchart for Markdown')),
  ];
}

/** What the host writes itself; nothing for the pictures, which the page draws. */
function tableText(
  format: ExportFormat,
  graph: ModelGraph,
  { failures }: DesignerState,
): string | undefined {
  switch (format) {
    case 'json':
      return reportText(toReport(graph, failures));
    case 'markdown':
      return markdownTable(graph);
    case 'latex':
      return latexTable(graph);
    case 'csv':
      return layersCsv(graph);
    case 'svg':
    case 'png':
    case 'mermaid':
      return undefined;
  }
}

async function contentOf(
  designer: Exported,
  format: ExportFormat,
  scale: number,
): Promise<PictureAnswer | undefined> {
  const { state } = designer.session;
  if (state.graph === undefined)
    return { problem: l10n.t('There is no model to export yet: it could not be read so far.') };
  const text = tableText(format, state.graph, state);
  if (text !== undefined) return { content: text, scale: 1 };
  const drawn: PictureFormat = format === 'png' || format === 'mermaid' ? format : 'svg';
  return designer.picture(drawn, scale);
}

async function chooseTarget({ session }: Exported, format: ExportFormat): Promise<Uri | undefined> {
  const extension = fileExtensions[format];
  const path = session.uri.path.replace(/(\.[^./]*)?$/, `.${extension}`);
  return window.showSaveDialog({
    defaultUri: session.uri.with({ path }),
    filters: { [extension.toUpperCase()]: [extension] },
    title: l10n.t('Export Model'),
  });
}

/** Less than was asked for: a picture of that size would be larger than a browser draws. */
function scaleText(wanted: number, scale: number): string {
  if (scale >= wanted) return '';
  const real = scale.toPrecision(2);
  return ` ${l10n.t('It is drawn at scale {0}: at {1} it would be too large.', real, wanted)}`;
}

/** Exports in a format that is known already. */
export async function exportAs(designer: Exported, format: ExportFormat, scale = 1): Promise<void> {
  const answer = await contentOf(designer, format, scale);
  if (answer === undefined) return;
  if ('problem' in answer) {
    await window.showErrorMessage(answer.problem);
    return;
  }
  const target = await chooseTarget(designer, format);
  if (target === undefined) return;
  const note = scaleText(scale, answer.scale);
  await saveFile(
    target,
    answer.content,
    (name) => `${l10n.t('The model was exported to {0}.', name)}${note}`,
  );
}

/** Asks for the format first. */
export async function exportModel(designer: Exported): Promise<void> {
  const chosen = await window.showQuickPick(choices(), {
    title: l10n.t('Export Model'),
    placeHolder: l10n.t('What to write'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen !== undefined) await exportAs(designer, chosen.format, chosen.scale);
}
