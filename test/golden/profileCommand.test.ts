/** `profile` as a process: what it prints where, what it writes, and how it ends. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json';
import type { Profile } from '../../src/protocol/profile';
import { parseProfile } from '../../src/protocol/profileSchema';
import { traceFaults } from '../unit/model/profile/exports/traceFormat';
import { cliEnvironment, cliFile, ensureCli, runCli, type Run } from './support/cli';
import { userFolder } from './support/folder';
import { modelFiles } from './support/modelFiles';

beforeAll(ensureCli);

const folder = userFolder({
  ...modelFiles,
  'telling.ts': `${modelFiles['block.ts']}\nconsole.log('process', process.pid);\n`,
  'logarithm.ts': `import * as tf from '@tensorflow/tfjs';
class NegativeLog extends tf.layers.Layer {
  static className = 'NegativeLog';
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [input] = [x].flat();
    return tf.log(tf.neg(tf.abs(input!)));
  }
}
export const net = () =>
  tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] }), new NegativeLog({})] });
`,
  'sequential.ts': `import * as tf from '@tensorflow/tfjs';
export function net() {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 2, inputShape: [3] }), tf.layers.dense({ units: 1 })],
  });
  model.compile({ optimizer: 'rmsprop', loss: 'meanAbsoluteError' });
  return model;
}
`,
});

/** A few repeats are enough for what is tested here. */
const quick = ['--backend', 'cpu', '--spread', '1', '--time-limit', '0.2'];

const profile = (...args: string[]): Promise<Run> => runCli(['profile', ...args], { folder });

const file = (name: string): string => path.join(folder, name);

function readProfileText(text: string): Profile {
  const parsed = parseProfile(JSON.parse(text));
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return parsed.value;
}

describe('a profile', () => {
  let run: Run = { code: null, stdout: '', stderr: '' };
  beforeAll(async () => {
    const files = ['--save', 'kept.json', '--trace', 'trace.json', '--csv', 'layers.csv'];
    const wish = ['--seed', '7', '--optimizer', 'adam', '--batches', '3,2'];
    run = await profile('block.ts', ...quick, ...files, ...wish, '--json');
  });

  it('is JSON on stdout, with what was asked for in it', () => {
    const taken = readProfileText(run.stdout);
    expect(run.code).toBe(0);
    expect(taken).toMatchObject({
      model: { name: 'small', entry: 'small()', file: 'block.ts' },
      tool: `ResNet Designer ${packageJson.version}`,
      backend: { name: 'cpu' },
      settings: { mode: 'train', batch: 1, seed: 7, optimizer: 'Adam' },
    });
    const convolution = taken.nodes.find(({ className }) => className === 'Conv2D');
    expect(convolution?.phases.forward?.macs).toBe(8 * 8 * 3 * 3 * 4 * 4);
    expect(convolution?.phases.backward?.kernels).toBeGreaterThan(0);
  });

  it('has the curve of the batches, each measured and predicted', () => {
    const { batches, memory } = readProfileText(run.stdout);
    expect(batches?.largest).toBe(3);
    expect(batches?.points.map(({ batch }) => batch)).toEqual([2, 3]);
    for (const { measured, predicted } of batches?.points ?? []) {
      expect(measured?.peakBytes).toBeGreaterThan(memory.peakBytes);
      expect(predicted?.ms).toBeGreaterThan(0);
    }
  });

  it('tells its stages on stderr, a line each', () => {
    const lines = run.stderr.trimEnd().split('\n');
    expect(lines[0]).toBe('profile: block.ts, small()');
    expect(lines.slice(1, 3)).toEqual([
      'profile: building the model',
      'profile: starting the backend',
    ]);
    expect(lines).toContain('profile: measuring the step');
    expect(lines).toContain('profile: batch 3: measuring the step');
    expect(lines.slice(-4)).toEqual([
      expect.stringMatching(/^profile: done in [\d.]+ s$/),
      'profile: kept.json written',
      'profile: trace.json written',
      'profile: layers.csv written',
    ]);
    expect(lines).toHaveLength(new Set(lines).size);
  });

  it('writes the profile, a valid trace of the step, and a line for each layer and each part of none', () => {
    expect(readFileSync(file('kept.json'), 'utf8')).toBe(run.stdout);
    const trace = readFileSync(file('trace.json'), 'utf8');
    expect(traceFaults(trace)).toEqual([]);
    expect(trace).toContain('"FusedConv2D"');
    const lines = readFileSync(file('layers.csv'), 'utf8').trimEnd().split('\r\n');
    const { nodes, step } = readProfileText(run.stdout);
    const parts = Object.keys(step.parts).map((part) => `part:${part}`);
    expect(lines).toHaveLength(1 + nodes.length + parts.length);
    expect(lines.slice(1 + nodes.length).map((line) => line.split(',')[0])).toEqual(
      expect.arrayContaining(parts),
    );
  });

  it('is compared with an earlier one, behind the summary', async () => {
    const { code, stdout } = await profile(
      ...['block.ts', '--mode', 'infer', '--batch', '2', ...quick, '--compare', 'kept.json'],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^small · inference · batch 2 · /);
    const compared = stdout.slice(stdout.indexOf('\nCompared with small of '));
    expect(compared).toContain('\n  mode: train → infer\n  batch: 1 → 2\n');
    expect(compared).toContain('\n  optimizer: Adam → none\n');
    expect(compared).toMatch(/^Step /m);
  });

  it('goes to stdout as the one file that is "-", and the comparison to stderr', async () => {
    const { code, stdout, stderr } = await profile(
      ...['block.ts', ...quick, '--markdown', '-', '--compare', 'kept.json'],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\*\*small\*\*: Training step, batch of 1, /);
    expect(stdout).not.toContain('Compared');
    expect(stderr).toContain('Compared with small of ');
  });
});

