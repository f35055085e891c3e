/** A model as a table of GitHub Flavored Markdown. */
import type { ModelGraph } from '../graph';
import { labelText, oneLine } from './label';
import { countText, layerRows, totalRow, type LayerRow } from './layerTable';

/** What Markdown or the HTML in it may read as more than itself. */
const punctuation = /[\\`*_{}[\]()#+\-.!<>~$:@&"']/g;

/**
 * A name as Markdown that shows it letter by letter. A bar is written by its number: readers do not
 * agree on which bars behind a backslash end a cell.
 */
export function escapeMarkdown(text: string): string {
  return escapeSentence(labelText(text));
}

/** The same of a text of any length. */
export function escapeSentence(text: string): string {
  return oneLine(text).replace(punctuation, '\\$&').replaceAll('|', '&#124;');
}

/** One row of a table; the cells are Markdown already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function labelCell({ depth, label, group, failed }: LayerRow): string {
  const text = `${failed ? '✗ ' : ''}${escapeMarkdown(label)}`;
  return `${'&emsp;'.repeat(depth)}${group ? `**${text}**` : text}`;
}

function cells(layer: LayerRow): string[] {
  const { repeats, output, parameters, macs, skips } = layer;
  return [
    labelCell(layer),
    output,
    countText(parameters, repeats, '×'),
    countText(macs, repeats, '×'),
    skips,
  ];
}

/** The table with the model's name before it and the totals as its last row. */
export function markdownTable(graph: ModelGraph): string {
  const total = totalRow(graph);
  const lines = [
    `**${escapeMarkdown(graph.name) || 'Network'}**${graph.complete ? '' : ' (the part that was built before the error)'}`,
    '',
    row(['Layer', 'Output', 'Parameters', 'MACs', 'Skip']),
    row([':--', ':--', '--:', '--:', ':--']),
    ...layerRows(graph).map((layer) => row(cells(layer))),
    row(['**Total**', '', `**${total.parameters}**`, `**${total.macs}**`, total.skips]),
  ];
  return `${lines.join('\n')}\n`;
}
