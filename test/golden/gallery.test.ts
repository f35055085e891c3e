/** The gallery and the walkthrough show what the product draws today. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { ensureCli } from './support/cli';
import { repositoryRoot } from './support/repository';

beforeAll(ensureCli);

function check(): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, ['scripts/gallery.mjs', '--check'], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

describe('npm run gallery', () => {
  it('has been run since what it draws last changed', { timeout: 180_000 }, async () => {
    expect(await check()).toMatchObject({ code: 0 });
  });
});

const markdown = ['README.md', 'docs/gallery/README.md', 'docs/command-line.md'];

describe('pictures and pages that are linked to', () => {
  it.each(markdown)('are all there in %s', (name) => {
    const file = path.join(repositoryRoot, name);
    const text = readFileSync(file, 'utf8');
    const links = [...text.matchAll(/(?:\]\(|(?:src|href)=")([^)"\s]+)/g)].map(([, link]) => link ?? '');
    const local = links.filter((link) => !/^(https?:|#)/.test(link));
    const missing = local.filter((link) => {
      const [target = ''] = link.split('#');
      return !existsSync(path.resolve(path.dirname(file), target));
    });
    expect(local.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('are all there in the walkthrough, for light and dark themes', () => {
    const images = manifest.contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ media }) => Object.values(media.image)),
    );
    expect(images).toHaveLength(24);
    for (const image of images) expect(existsSync(path.join(repositoryRoot, image)), image).toBe(true);
  });
});
