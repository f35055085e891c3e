/** What goes into the VSIX: all that runs, and nothing of what made it. */
import { listFiles, PackageManager } from '@vscode/vsce';
import { beforeAll, describe, expect, it } from 'vitest';
import { listSamples } from '../../src/samples/samples';
import { ensureCli } from './support/cli';
import { repositoryRoot } from './support/repository';

let files: string[] = [];
beforeAll(async () => {
  ensureCli();
  files = await listFiles({ cwd: repositoryRoot, packageManager: PackageManager.None });
});

describe('.vscodeignore', () => {
  it.each([
    'package.json',
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'THIRD_PARTY_NOTICES.md',
    'dist/beside.js',
    'dist/cli.js',
    'dist/compute-worker.js',
    'dist/profiling.js',
    'dist/backends/tfjs_binding.node',
    'dist/backends/dawn.node',
    'dist/backends/tfjs-backend-wasm-simd.wasm',
    'docs/backends.md',
    'dist/resvg.wasm',
    'media/fonts/DejaVuSans.ttf',
    'media/fonts/DejaVuSans-Bold.ttf',
    'media/fonts/LICENSE.txt',
    'dist/exporting.js',
    'dist/inspect-worker.js',
    'dist/reading.js',
    'dist/worker-guardian.js',
    'dist/node_modules/esbuild/lib/main.js',
    'dist/node_modules/esbuild/LICENSE.md',
    'docs/failures.md',
    'docs/inspect.schema.json',
    'docs/profile.schema.json',
    'l10n/bundle.l10n.json',
    'package.nls.json',
    'media/models/resnet50.ts',
  ])('ships %s', (file) => {
    expect(files).toContain(file);
  });

  it("ships esbuild's program", () => {
    const folder = `dist/node_modules/@esbuild/${process.platform}-${process.arch}/`;
    expect(files.some((file) => file.startsWith(folder) && /esbuild(\.exe)?$/.test(file))).toBe(
      true,
    );
  });

  it('ships every sample that a new model can start from', () => {
    for (const { file } of listSamples()) expect(files).toContain(`media/models/${file}`);
  });

  it('ships nothing else', () => {
    const shipped =
      /^(package(\.nls)?\.json|[A-Z_]+(\.md)?|dist\/[\w-]+\.js|dist\/resvg\.wasm|media\/fonts\/[\w.-]+|dist\/webview\/[\w.-]+\.(js|css)|dist\/node_modules\/(esbuild|@esbuild)\/.+|docs\/((inspect|profile)\.schema\.json|failures\.md|backends\.md)|dist\/backends\/[\w.-]+|l10n\/bundle\.l10n\.json|media\/[\w-]+\.(png|svg)|media\/models\/[\w.-]+|media\/walkthrough\/[\w.-]+\.svg)$/;
    expect(files.filter((file) => !shipped.test(file))).toEqual([]);
    expect(files.filter((file) => /^ARCHITECTURE|\.map$|packages\.json$/.test(file))).toEqual([]);
  });
});
