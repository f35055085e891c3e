/** The tables and charts that the command line writes. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureCli, runCli, type Run } from './support/cli';
import { userFolder } from './support/folder';
import { modelFiles } from './support/modelFiles';
import { samples } from './support/repository';

beforeAll(ensureCli);

const folder = userFolder({ 'syntax.ts': modelFiles['syntax.ts'] });
const sample = path.join(samples, 'resnet50.ts');
const inspect = (...args: string[]): Promise<Run> => runCli(['inspect', ...args], { folder });
const written = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

describe('inspect resnet50.ts', () => {
  it('writes all its files at once, and the summary to stdout', async () => {
    const files = ['--svg', 'a.svg', '--mermaid', 'a.mmd', '--markdown', 'a.md', '--latex', 'a.tex'];
    const { code, stdout, stderr } = await inspect(sample, ...files, '--csv', 'a.csv');
    expect(code).toBe(0);
    expect(stdout).toContain('16 skips: 12 identity, 4 projection\n');
    for (const name of ['a.svg', 'a.mmd', 'a.md', 'a.tex', 'a.csv'])
      expect(stderr).toContain(`inspect: ${name} written\n`);
    expect(written('a.md')).toContain('| **Total** |  | **25,610,152** |');
    expect(written('a.tex')).toMatch(/^Total & {2}& 25,610,152 & .* & 16 skips \\\\$/m);
    const lines = written('a.csv').trimEnd().split('\r\n');
    expect(lines.filter((line) => line.includes(',Conv2D,'))).toHaveLength(53);
    expect(written('a.mmd').match(/==>\|"identity 3"\|/g)).toHaveLength(12);
  });

  it('writes one of them to stdout in place of the summary', async () => {
    const { code, stdout } = await inspect(sample, '--markdown', '-');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\*\*resnet50\*\*\n\n\| Layer \| /);
    expect(stdout).not.toContain('Trainable ');
    expect(existsSync(path.join(folder, '-'))).toBe(false);
  });
});

describe('without a model', () => {
  it('writes no file and nothing to stdout', async () => {
    const { code, stdout, stderr } = await inspect('syntax.ts', '--csv', '-', '--latex', 'none.tex');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('inspect: none.tex not written, there is no model to draw\n');
    expect(existsSync(path.join(folder, 'none.tex'))).toBe(false);
  });
});
