/**
 * The samples through the command line: against their published counts, and against what the report
 * of each was when somebody last looked at it.
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import counts from '../../media/models/counts.json';
import { reportText } from '../../src/model/reportText';
import { ensureCli, runCli } from './support/cli';
import { compareWithGolden } from './support/golden';
import { readReport, skipsOf, withRelativePaths } from './support/report';
import { repositoryRoot, samples } from './support/repository';
import { schemaErrors } from './support/schema';

beforeAll(ensureCli);

const named = counts.map((published) => [published.entry, published] as const);

describe.each(named)('inspect --json --entry "%s"', (entry, published) => {
  let text = '';
  beforeAll(async () => {
    const file = path.join(samples, published.file);
    const { code, stdout } = await runCli(['inspect', file, '--entry', entry, '--json']);
    expect(code).toBe(0);
    text = stdout;
  });

  it('has the published counts and skips', () => {
    const report = readReport(text);
    const { parameters, macs, model, diagnostics } = report;
    const skips = skipsOf(report);
    const { trainable, nonTrainable } = published;
    expect(parameters).toEqual({ trainable, nonTrainable, total: trainable + nonTrainable });
    expect(macs.forward).toBe(published.macs);
    const kinds = Object.keys(published.skips);
    const ofKind = (kind: string): number => skips.filter((skip) => skip.kind === kind).length;
    expect(Object.fromEntries(kinds.map((kind) => [kind, ofKind(kind)]))).toEqual(published.skips);
    expect(skips.filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
    expect(model).toMatchObject({ entry, complete: true });
    expect(diagnostics).toEqual([]);
  });

  it('is what the published schema says', () => {
    expect(schemaErrors(JSON.parse(text))).toEqual([]);
  });

  it('counts each layer into the totals', () => {
    const { parameters, macs, layers } = readReport(text);
    const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);
    expect(sum(layers.map((layer) => layer.parameters.total))).toBe(parameters.total);
    expect(sum(layers.map((layer) => layer.macs.forward))).toBe(macs.forward);
  });

  it('names layers in the skips that are there, in order', () => {
    const { layers, skips } = readReport(text);
    const at = new Map(layers.map(({ id }, index) => [id, index]));
    expect(at.size).toBe(layers.length);
    for (const { kind, from, to, merge } of skips) {
      // The state of a recurrent layer goes around within it.
      if (kind === 'recurrent') expect([from, to]).toEqual([merge, merge]);
      else {
        expect(at.get(from)).toBeLessThan(at.get(to) ?? -1);
        expect(at.get(to)).toBeLessThan(at.get(merge) ?? -1);
      }
    }
  });

  it('is as it was', () => {
    const relative = withRelativePaths(text, samples);
    expect(relative).not.toContain(repositoryRoot);
    expect(reportText(readReport(relative))).toBe(relative);
    compareWithGolden(`${entry.replace(/\(.*/, '')}.json`, relative);
  });
});
