/** Reports as they come from the command line, made fit for comparing. */
import path from 'node:path';
import * as v from 'valibot';
import type { Report, ReportLayer, ReportSkip } from '../../../src/model/report';
import { reportSchema } from '../../../src/model/reportSchema';

/** @throws when the text is not one JSON object of the published shape. */
export function readReport(text: string): Report {
  return v.parse(reportSchema, JSON.parse(text));
}

/** The same JSON with the paths of files relative to a folder. */
export function withRelativePaths(text: string, folder: string): string {
  const prefix = JSON.stringify(`${folder}${path.sep}`).slice(1, -1);
  return text.replaceAll(prefix, '');
}

/** The skips of a report with those inside its layers. */
export function skipsOf(level: {
  readonly skips: readonly ReportSkip[];
  readonly layers: readonly ReportLayer[];
}): readonly ReportSkip[] {
  const inside = level.layers.flatMap(({ inner }) => (inner === undefined ? [] : skipsOf(inner)));
  return [...level.skips, ...inside];
}
