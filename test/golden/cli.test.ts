/** The command line as a process: what it prints where, and how it ends. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, renameSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json';
import { cliFile, ensureCli, runCli, type Run } from './support/cli';
import { userFolder } from './support/folder';
import { modelFiles } from './support/modelFiles';
import { readReport } from './support/report';
import { repositoryRoot, samples } from './support/repository';
import { schemaErrors } from './support/schema';

beforeAll(ensureCli);

const folder = userFolder(modelFiles);
const inspect = (...args: string[]): Promise<Run> => runCli(['inspect', ...args], { folder });

describe('a good model', () => {
  it('gives a summary on stdout, progress on stderr, and 0', async () => {
    const { code, stdout, stderr } = await inspect('block.ts');
    expect(code).toBe(0);
    expect(stdout).toContain('Trainable 148 · non-trainable 0 · total 148\n');
    expect(stdout).toContain('1 skip: 1 identity\n');
    expect(stdout).toMatch(/Add .*↷ identity 1\n/);
    expect(stderr).toMatch(/^inspect: block\.ts, small\(\)\ninspect: done in \d+ ms\n$/);
  });

  it('has the totals of ResNet-50', async () => {
    const { stdout } = await inspect(path.join(samples, 'resnet50.ts'));
    const totals = stdout.trimEnd().split('\n').slice(-4);
    expect(totals).toEqual([
      'Trainable 25,557,032 · non-trainable 53,120 · total 25,610,152',
      '4.09 GMACs (convolutions and matrix products, one example)',
      'Weights 102 MB · activations 151 MB (one example)',
      '16 skips: 12 identity, 4 projection',
    ]);
    expect(stdout).toMatch(/ bottleneck 2–6 \(×5\) +14×14×1024 +5 × 1,120,256 .*↷ identity 3\n/);
  });

  it('is built by the expression of --entry', async () => {
    const { stdout } = await inspect('block.ts', '--entry', 'small(2)', '--json');
    const report = readReport(stdout);
    expect(report.model?.entry).toBe('small(2)');
    expect(report.parameters.total).toBe(38);
  });

  it('is built by the designer comment, unless --entry says otherwise', async () => {
    const commented = readReport((await inspect('comment.ts', '--json')).stdout);
    expect(commented.model?.entry).toBe('dense(3)');
    expect(commented.parameters.total).toBe(9);
    const asked = readReport((await inspect('comment.ts', '--json', '--entry', 'first()')).stdout);
    expect(asked.parameters.total).toBe(3);
  });

  it('may be made by a script that goes on to train', async () => {
    const { code, stdout } = await inspect('script.ts', '--entry', '', '--json');
    const report = readReport(stdout);
    expect(code).toBe(0);
    expect(report.parameters.total).toBe(2);
    expect(report.diagnostics.every(({ severity }) => severity !== 'error')).toBe(true);
  });

  it('keeps what its code prints out of the result', async () => {
    const { stdout, stderr } = await inspect('chatty.ts', '--json');
    expect(readReport(stdout).parameters.total).toBe(2);
    expect(stderr).toContain('from the model\n');
  });

  it('arrives whole through a pipe, however long it is', async () => {
    const file = path.join(samples, 'resnet50.ts');
    const { stdout } = await inspect(file, '--entry', 'resnet152()', '--json');
    expect(stdout.length).toBeGreaterThan(200_000);
    expect(readReport(stdout).skips).toHaveLength(50);
  });
});

describe('a model file at fault', () => {
  it('gives the part that stands, the fault on its line, and 1', async () => {
    const { code, stdout, stderr } = await inspect('partial.ts');
    expect(code).toBe(1);
    expect(stdout).toContain('incomplete');
    expect(stdout).toContain('No skips\n');
    expect(stdout).toMatch(/Conv2D 3×3, 4 +6×6×4 +112/);
    expect(stdout).toContain('✗ Add');
    expect(stderr).toMatch(
      /^partial\.ts:6:31 error shape-mismatch .*main path gives 6×6×4, the shortcut 8×8×3: /m,
    );
  });

  it('gives the same as JSON', async () => {
    const { code, stdout } = await inspect('partial.ts', '--json');
    const report = readReport(stdout);
    expect(code).toBe(1);
    expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
    expect(report.model?.complete).toBe(false);
    expect(report.layers.map(({ className }) => className)).toEqual([
      'InputLayer',
      'Conv2D',
      'Add',
    ]);
    expect(report.layers.at(-1)?.outputShape).toBeNull();
    expect(report.diagnostics).toMatchObject([
      {
        code: 'shape-mismatch',
        source: { file: path.join(folder, 'partial.ts'), line: 6 },
        fix: null,
      },
    ]);
    expect(report.skips).toEqual([]);
  });

  it('says in JSON what the quick fix would write', async () => {
    const { stdout } = await inspect('projection.ts', '--json');
    const { diagnostics } = readReport(stdout);
    expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
    expect(diagnostics.map(({ fix }) => fix)).toEqual([
      { kind: 'projection', shortcut: 1, strides: [2, 2], filters: 4 },
    ]);
  });

  it.each([
    ['syntax.ts', 'syntax-error'],
    ['nothing.ts', 'no-model'],
  ])('gives a report without a model for %s', async (file, failure) => {
    const { code, stdout, stderr } = await inspect(file, '--json');
    const value: unknown = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(schemaErrors(value)).toEqual([]);
    expect(value).toMatchObject({ model: null, layers: [], diagnostics: [{ code: failure }] });
    expect(stderr).toContain(`${file}:1:`);
  });

  it('prints nothing on stdout when there is no model to sum up', async () => {
    const { code, stdout, stderr } = await inspect('syntax.ts');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^syntax\.ts:1:19 error syntax-error /m);
  });

  it('is stopped at the time limit, with the option to raise it by', async () => {
    const { code, stderr } = await inspect('loop.ts', '--time-limit', '0.5');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^loop\.ts:.* error time-limit .* 0\.5 s .*--time-limit/m);
  });

  it('is stopped at the memory limit, with the option to raise it by', async () => {
    const { code, stderr } = await inspect('hungry.ts', '--memory-limit', '256');
    expect(code).toBe(1);
    expect(stderr).toMatch(/ error out-of-memory .* 256 MB .*--memory-limit/);
  });

  it('is an entry expression that is none', async () => {
    const { code, stderr } = await inspect('block.ts', '--entry', 'small((');
    expect(code).toBe(1);
    expect(stderr).toContain(' error entry-invalid ');
  });
});

describe('wrong usage', () => {
  it.each([
    [['inspect'], 'inspect takes a FILE.'],
    [['inspect', 'a.ts', 'b.ts'], '"b.ts" is one too many'],
    [['insect', 'a.ts'], 'no command "insect"'],
    [[], 'A command is missing.'],
    [['inspect', 'a.ts', '--jsn'], "Unknown option '--jsn'"],
    [['inspect', 'a.ts', '--entry'], '--entry'],
    [['inspect', 'a.ts', '--time-limit', 'soon'], '--time-limit takes a number'],
    [['inspect', 'a.ts', '--memory-limit', '0'], '--memory-limit takes a number'],
  ])('%j ends with 2 and one line', async (args, words) => {
    const { code, stdout, stderr } = await runCli(args, { folder });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(stderr).toContain('See "resnet-designer --help".');
  });

  it('is a file that is not there, or is a folder', async () => {
    const missing = await inspect('missing.ts', '--json');
    expect(missing.code).toBe(2);
    expect(schemaErrors(JSON.parse(missing.stdout))).toEqual([]);
    expect(readReport(missing.stdout).diagnostics).toMatchObject([{ code: 'file-not-found' }]);
    const directory = await inspect('.');
    expect(directory.code).toBe(2);
    expect(directory.stderr).toContain('it is a folder');
  });
});

describe('a machine that lacks something', () => {
  const parts = ['cli.js', 'inspect-worker.js', 'node_modules'];
  let broken = '';
  beforeAll(() => {
    broken = path.join(folder, 'broken');
    for (const part of parts)
      cpSync(path.join(path.dirname(cliFile), part), path.join(broken, part), { recursive: true });
  });
  const run = (...args: string[]): Promise<Run> =>
    runCli(['inspect', 'block.ts', ...args], { folder, program: path.join(broken, 'cli.js') });

  it('works as long as nothing lacks', async () => {
    expect(await run()).toMatchObject({ code: 0 });
  });

  it('gives 3 without the worker', async () => {
    const worker = path.join(broken, 'inspect-worker.js');
    renameSync(worker, `${worker}.away`);
    const { code, stderr } = await run();
    renameSync(`${worker}.away`, worker);
    expect(code).toBe(3);
    expect(stderr).toContain('error worker-start-failed ');
  });

  it("gives 3 without esbuild's program", async () => {
    const program = path.join(broken, 'node_modules', '@esbuild');
    renameSync(program, `${program}.away`);
    const { code, stdout, stderr } = await run('--json');
    renameSync(`${program}.away`, program);
    expect(code).toBe(3);
    expect(readReport(stdout).diagnostics).toMatchObject([{ code: 'worker-start-failed' }]);
    expect(stderr).toContain(`for ${process.platform}-${process.arch}`);
  });

  it.skipIf(process.platform === 'win32')(
    "gives 3 where esbuild's program may not run",
    async () => {
      const name = `@esbuild/${process.platform}-${process.arch}/bin/esbuild`;
      const program = path.join(broken, 'node_modules', name);
      chmodSync(program, 0o644);
      const { code } = await run();
      chmodSync(program, 0o755);
      expect(code).toBe(3);
    },
  );
});

describe('the terminal', () => {
  it('prints help and the version on stdout', async () => {
    const help = await runCli(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const option of ['--entry', '--json', '--svg', '--csv', '--time-limit', '--memory-limit'])
      expect(help.stdout).toContain(option);
    expect(await runCli(['inspect', '--help'])).toEqual(help);
    const version = { code: 0, stdout: `${packageJson.version}\n`, stderr: '' };
    expect(await runCli(['--version'])).toEqual(version);
  });

  it('puts no colours into a pipe', async () => {
    const { stdout, stderr } = await inspect('partial.ts');
    expect(`${stdout}${stderr}`).not.toContain('\u001b');
  });

  it('does not mind a reader that stops reading', async () => {
    const args = [cliFile, 'inspect', path.join(samples, 'resnet50.ts'), '--json'];
    const child = spawn(process.execPath, [...args, '--entry', 'resnet152()'], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.once('readable', () => child.stdout.destroy());
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(0);
    expect(stderr).not.toContain('EPIPE');
  });

  it.skipIf(process.platform === 'win32')('ends at once when it is interrupted', async () => {
    const child = spawn(process.execPath, [cliFile, 'inspect', 'loop.ts'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.once('data', () => setTimeout(() => child.kill('SIGINT'), 700));
    const started = performance.now();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(130);
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});
