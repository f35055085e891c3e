/** Bundles of real folders: what they hold is read from the bundle's own text, which nobody runs. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bundler, type BundleResult } from '../../../src/bundle/bundler';
import type { Failure } from '../../../src/protocol/failure';
import type { ModelBundle } from '../../../src/protocol/inspect';

let folder = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'bundle ü-')));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

function at(name: string): string {
  return path.join(folder, name);
}

interface Options {
  readonly entry?: string;
  readonly unsaved?: Readonly<Record<string, string>>;
  readonly bundler?: Bundler;
}

async function bundle(options: Options = {}): Promise<BundleResult> {
  const { entry = '', unsaved = {}, bundler = new Bundler() } = options;
  const texts = Object.entries(unsaved).map(([name, text]) => [at(name), text] as const);
  return bundler.bundle({ file: at('model.ts'), entry, unsaved: new Map(texts) });
}

async function bundled(options: Options = {}): Promise<ModelBundle> {
  const result = await bundle(options);
  if (!result.ok) throw new Error(result.failures.map(({ message }) => message).join('\n'));
  return result.value;
}

async function failures(options: Options = {}): Promise<readonly Failure[]> {
  const result = await bundle(options);
  return result.ok ? [] : result.failures;
}

describe('a bundle', () => {
  it('holds the file and what it imports, and names them as its sources', async () => {
    await write({
      'model.ts': "import { a } from './lib/a';\nconsole.log(a);\n",
      'lib/a.ts': "import { b } from './b.js';\nexport const a = `${b} and a`;\n",
      'lib/b.js': "export const b = 'this is b';\n",
    });
    const { code, file, sources } = await bundled();
    expect(code).toContain('this is b');
    expect(file).toBe(at('model.ts'));
    expect(sources.map((source) => source.file).sort()).toEqual(
      ['lib/a.ts', 'lib/b.js', 'model.ts'].map(at),
    );
  });

  it('takes the unsaved text of every file before that on the disk', async () => {
    await write({
      'model.ts': "import { a } from './a';\nconsole.log(a);\n",
      'a.ts': "export const a = 'on the disk';\n",
    });
    const unsaved = {
      'model.ts': "import { a } from './a';\nconsole.log(a, 'typed');\n",
      'a.ts': "export const a = 'not saved';\n",
    };
    const bundler = new Bundler();
    const { code } = await bundled({ unsaved, bundler });
    expect(code).toContain('not saved');
    expect(code).toContain('typed');
    expect((await bundled({ bundler })).code).toContain('on the disk');
  });

  it('follows the disk from one bundle to the next', async () => {
    const bundler = new Bundler();
    await write({ 'model.ts': "console.log('first');\n" });
    expect((await bundled({ bundler })).code).toContain('first');
    await write({ 'model.ts': "console.log('another');\n" });
    expect((await bundled({ bundler })).code).toContain('another');
  });

  const decorated = `function twice(target: object, name: string) { return target[name]; }
class Net { @twice build() {} }
console.log(new Net());
`;

  it('has decorators and class fields as tsconfig.json asks for them', async () => {
    const compilerOptions = { experimentalDecorators: true, useDefineForClassFields: false };
    await write({
      'model.ts': `${decorated}class Layer { kernel: unknown; units = 3; }\nconsole.log(Layer);\n`,
      'tsconfig.json': JSON.stringify({ compilerOptions }),
    });
    const { code } = await bundled();
    expect(code).toMatch(/__decorateClass\(\[\s*twice\s*\], Net\.prototype, "build", 1\)/);
    expect(code).toContain('this.units = 3');
    expect(code).not.toMatch(/\bkernel\b/);
  });

  it('has the decorators of the language where no tsconfig.json asks for others', async () => {
    await write({ 'model.ts': decorated });
    expect((await bundled()).code).toContain('__decorateElement(');
  });

  it('holds a file of a package that says its files have no side effects', async () => {
    await write({ 'model.ts': 'console.log(1);\n', 'package.json': '{ "sideEffects": false }' });
    const { code, sources } = await bundled({ entry: 'f()' });
    expect(code).toContain('console.log(1)');
    expect(code.match(/__designer\.entry/g)).toHaveLength(1);
    expect(sources).toHaveLength(1);
  });

  it('holds a file that is reached by a link, under the name that it was asked for by', async () => {
    await write({ 'real/model.ts': "import { a } from './a';\nconsole.log(a, 'linked');\n" });
    await write({ 'real/a.ts': 'export const a = 1;\n' });
    await symlink(at('real/model.ts'), at('model.ts'));
    await write({ 'a.ts': 'export const a = 2;\n' });
    const { code, sources } = await bundled();
    expect(code).toContain('linked');
    expect(sources.map(({ file }) => file)).toContain(at('model.ts'));
  });

  it('resolves the paths of tsconfig.json and reads JSON', async () => {
    const paths = { '@parts/*': ['./src/parts/*'] };
    await write({
      'tsconfig.json': JSON.stringify({ compilerOptions: { paths } }),
      'model.ts': "import { block } from '@parts/block';\nconsole.log(block);\n",
      'src/parts/block.ts':
        "import config from '../net.json';\nexport const block = config.name;\n",
      'src/net.json': '{"name": "from the JSON file"}',
    });
    expect((await bundled()).code).toContain('from the JSON file');
  });

  it('gives every import of tfjs the one instance of the worker', async () => {
    await write({
      'model.ts': `import * as tf from '@tensorflow/tfjs';
import { sequential } from '@tensorflow/tfjs-layers';
import { add } from '@tensorflow/tfjs-core/dist/ops/add';
import node = require('@tensorflow/tfjs-node-gpu');
import '@tensorflow/tfjs-backend-webgl';
console.log(tf, sequential, add, node);
`,
    });
    const { code } = await bundled();
    expect(code.match(/__designer\.tf\b/g)).toHaveLength(1);
    expect(code).not.toMatch(/\b(?:require|from)\s*\(?["']@tensorflow/);
  });

  it.each(['fs', 'node:fs', 'fs/promises', 'node:path', 'child_process', 'http2', 'node:http2'])(
    'asks the worker for the built-in module %s',
    async (name) => {
      await write({ 'model.ts': `import * as m from '${name}';\nconsole.log(m);\n` });
      const { code } = await bundled();
      expect(code).toContain(`__designer.require("${name.replace('node:', '')}")`);
      expect(code).not.toMatch(/^import /m);
    },
  );

  it("takes a package of the workspace's, not instrumented, and no part of the sources", async () => {
    await write({
      'model.ts': "import { named } from 'some-package';\nconsole.log(named());\n",
      'node_modules/some-package/package.json': '{"name":"some-package","main":"index.js"}',
      'node_modules/some-package/index.js':
        "exports.named = function named() { return 'packed'; };",
    });
    const { code, sources } = await bundled();
    expect(code).toContain('packed');
    expect(code).not.toContain('__designer.enter');
    expect(sources.map(({ file }) => file)).toEqual([at('model.ts')]);
  });

  it('knows its own address, whatever stands in the path', async () => {
    await write({ 'model.ts': 'console.log(import.meta.url);\n' });
    expect((await bundled()).code).toContain(JSON.stringify(pathToFileURL(at('model.ts')).href));
  });

  it('is not run', async () => {
    await write({ 'model.ts': "throw new Error('run');\n" });
    expect((await bundle()).ok).toBe(true);
  });
});

describe('the entry expression', () => {
  const model = '#!/usr/bin/env node\nconst build = (n = 1) => n;\n';

  it('becomes a function at the end of the file, announced at its beginning', async () => {
    await write({ 'model.ts': model });
    const { code, entry, entryLine } = await bundled({ entry: ' build(2) // two ' });
    expect(entry).toBe('build(2)');
    expect(code).toContain('build(2)');
    expect(code.indexOf('__designer.entry(')).toBeLessThan(code.indexOf('build ='));
    expect(entryLine).toBe(4);
  });

  it('leaves the file alone where there is none', async () => {
    await write({ 'model.ts': model });
    expect((await bundled({ entry: '  ' })).code).not.toContain('__designer.entry(');
  });

  it.each(['build(', 'build(); more()', 'const a = 1', '}) , (', 'return 1'])(
    'is refused where it is none: %s',
    async (entry) => {
      await write({ 'model.ts': model });
      const [failure, ...others] = await failures({ entry });
      expect(others).toEqual([]);
      expect(failure).toMatchObject({ code: 'entry-invalid', source: { file: at('model.ts') } });
      expect(failure?.message).toContain(entry);
    },
  );
});

describe('a file that cannot be bundled', () => {
  it('names the import that is not there, its line and column', async () => {
    await write({
      'model.ts': "const a = 1;\nimport { b } from './nowhere';\nconsole.log(a, b);\n",
    });
    const [failure] = await failures();
    expect(failure).toMatchObject({
      code: 'import-not-found',
      severity: 'error',
      source: { file: at('model.ts'), line: 2, column: 19 },
    });
    expect(failure?.message).toContain('"./nowhere"');
  });

  it.each([
    ['left-out', 'npm install left-out'],
    ['left-out/deep/file', 'npm install left-out"'],
    ['@scope/left-out/file', 'npm install @scope/left-out"'],
  ])('says how to install the package of %s', async (specifier, remedy) => {
    await write({ 'model.ts': `import '${specifier}';\n` });
    const [failure] = await failures();
    expect(failure?.code).toBe('import-not-found');
    expect(failure?.message).toContain(remedy);
  });

  it('names the place of a syntax error in an imported file', async () => {
    await write({
      'model.ts': "import './part';\n",
      'part.ts': 'const a = 1;\n  const b = (1 + ;\n',
    });
    expect(await failures()).toMatchObject([
      { code: 'syntax-error', source: { file: at('part.ts'), line: 2, column: 18 } },
    ]);
  });

  it("counts columns in the user's text, behind what was inserted", async () => {
    await write({ 'model.ts': "const f = () => 1; import './nowhere';\n" });
    const [failure] = await failures({ entry: 'f()' });
    expect(failure?.source).toMatchObject({ line: 1, column: 27 });
  });

  it('reports every error, and works again once they are gone', async () => {
    const bundler = new Bundler();
    await write({ 'model.ts': "import './a';\nimport './b';\n" });
    expect(await failures({ bundler })).toHaveLength(2);
    await write({ 'model.ts': 'console.log(1);\n' });
    expect((await bundle({ bundler })).ok).toBe(true);
  });

  it('is a failure too where the file itself is not there', async () => {
    const [failure] = await failures();
    expect(failure?.severity).toBe('error');
    expect(failure?.message).toContain('model.ts');
  });
});
