/** What the command line writes of a model besides its summary: pictures and tables. */
import { createLayout } from '../layout/layout';
import { toMermaid } from '../layout/mermaid';
import type { Picture } from '../layout/picture';
import { toSvg } from '../layout/svg';
import type { ThemeName } from '../layout/theme';
import { pictureWithin } from '../layout/within';
import { layersCsv } from '../model/exports/csv';
import { latexTable } from '../model/exports/latex';
import { markdownTable } from '../model/exports/markdown';
import { totalsLine } from '../model/format';
import type { ModelGraph } from '../model/graph';
import { totalsOf } from '../model/totals';
import type { CommandLineFormat, DrawingArguments, ExportTarget } from './inspectArguments';
import { writeInto, type NotWritten } from './written';

async function pictureOf(graph: ModelGraph, { mostBoxes }: DrawingArguments): Promise<Picture> {
  // elkjs is large, and most calls draw nothing.
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const layout = createLayout(new Elk());
  return mostBoxes === undefined
    ? layout.layout(graph, {})
    : pictureWithin(layout, graph, mostBoxes);
}

function svgOf(graph: ModelGraph, picture: Picture, theme: ThemeName): string {
  const totals = totalsLine(totalsOf(graph));
  return `${toSvg(picture, theme, { name: graph.name, totals, legend: true })}\n`;
}

/** Writes a graph in any of the formats; what several of them need is made once. */
export class Exporter {
  readonly #graph: ModelGraph;
  readonly #drawing: DrawingArguments;
  #picture: Promise<Picture> | undefined;

  constructor(graph: ModelGraph, drawing: DrawingArguments) {
    this.#graph = graph;
    this.#drawing = drawing;
  }

  async text(format: CommandLineFormat): Promise<string> {
    switch (format) {
      case 'svg':
        return svgOf(this.#graph, await this.#drawn(), this.#drawing.theme);
      case 'mermaid':
        return toMermaid(await this.#drawn(), this.#drawing.theme);
      case 'markdown':
        return markdownTable(this.#graph);
      case 'latex':
        return latexTable(this.#graph);
      case 'csv':
        return layersCsv(this.#graph);
    }
  }

  #drawn(): Promise<Picture> {
    this.#picture ??= pictureOf(this.#graph, this.#drawing);
    return this.#picture;
  }
}

/** @returns nothing when the file is there. */
export async function exportInto(
  folder: string,
  { format, file }: ExportTarget,
  exporter: Exporter,
): Promise<NotWritten | undefined> {
  return writeInto(folder, file, await exporter.text(format));
}
