/** Pictures of two small samples, line by line as they were when somebody last looked at them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureCli, runCli } from './support/cli';
import { userFolder } from './support/folder';
import { compareWithGolden } from './support/golden';
import { modelFiles } from './support/modelFiles';
import { samples } from './support/repository';

beforeAll(ensureCli);

const folder = userFolder({ 'partial.ts': modelFiles['partial.ts'] });

/** The svg that the command line draws of a sample. */
async function draw(file: string, entry: string, svg: string): Promise<string> {
  const sample = path.join(samples, file);
  const args = ['inspect', sample, '--entry', entry, '--svg', svg];
  const { code, stdout, stderr } = await runCli(args, { folder });
  expect(code).toBe(0);
  expect(stdout).toContain('Trainable ');
  expect(stderr).toContain(`inspect: ${svg} written\n`);
  return readFileSync(path.join(folder, svg), 'utf8');
}

/** One element a line, so that a difference shows where it is. */
function lines(svg: string): string {
  return svg.replaceAll('><', '>\n<');
}

describe.each([
  ['resnet-cifar.ts', 'resnet20()'],
  ['plain-cifar.ts', 'plain20()'],
])('inspect %s --entry "%s" --svg', (file, entry) => {
  it('draws what it drew, and the same each time', async () => {
    const first = await draw(file, entry, 'first.svg');
    expect(await draw(file, entry, 'second.svg')).toBe(first);
    compareWithGolden(`${entry.replace(/\(.*/, '')}.svg`, lines(first));
  });
});

describe('--svg', () => {
  it('draws the part of a model that stands', async () => {
    const { code, stderr } = await runCli(['inspect', 'partial.ts', '--svg', 'part.svg'], {
      folder,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('inspect: part.svg written\n');
    const svg = readFileSync(path.join(folder, 'part.svg'), 'utf8');
    expect(svg).toContain('>Conv2D 3×3, 4<');
    expect(svg).toContain('>failed on 8×8×3, 6×6×4<');
  });

  it('writes nothing where there is no model', async () => {
    const args = ['inspect', 'partial.ts', '--entry', 'nothing', '--svg', 'nothing.svg'];
    const { code, stderr } = await runCli(args, { folder });
    expect(code).toBe(1);
    expect(stderr).toContain('inspect: nothing.svg not written, there is no model to draw\n');
    expect(existsSync(path.join(folder, 'nothing.svg'))).toBe(false);
  });

  it('is wrong usage where the folder is not there; the summary comes all the same', async () => {
    const args = ['inspect', path.join(samples, 'plain-cifar.ts'), '--svg', 'no/where.svg'];
    const { code, stdout, stderr } = await runCli(args, { folder });
    expect(code).toBe(2);
    expect(stdout).toContain('No skips\n');
    expect(stderr).toContain('cannot be written: there is no such folder.');
  });
});
