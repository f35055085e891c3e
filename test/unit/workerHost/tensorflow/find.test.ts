import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { libraryEnvironment } from '../../../../src/workerHost/tensorflow/environment';
import { findLibrary, lookForLibraries } from '../../../../src/workerHost/tensorflow/find';
import { usePlaces } from './support';

const places = usePlaces();
/** A PATH without Python. */
const bare = { PATH: path.join(places.root, 'nothing') };

const code = (expected: string) => ({
  ok: false,
  failure: expect.objectContaining({ code: expected }) as unknown,
});

describe('a Python interpreter', () => {
  it('gives its TensorFlow with version and origin', async () => {
    const folder = places.sitePackages('env1', '2.18.1');
    const interpreter = places.python('env1/python', folder, '2.18.1');
    expect(await findLibrary({ interpreter, env: bare })).toEqual({
      ok: true,
      value: { source: 'interpreter', origin: interpreter, folder, version: '2.18.1', cuda: false },
    });
  });

  it('whose TensorFlow was built for CUDA says so', async () => {
    const folder = places.sitePackages('env2', '2.21.0', true);
    const interpreter = places.python('env2/python', folder, '2.21.0');
    expect(await findLibrary({ interpreter, env: bare })).toMatchObject({ value: { cuda: true } });
  });

  it('without TensorFlow is named', async () => {
    const interpreter = places.python('env3/python', null);
    const found = await findLibrary({ interpreter, env: bare });
    expect(found).toEqual(code('library-missing'));
    expect(found).toMatchObject({
      failure: { message: expect.stringContaining(interpreter) as unknown },
    });
  });

  it('that cannot be started is a failure, not an error', async () => {
    const interpreter = places.write('env4/python', 'no program');
    expect(await findLibrary({ interpreter, env: bare })).toEqual(code('library-missing'));
  });

  it('that fails tells its own reason', async () => {
    const interpreter = places.program(
      'env5/python',
      'console.error("SyntaxError: bad"); process.exit(1);',
    );
    expect(await findLibrary({ interpreter, env: bare })).toMatchObject({
      failure: { message: expect.stringContaining('SyntaxError: bad') as unknown },
    });
  });

  it('with a TensorFlow older than 2.15 is unfit', async () => {
    const folder = places.sitePackages('env6', '2.9.1');
    const interpreter = places.python('env6/python', folder, '2.9.1');
    expect(await findLibrary({ interpreter, env: bare })).toEqual(code('library-unfit'));
  });

  it('is looked for on PATH', async () => {
    const folder = places.sitePackages('env7', '2.21.0');
    const python = places.python('env7/bin/python3', folder, '2.21.0');
    // The stand-in needs nothing of PATH itself.
    const env = { PATH: path.dirname(python) };
    expect(await findLibrary({ env })).toMatchObject({ value: { source: 'path', origin: python } });
  });
});

describe('a folder', () => {
  it('with the libraries in it is taken, with the version that pip wrote beside it', async () => {
    const folder = places.sitePackages('env8', '2.16.2');
    expect(await findLibrary({ folder, env: bare })).toMatchObject({
      value: { source: 'folder', folder, version: '2.16.2' },
    });
  });

  it('of site-packages is taken as well', async () => {
    const folder = places.sitePackages('env9', '2.21.0');
    expect(await findLibrary({ folder: path.dirname(folder), env: bare })).toMatchObject({
      value: { folder },
    });
  });

  it('with one of the libraries is not whole', async () => {
    const file = places.write('half/libtensorflow_cc.so.2');
    const found = await findLibrary({ folder: path.dirname(file), env: bare });
    expect(found).toEqual(code('library-missing'));
    expect(found).toMatchObject({
      failure: { message: expect.stringContaining('framework') as unknown },
    });
  });
});

describe('the order', () => {
  it('is setting, interpreter, PATH, installed, workspace', async () => {
    const folder = places.sitePackages('a', '2.15.1');
    const interpreter = places.python('b/python', places.sitePackages('b', '2.16.0'), '2.16.0');
    const onPath = places.python('c/bin/python3', places.sitePackages('c', '2.17.0'), '2.17.0');
    const installed = places.sitePackages('d/tensorflow-2.18.0-cpu', '2.18.0');
    const storage = path.join(places.root, 'd2');
    for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
      places.write(`d2/tensorflow-2.18.0-cpu/tensorflow/${name}`);
    }
    places.write('d2/tensorflow-2.18.0-cpu/tensorflow/tensorflow.json', '{"version":"2.18.0"}');
    places.write('e/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');
    const all = { folder, interpreter, env: { PATH: path.dirname(onPath) }, storage };
    const found = await lookForLibraries({ ...all, workspace: path.join(places.root, 'e') });
    expect(installed).not.toBe('');
    expect(found.map((each) => (each.ok ? each.value.source : each.failure.code))).toEqual([
      'folder',
      'interpreter',
      'path',
      'installed',
      'workspace',
    ]);
    expect(await findLibrary({ ...all, folder: path.join(places.root, 'none') })).toMatchObject({
      value: { source: 'interpreter' },
    });
  });

  it('tells the first reason when nothing was found', async () => {
    const folder = path.join(places.root, 'none');
    const storage = path.join(places.root, 'none');
    const found = await findLibrary({ folder, storage, env: bare });
    expect(found).toMatchObject({
      failure: { message: expect.stringContaining(`${folder} has no`) as unknown },
    });
  });
});

describe("the workspace's tfjs-node", () => {
  it('is used with its own binding, the newest', async () => {
    const folder = 'f/node_modules/@tensorflow/tfjs-node';
    places.write(`${folder}/lib/napi-v3/tfjs_binding.node`);
    const bindingPath = places.write(`${folder}/lib/napi-v10/tfjs_binding.node`);
    const found = await findLibrary({ workspace: path.join(places.root, 'f'), env: bare });
    expect(found).toMatchObject({
      ok: true,
      value: { source: 'workspace', bindingPath, cuda: false },
    });
  });

  it('whose install step did not run is none', async () => {
    places.write('g/node_modules/@tensorflow/tfjs-node/package.json', '{}');
    const found = await findLibrary({ workspace: path.join(places.root, 'g'), env: bare });
    expect(found).toEqual(code('library-missing'));
  });
});

describe('the environment', () => {
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';

  it('has the folder before what was there', () => {
    const env = libraryEnvironment({ folder: '/tf' }, { [variable]: '/other', HOME: '/home' });
    expect(env).toEqual({ [variable]: '/tf:/other', HOME: '/home' });
  });

  it('gets no empty entry, which would mean the working folder', () => {
    expect(libraryEnvironment({ folder: '/tf' }, { [variable]: '' })[variable]).toBe('/tf');
  });

  it('is left alone where the binding knows its library', () => {
    expect(libraryEnvironment({}, { HOME: '/home' })).toEqual({ HOME: '/home' });
  });
});
