/** A host that is killed leaves no process behind, whatever its workers are doing. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { importTf, root, useWorkbench } from './support/inspect';

const workbench = useWorkbench();

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs', 'cli'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the command line does not build:\n${stderr}`);
});

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processOf(pid: number): Running | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return stat[0] === 'Z' ? undefined : { pid, parent: Number(stat[1]), command };
  } catch {
    return undefined;
  }
}

function childrenOf(parent: number): Running[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name)) ?? [])
    .filter((running) => running.parent === parent);
}

/** The command line inspecting a file, once the file's code says that it runs. */
async function host(text: string): Promise<ChildProcess> {
  const file = workbench.write('spin.ts', `${importTf}const model = tf.sequential();\n${text}`);
  const args = [path.join(root, 'dist/cli.js'), 'inspect', file];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const timesOfWorkers = (): number[] =>
    childrenOf(child.pid ?? 0)
      .filter(({ command }) => command.includes('inspect-worker'))
      .map(({ pid }) => cpuTicks(pid));
  // A worker that starts takes less than a second of computing time.
  await expect
    .poll(() => Math.max(0, ...timesOfWorkers()), { timeout: 20_000 })
    .toBeGreaterThan(200);
  return child;
}

/** Computing time of a process in hundredths of a second. */
function cpuTicks(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return Number(stat[11]) + Number(stat[12]);
  } catch {
    return 0;
  }
}

// No check of the worker's own runs in these, and behind `await` no limit of V8's does.
const spin = `/^(a+)+$/.test('a'.repeat(60) + 'b');`;

test.runIf(process.platform === 'linux').each([
  ['at once', spin],
  ['behind await', `await Promise.resolve();\n${spin}`],
  ['in a timer', `setTimeout(() => { ${spin} }, 1);\nawait new Promise(() => undefined);`],
])('a worker that spins %s ends with its host', async (_, text) => {
  const child = await host(text);
  const children = childrenOf(child.pid ?? 0);
  expect(children.length).toBeGreaterThan(1);
  child.kill('SIGKILL');
  await expect
    .poll(() => children.map(({ pid }) => processOf(pid)?.command).filter(Boolean), {
      timeout: 10_000,
    })
    .toEqual([]);
});
