/** A model's picture as a file. */
import { writeFile } from 'node:fs/promises';
import { createLayout } from '../layout/layout';
import { toSvg } from '../layout/svg';
import { formatCount, formatMacs } from '../model/format';
import type { ModelGraph } from '../model/graph';
import { allSkips } from '../model/report';
import { exitCodes, type ExitCode } from './exitCode';

function totalsText(graph: ModelGraph): string {
  const { trainable, nonTrainable } = graph.parameters;
  const skips = allSkips(graph).length;
  return [
    `${formatCount(trainable + nonTrainable)} parameters`,
    formatMacs(graph.macs.forward),
    skips === 1 ? '1 skip' : `${skips} skips`,
  ].join(' · ');
}

async function svgOf(graph: ModelGraph): Promise<string> {
  // elkjs is large, and most calls draw nothing.
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const picture = await createLayout(new Elk()).layout(graph, {});
  return toSvg(picture, 'light', { name: graph.name, totals: totalsText(graph), legend: true });
}

/** Why a file could not be written, and whose fault that is. */
export interface NotDrawn {
  readonly message: string;
  readonly code: ExitCode;
}

const wrongPath: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
};

function notDrawn(file: string, error: unknown): NotDrawn {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const usage = wrongPath[code];
  const reason = usage ?? (error instanceof Error ? error.message : String(error));
  return {
    message: `"${file}" cannot be written: ${reason}.`,
    code: usage === undefined ? exitCodes.machine : exitCodes.usage,
  };
}

/** @returns nothing when the picture is there. */
export async function drawInto(file: string, graph: ModelGraph): Promise<NotDrawn | undefined> {
  const svg = await svgOf(graph);
  try {
    await writeFile(file, `${svg}\n`);
    return undefined;
  } catch (error) {
    return notDrawn(file, error);
  }
}
