/** What the command line writes of a model besides its summary: pictures and tables. */
import {
  englishHeatWords,
  heatMap,
  shownBoxes,
  type HeatMap,
  type ModelMeasure,
} from '../layout/heat';
import { createLayout, treeOf } from '../layout/layout';
import { toMermaid } from '../layout/mermaid';
import type { Picture } from '../layout/picture';
import { sumsOfAll } from '../layout/sums';
import { toSvg } from '../layout/svg';
import { pictureWithin } from '../layout/within';
import { layersCsv } from '../model/exports/csv';
import { latexTable } from '../model/exports/latex';
import { markdownTable } from '../model/exports/markdown';
import { totalsLine } from '../model/format';
import type { ModelGraph } from '../model/graph';
import { receptiveFields } from '../model/receptiveField';
import { totalsOf } from '../model/totals';
import { exitCodes } from './exitCode';
import type { CommandLineFormat, DrawingArguments, ExportTarget } from './inspectArguments';
import { PngError, pngOf, type PngParts } from './png';
import { writeInto, type NotWritten } from './written';

/** What goes into a file or to stdout. */
export interface Exported {
  readonly content: string | Uint8Array;
  /** A sentence for the user: what is not as was asked for. */
  readonly note?: string;
}

async function pictureOf(graph: ModelGraph, { mostBoxes }: DrawingArguments): Promise<Picture> {
  // elkjs is large, and most calls draw nothing.
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const layout = createLayout(new Elk());
  return mostBoxes === undefined
    ? layout.layout(graph, {})
    : pictureWithin(layout, graph, mostBoxes);
}

function heatMapOf(graph: ModelGraph, picture: Picture, measure: ModelMeasure): HeatMap {
  const fields = receptiveFields(graph);
  const { root } = treeOf(graph);
  const sums = sumsOfAll(root, graph, (id) => fields.get(id));
  // The root is no box: its sum would be the end of every scale.
  sums.delete(root);
  const byId = [...sums].map(([{ id }, each]) => [id, each] as const);
  return heatMap(byId, measure, shownBoxes(picture), englishHeatWords);
}

function smallerNote(wanted: number, scale: number): string[] {
  if (scale >= wanted) return [];
  return [`It is drawn at scale ${scale.toPrecision(2)}: at ${wanted} it would be too large.`];
}

/** So many characters are named. */
const mostNamed = 20;

function missingNote(missing: readonly string[]): string[] {
  if (missing.length === 0) return [];
  const named = missing.slice(0, mostNamed).join(' ');
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
  return [`No font of this machine has ${named}${more}: install one that does, or write an SVG.`];
}

/** Writes a graph in any of the formats; what several of them need is made once. */
export class Exporter {
  readonly #graph: ModelGraph;
  readonly #drawing: DrawingArguments;
  readonly #parts: PngParts;
  #picture: Promise<Picture> | undefined;

  constructor(graph: ModelGraph, drawing: DrawingArguments, parts: PngParts) {
    this.#graph = graph;
    this.#drawing = drawing;
    this.#parts = parts;
  }

  /** @throws PngError where the machine lets no PNG be drawn. */
  async write(format: CommandLineFormat): Promise<Exported> {
    switch (format) {
      case 'svg':
        return { content: `${await this.#svg()}\n` };
      case 'png':
        return this.#png();
      case 'mermaid':
        return { content: toMermaid(await this.#drawn(), this.#drawing.theme) };
      case 'markdown':
        return { content: markdownTable(this.#graph) };
      case 'latex':
        return { content: latexTable(this.#graph) };
      case 'csv':
        return { content: layersCsv(this.#graph) };
    }
  }

  async #svg(): Promise<string> {
    const totals = totalsLine(totalsOf(this.#graph));
    const { theme, heat: measure } = this.#drawing;
    const picture = await this.#drawn();
    const heat = measure === undefined ? {} : { heat: heatMapOf(this.#graph, picture, measure) };
    const options = { name: this.#graph.name, totals, legend: true, ...heat };
    return toSvg(picture, theme, options);
  }

  async #png(): Promise<Exported> {
    const wanted = this.#drawing.scale;
    const { bytes, scale, missing } = await pngOf(await this.#svg(), wanted, this.#parts);
    const notes = [...smallerNote(wanted, scale), ...missingNote(missing)];
    return { content: bytes, ...(notes.length === 0 ? {} : { note: notes.join(' ') }) };
  }

  #drawn(): Promise<Picture> {
    this.#picture ??= pictureOf(this.#graph, this.#drawing);
    return this.#picture;
  }
}

/** A format as the exporter writes it, or why the machine cannot. */
export async function exportOf(
  format: CommandLineFormat,
  exporter: Exporter,
): Promise<Exported | NotWritten> {
  try {
    return await exporter.write(format);
  } catch (error) {
    if (error instanceof PngError) return { message: error.message, code: exitCodes.machine };
    throw error;
  }
}

/** @returns the note on what was written, or why nothing was. */
export async function exportInto(
  folder: string,
  { format, file }: ExportTarget,
  exporter: Exporter,
): Promise<Pick<Exported, 'note'> | NotWritten> {
  const exported = await exportOf(format, exporter);
  if ('message' in exported) return exported;
  return (await writeInto(folder, file, exported.content)) ?? exported;
}
