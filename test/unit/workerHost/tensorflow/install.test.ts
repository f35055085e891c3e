import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FetchProgress } from '../../../../src/workerHost/tensorflow/fetchBuild';
import { findLibrary } from '../../../../src/workerHost/tensorflow/find';
import { installLibrary, installSize } from '../../../../src/workerHost/tensorflow/install';
import { libraryNames } from '../../../../src/workerHost/tensorflow/builds';
import { usePlaces } from './support';

const places = usePlaces();

/** What the stand-in for pip does before it ends; `dest` is where the wheel goes. */
const pip = (download: string, unpack = '') => `
const fs = require('node:fs'), path = require('node:path');
const dest = args[args.indexOf('--dest') + 1];
if (args[1] === 'pip') { ${download} } else {
  const [, , , target] = args;
  fs.mkdirSync(path.join(target, 'tensorflow'));
  for (const name of ${JSON.stringify(libraryNames())}) fs.writeFileSync(path.join(target, 'tensorflow', name), 'library');
  ${unpack}
}`;

const wheel = `fs.writeFileSync(path.join(dest, 'tensorflow.whl'), Buffer.alloc(1000));`;

function storageOf(name: string): string {
  return path.join(places.root, name, 'storage');
}

const failure = (code: string, message: RegExp) => ({
  ok: false,
  failure: expect.objectContaining({
    code,
    message: expect.stringMatching(message) as unknown,
  }) as unknown,
});

describe('installing', () => {
  it('says its size first', () => {
    const size = installSize();
    expect(size?.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(size?.keptBytes).toBeGreaterThan(size?.downloadBytes ?? 0);
  });

  it('asks pip for one version with its checksum, and keeps the libraries alone', async () => {
    const storage = storageOf('one');
    const python = places.program(
      'one/python',
      pip(`
        const file = args[args.indexOf('--requirement') + 1];
        fs.writeFileSync(${JSON.stringify(path.join(places.root, 'asked.json'))},
          JSON.stringify({ args, text: fs.readFileSync(file, 'utf8') }));
        ${wheel}`),
    );
    const installed = await installLibrary({ storage, python });
    const folder = path.join(storage, `tensorflow-${installSize()!.version}-cpu`);
    expect(installed).toMatchObject({
      ok: true,
      value: {
        source: 'installed',
        folder: path.join(folder, 'tensorflow'),
        version: installSize()!.version,
        cuda: false,
      },
    });
    expect(readdirSync(folder)).toEqual(['tensorflow']);
    const names = readdirSync(path.join(folder, 'tensorflow'));
    expect(names.sort()).toEqual([...libraryNames(), 'tensorflow.json'].sort());
    expect(readdirSync(storage)).toEqual([path.basename(folder)]);
    const asked = JSON.parse(readFileSync(path.join(places.root, 'asked.json'), 'utf8')) as {
      args: string[];
      text: string;
    };
    expect(asked.args).toContain('--require-hashes');
    expect(asked.text).toMatch(/^tensorflow[\w-]*==[\d.]+ --hash=sha256:[0-9a-f]{64}\n$/);
  });

  it("of the one with CUDA asks for NVIDIA's libraries too, and is preferred", async () => {
    const storage = storageOf('one');
    const file = path.join(places.root, 'cuda.txt');
    const python = places.program(
      'one/python3',
      pip(
        `fs.copyFileSync(args[args.indexOf('--requirement') + 1], ${JSON.stringify(file)}); ${wheel}`,
      ),
    );
    const installed = await installLibrary({ storage, python, kind: 'cuda' });
    expect(installed).toMatchObject({ ok: true, value: { cuda: true } });
    expect(readFileSync(file, 'utf8')).toMatch(
      /^nvidia-cudnn-cu12==[\d.]+ --hash=sha256:[0-9a-f]{64}$/m,
    );
    const found = await findLibrary({ storage, env: { PATH: places.root } });
    expect(found).toMatchObject({ ok: true, value: { source: 'installed', cuda: true } });
    // What was asked for last is used, whether it has to be fetched or is there.
    for (const kind of ['cpu', 'cuda'] as const) {
      await installLibrary({ storage, python, kind });
      const used = await findLibrary({ storage, env: { PATH: places.root } });
      expect(used).toMatchObject({ ok: true, value: { cuda: kind === 'cuda' } });
    }
    expect(installSize('cuda')!.downloadBytes).toBeGreaterThan(installSize()!.downloadBytes);
  });

  it('does nothing where it is there already', async () => {
    const python = places.program('one/python2', 'process.exit(1);');
    expect(await installLibrary({ storage: storageOf('one'), python })).toMatchObject({ ok: true });
  });

  it('tells how many bytes it has', async () => {
    const seen: FetchProgress[] = [];
    const python = places.program('two/python', pip(`${wheel} setTimeout(() => {}, 600);`));
    await installLibrary({ storage: storageOf('two'), python, onProgress: (p) => seen.push(p) });
    const downloads = seen.filter(({ stage }) => stage === 'download');
    expect(downloads[0]).toEqual({
      stage: 'download',
      doneBytes: 0,
      totalBytes: installSize()!.downloadBytes,
    });
    expect(downloads.at(-1)!.doneBytes).toBeGreaterThanOrEqual(1000);
    expect(seen.at(-1)!.stage).toBe('unpack');
  });

  it('ends pip when it is cancelled, and leaves nothing', async () => {
    const storage = storageOf('three');
    const started = path.join(places.root, 'three-pid');
    const python = places.program(
      'three/python',
      pip(
        `fs.writeFileSync(${JSON.stringify(started)}, String(process.pid)); setInterval(() => {}, 1000);`,
      ),
    );
    const controller = new AbortController();
    const installing = installLibrary({ storage, python, signal: controller.signal });
    while (!existsSync(started)) await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    expect(await installing).toEqual(failure('cancelled', /cancelled/));
    expect(readdirSync(storage)).toEqual([]);
  });

  it("tells pip's own reason, and leaves nothing", async () => {
    const storage = storageOf('four');
    const python = places.program(
      'four/python',
      pip(`console.error('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES'); process.exit(1);`),
    );
    expect(await installLibrary({ storage, python })).toEqual(
      failure('install-failed', /DO NOT MATCH THE HASHES/),
    );
    expect(readdirSync(storage)).toEqual([]);
  });

  it('tells that Python has no pip', async () => {
    const python = places.program(
      'five/python',
      `console.error('/usr/bin/python3: No module named pip'); process.exit(1);`,
    );
    expect(await installLibrary({ storage: storageOf('five'), python })).toEqual(
      failure('install-failed', /No module named pip/),
    );
  });

  it('tells that a program cannot be started', async () => {
    const python = path.join(places.root, 'no-python');
    expect(await installLibrary({ storage: storageOf('six'), python })).toEqual(
      failure('install-failed', /could not be started/),
    );
  });

  it('tells that the disk cannot be written', async () => {
    const storage = places.write('seven/file');
    const python = places.program('seven/python', pip(wheel));
    expect(await installLibrary({ storage, python })).toEqual(
      failure('install-failed', /could not be installed: /),
    );
  });

  it('removes what a killed installation left long ago, and not what one may be writing', async () => {
    const storage = storageOf('eight');
    mkdirSync(path.join(storage, 'partial-old'), { recursive: true });
    mkdirSync(path.join(storage, 'partial-new'));
    utimesSync(path.join(storage, 'partial-old'), 0, 0);
    await installLibrary({ storage, python: places.program('eight/python', pip(wheel)) });
    expect(readdirSync(storage).filter((name) => name.startsWith('partial'))).toEqual([
      'partial-new',
    ]);
  });
});
