/** A model as a LaTeX table with the rules of the booktabs package. */
import type { ModelGraph } from '../graph';
import { labelText } from './label';
import { countText, layerRows, totalRow, type LayerRow } from './layerTable';

/** A table that is longer than a page needs longtable, which breaks it. */
const mostRowsOnPage = 45;

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '`': '\\textasciigrave{}',
  "'": '\\textquotesingle{}',
  // At the start of a row these would be read as arguments of the \\ before it.
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  // Two of these in a row would become a dash or a low quotation mark.
  '-': '{-}',
  ',': '{,}',
  // What our own labels hold.
  '×': '$\\times$',
  '·': '$\\cdot$',
  '–': '--',
  '…': '\\dots{}',
  '›': '$\\rangle$',
};

/** A name as LaTeX that sets it letter by letter, in text and in the cells of a table. */
export function escapeLatex(text: string): string {
  return labelText(text).replace(
    /[\\{}$&#_%~^<>|"`'[\]*,×·–…›-]/g,
    (character) => commands[character] ?? character,
  );
}

const headings = ['Layer', 'Output', 'Parameters', 'MACs', 'Skip'] as const;

/** One row; the cells are LaTeX already. */
function row(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`;
}

function labelCell({ depth, label, group, failed }: LayerRow): string {
  const text = `${failed ? 'failed: ' : ''}${escapeLatex(label)}`;
  const indent = depth === 0 ? '' : `\\hspace{${depth}em}`;
  return `${indent}${group ? `\\textbf{${text}}` : text}`;
}

function rowText(layer: LayerRow): string {
  const { repeats, output, parameters, macs, skips } = layer;
  return row([
    labelCell(layer),
    escapeLatex(output),
    countText(parameters, repeats, '$\\times$'),
    countText(macs, repeats, '$\\times$'),
    skips,
  ]);
}

function header(long: boolean): string[] {
  const head = ['\\toprule', row(headings), '\\midrule'];
  return long ? [...head, '\\endhead'] : head;
}

/** What the reader has to load; XeLaTeX or LuaLaTeX where a name has letters that pdfLaTeX does not know. */
function comments(name: string, body: readonly string[], long: boolean): string[] {
  const packages = ['booktabs', ...(long ? ['longtable'] : [])].join(',');
  const foreign = body.some((line) => /[^\u0000-\u017f]/.test(line));
  return [
    `% ${labelText(name)}`,
    `% \\usepackage[T1]{fontenc}\\usepackage{${packages}}`,
    ...(foreign
      ? ['% Some names need XeLaTeX or LuaLaTeX and a font that has their letters.']
      : []),
  ];
}

/** A `tabular`, or a `longtable` where it is longer than a page; the totals are its last row. */
export function latexTable(graph: ModelGraph): string {
  const rows = layerRows(graph).map(rowText);
  const long = rows.length > mostRowsOnPage;
  const environment = long ? 'longtable' : 'tabular';
  const { parameters, macs, skips } = totalRow(graph);
  const lines = [
    ...comments(graph.name, rows, long),
    `\\begin{${environment}}{llrrl}`,
    ...header(long),
    ...rows,
    '\\midrule',
    row(['Total', '', parameters, macs, skips]),
    '\\bottomrule',
    `\\end{${environment}}`,
  ];
  return `${lines.join('\n')}\n`;
}
