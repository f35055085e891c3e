/** PNGs of the command line: pixels that are looked at, drawn without a browser and without fonts of the machine. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { themes } from '../../src/layout/theme';
import { decodePng } from '../support/png';
import { cliFile, ensureCli, runCli, type Run } from './support/cli';
import { userFolder } from './support/folder';
import { inkOf, textsOf } from './support/ink';
import { modelFiles } from './support/modelFiles';
import { repositoryRoot, samples } from './support/repository';

beforeAll(ensureCli);

const folder = userFolder({ 'block.ts': modelFiles['block.ts'], 'syntax.ts': modelFiles['syntax.ts'] });
const resnet20 = [path.join(samples, 'resnet-cifar.ts'), '--entry', 'resnet20()'];
const inspect = (...args: string[]): Promise<Run> => runCli(['inspect', ...args], { folder });
const bytesOf = (name: string): Buffer => readFileSync(path.join(folder, name));

describe('inspect --png', () => {
  it.each(['light', 'dark'] as const)('draws every text of the %s picture', async (theme) => {
    const files = ['--png', 'a.png', '--svg', 'a.svg', '--scale', '2', '--theme', theme];
    const { code, stdout, stderr } = await inspect(...resnet20, ...files);
    expect(code).toBe(0);
    expect(stdout).toContain('Trainable ');
    expect(stderr).toContain('inspect: a.png written\n');
    const svg = bytesOf('a.svg').toString();
    const pixels = decodePng(bytesOf('a.png'));
    const [, width, height] = /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    expect(pixels).toMatchObject({ width: 2 * Number(width), height: 2 * Number(height) });
    const texts = textsOf(svg).filter(({ text }) => /\w/.test(text));
    expect(texts.length).toBeGreaterThan(60);
    const blank = texts.filter((text) => inkOf(pixels, text, 2) < 0.08);
    expect(blank.map(({ text }) => text)).toEqual([]);
    const ground = [...pixels.rgba.subarray(0, 3)].map((part) => part.toString(16).padStart(2, '0'));
    expect(`#${ground.join('')}`).toBe(themes[theme].background);
  });

  it('writes the same pixels to stdout in place of the summary, at scale 1', async () => {
    await inspect('block.ts', '--png', 'block.png');
    const out = await new Promise<Buffer>((resolve, reject) => {
      const args = [cliFile, 'inspect', 'block.ts', '--png', '-'];
      const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
      const parts: Buffer[] = [];
      child.stdout.on('data', (part: Buffer) => parts.push(part));
      child.once('error', reject).once('close', () => resolve(Buffer.concat(parts)));
    });
    expect(out.equals(bytesOf('block.png'))).toBe(true);
  });

  it('says so where a picture of that scale would be too large, and draws what fits', async () => {
    const { code, stderr } = await inspect('block.ts', '--png', 'large.png', '--scale', '500');
    expect(code).toBe(0);
    expect(stderr).toMatch(/inspect: large\.png written\. It is drawn at scale \d+: at 500 it would/);
    const { width, height } = decodePng(bytesOf('large.png'));
    expect(width * height).toBeLessThanOrEqual(100_000_000);
    expect(width * height).toBeGreaterThan(50_000_000);
  });

  it('writes nothing where there is no model', async () => {
    const { code, stdout, stderr } = await inspect('syntax.ts', '--png', 'none.png');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('inspect: none.png not written, there is no model to draw\n');
    expect(existsSync(path.join(folder, 'none.png'))).toBe(false);
  });

  it('ends with 2 where the folder is not there', async () => {
    const { code, stderr } = await inspect('block.ts', '--png', 'no/such.png');
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be written: there is no such folder.');
  });

  it('ends with 3 and a sentence where the package is damaged', async () => {
    const copy = path.join(folder, 'package');
    cpSync(path.join(repositoryRoot, 'dist'), path.join(copy, 'dist'), { recursive: true });
    const args = ['inspect', 'block.ts', '--png', 'damaged.png'];
    const program = path.join(copy, 'dist', 'cli.js');
    const noFont = await runCli(args, { folder, program });
    expect(noFont.stdout).toContain('1 skip: 1 identity\n');
    expect(noFont.code).toBe(3);
    expect(noFont.stderr).toMatch(/A PNG cannot be drawn: ".*DejaVuSans(-Bold)?\.ttf" cannot be read\./);
    const fonts = path.join('media', 'fonts');
    cpSync(path.join(repositoryRoot, fonts), path.join(copy, fonts), { recursive: true });
    rmSync(path.join(copy, 'dist', 'resvg.wasm'));
    const noProgram = await runCli(args, { folder, program });
    expect(noProgram.code).toBe(3);
    expect(noProgram.stderr).toMatch(/resvg\.wasm" cannot be read\. Install ResNet Designer again\./);
    expect(existsSync(path.join(folder, 'damaged.png'))).toBe(false);
  });
});

describe('--heat', () => {
  it('colours the boxes of both pictures, and says so in the legend', async () => {
    const files = ['--svg', 'heat.svg', '--png', 'heat.png', '--heat', 'parameters'];
    const { code } = await inspect(...resnet20, ...files, '--boxes', '8');
    expect(code).toBe(0);
    const svg = bytesOf('heat.svg').toString();
    expect(svg).toMatch(/>[\d.]+ k · parameters(, logarithmic)?, boxes shown</);
    // The network as a whole is no box, so no step of the scale is lost to it.
    expect(svg).not.toMatch(/>27\d(\.\d)? k · parameters/);
    const { rgba } = decodePng(bytesOf('heat.png'));
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(themes.light.heat.slice(at, at + 2), 16));
    let bars = 0;
    for (let at = 0; at < rgba.length; at += 4)
      if (rgba[at] === red && rgba[at + 1] === green && rgba[at + 2] === blue) bars++;
    expect(bars).toBeGreaterThan(200);
  });
});

describe('samples --format png', () => {
  it('refuses what it does not know', async () => {
    const wrong = await runCli(['samples', 'all', '--format', 'gif'], { folder });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('--format takes "svg" or "png", not "gif".');
    expect((await inspect('block.ts', '--format', 'png')).stderr).toContain('inspect takes no --format.');
    expect(existsSync(path.join(folder, 'all'))).toBe(false);
  });

  it('draws every sample as pixels', { timeout: 240_000 }, async () => {
    const args = ['samples', 'all', '--format', 'png', '--boxes', '12', '--scale', '0.5'];
    const { code, stderr } = await runCli(args, { folder });
    expect(code).toBe(0);
    const names = [...stderr.matchAll(/^samples: \d+\/\d+ (.+\.png) written$/gm)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(50);
    for (const name of names) expect(decodePng(bytesOf(name)).width, name).toBeGreaterThan(50);
  });
});
