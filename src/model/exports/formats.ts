/** What a model can be written as. */

export const exportFormats = ['svg', 'png', 'json', 'markdown', 'latex', 'csv', 'mermaid'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** How files of each format end, without the dot. */
export const fileExtensions: Readonly<Record<ExportFormat, string>> = {
  svg: 'svg',
  png: 'png',
  json: 'json',
  markdown: 'md',
  latex: 'tex',
  csv: 'csv',
  mermaid: 'mmd',
};
