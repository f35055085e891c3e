/** The machinery the tests in this folder stand on, without an editor: installing once, and leaving nothing behind. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isInstalled } from '../../scripts/lib/dependencies.mjs';
import { editorAddress } from '../../scripts/lib/editorAddress.mjs';
import { installOnce } from '../../scripts/lib/installOnce.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'resnet-designer-test-'));
  vi.stubEnv('RESNET_DESIGNER_CACHE', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('an install', () => {
  let made = 0;
  const recipe = {
    name: 'tool 1.0',
    cost: 'nothing',
    make: async (target: string) => {
      made++;
      expect(readdirSync(target)).toEqual([]);
      writeFileSync(join(target, 'program'), '');
      return Promise.resolve();
    },
  };

  beforeEach(() => {
    made = 0;
  });

  it('is made once, however many ask for it', async () => {
    const folders = await Promise.all([installOnce(recipe), installOnce(recipe)]);
    expect(new Set(folders)).toEqual(new Set([join(folder, 'tool-1.0')]));
    expect(made).toBe(1);
    expect(readdirSync(folder)).toEqual(['tool-1.0']);
  });

  it('is made again after one that was killed half-way', async () => {
    mkdirSync(join(folder, 'tool-1.0.partial'));
    writeFileSync(join(folder, 'tool-1.0.partial', 'half'), '');
    writeFileSync(join(folder, 'tool-1.0.lock'), `${endedProcess()} token`);
    await installOnce(recipe);
    expect(readdirSync(join(folder, 'tool-1.0'))).toEqual(['program']);
  });

  it('leaves nothing that looks whole when it fails', async () => {
    const failing = { ...recipe, make: () => Promise.reject(new Error('no network')) };
    await expect(installOnce(failing)).rejects.toThrow('no network');
    expect(existsSync(join(folder, 'tool-1.0'))).toBe(false);
    await installOnce(recipe);
    expect(made).toBe(1);
  });
});

describe('a guarded process', () => {
  it('ends with everything it started when its owner is killed', async () => {
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', ownerScript()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const grandchild = await new Promise<number>((resolve) => {
      owner.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    });
    expect(isAlive(grandchild)).toBe(true);
    owner.kill('SIGKILL');
    await expect.poll(() => isAlive(grandchild), { timeout: 5_000 }).toBe(false);
  });
});

describe('node_modules', () => {
  const packages = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } };
  const foreign = { 'node_modules/b': { version: '1.0.0', optional: true } };

  it.each([
    ['what the lock file says', packages, true],
    ['without a package', {}, false],
    ['of another version', { 'node_modules/a': { version: '1.0.1' } }, false],
    ['with a package more', { ...packages, 'node_modules/c': { version: '1.0.0' } }, false],
  ])('%s', (_what, present, installed) => {
    mkdirSync(join(folder, 'node_modules'));
    writeLock('package-lock.json', { '': { version: '0.1.0' }, ...packages, ...foreign });
    writeLock('node_modules/.package-lock.json', present);
    expect(isInstalled(folder)).toBe(installed);
  });

  function writeLock(file: string, entries: object): void {
    writeFileSync(join(folder, file), JSON.stringify({ packages: entries }));
  }
});

it('an address survives blanks and signs in the path of a file', () => {
  const address = new URL(editorAddress('127.0.0.1:1', '/a & b', '/a & b/my #1 net.ts'));
  expect(address.searchParams.get('folder')).toBe('/a & b');
  const payload = JSON.parse(address.searchParams.get('payload') ?? '') as [string, string][];
  const opened = new URL(payload[0]?.[1] ?? '');
  expect(decodeURIComponent(opened.pathname)).toBe('/a & b/my #1 net.ts');
});

/** Starts a guarded shell whose child sleeps, and prints that child's id. */
function ownerScript(): string {
  const library = new URL('../../scripts/lib/guardedProcess.mjs', import.meta.url).href;
  return `
    import { startGuarded } from ${JSON.stringify(library)};
    const guarded = startGuarded('/bin/sh', ['-c', 'sleep 60 & echo $!; wait'], process.env);
    setInterval(() => guarded.output() && console.log(guarded.output().trim()), 20);
  `;
}

/** The id of a process that is no more. */
function endedProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