describe('a tf.Sequential', () => {
  it('is trained as its file compiles it', async () => {
    const { code, stdout } = await profile('sequential.ts', ...quick, '--json');
    expect(code).toBe(0);
    const taken = readProfileText(stdout);
    expect(taken.settings).toMatchObject({ loss: 'meanAbsoluteError', optimizer: 'RMSProp' });
    const updated = taken.nodes.filter(({ phases }) => (phases.optimizer?.kernels ?? 0) > 0);
    expect(updated.map(({ className }) => className)).toEqual(['Dense', 'Dense']);
  });
});

describe('no profile', () => {
  it.each([
    ['bad.json', '{"version": 1', 'profile-invalid', 'not JSON'],
    ['other.json', '{"version": 1}', 'profile-invalid', 'model:'],
    ['missing.json', undefined, 'file-not-found', 'there is no such file'],
  ])('is taken to be compared with %s', async (name, text, code, words) => {
    if (text !== undefined) writeFileSync(file(name), text);
    const run = await profile('block.ts', ...quick, '--compare', name);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(` ${code} `.trimStart());
    expect(run.stderr).toContain(file(name));
    expect(run.stderr).toContain(words);
    expect(run.stderr).not.toContain('profile: building');
  });

  it('is there of a model at fault, and no file is written', async () => {
    const { code, stdout, stderr } = await profile('partial.ts', ...quick, '--json', '--save', 'p.json');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^partial\.ts:6:31 error shape-mismatch /m);
    expect(stderr).toContain('profile: p.json not written, there is no profile\n');
    expect(existsSync(file('p.json'))).toBe(false);
  });

  it('is there of a step that is not a number', async () => {
    const { code, stdout, stderr } = await profile('logarithm.ts', ...quick);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('error not-a-number ');
  });

  it('is taken on a backend that lacks its library, which is looked for only where it was said', async () => {
    const { code, stdout, stderr } = await profile(
      ...['block.ts', '--backend', 'tensorflow', '--tensorflow', '.'],
    );
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`error library-missing ${folder} has no `);
    expect(stderr).toContain('--tensorflow');
    expect(stderr).not.toContain('ResNet Designer: Install');
  });

  it.each([
    [['profile'], 'profile takes a FILE.'],
    [['profile', 'a.ts', '--backend', 'gpu'], '--backend takes '],
    [['profile', 'a.ts', '--svg', 'a.svg'], 'profile takes no --svg.'],
    [['profile', 'a.ts', '--json', '--csv', '-'], 'both write to stdout'],
  ])('comes of %j', async (args, words) => {
    const { code, stdout, stderr } = await runCli(args, { folder });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it.skipIf(process.platform === 'win32')(
    'is waited for after an interruption, and no process is left',
    async () => {
      const args = [cliFile, 'profile', 'telling.ts', '--entry', 'small()', ...quick];
      const child = spawn(process.execPath, [...args, '--measure-roofs'], {
        cwd: folder,
        env: cliEnvironment,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        // The calibration takes seconds on this backend.
        if (!stderr.includes('roofs') && text.includes('roofs')) child.kill('SIGINT');
        stderr += text;
      });
      const code = await new Promise((resolve) => child.once('close', resolve));
      expect(code).toBe(130);
      expect(stderr).toContain('error cancelled ');
      const pid = Number(/process (\d+)/.exec(stderr)?.[1]);
      expect(pid).toBeGreaterThan(0);
      while (isRunning(pid)) await sleep(20);
    },
  );
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
