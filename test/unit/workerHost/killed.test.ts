/** What is said of a process that somebody killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { counterFiles, explainKill, killsIn, KillWatch } from '../../../src/workerHost/killed';

const gigabyte = 1024 ** 3;
const evidence = { counted: false, residentBytes: gigabyte, totalBytes: 8 * gigabyte };

describe('a process that was killed', () => {
  it('ran out of memory where the kernel has counted that', () => {
    const failure = explainKill({ ...evidence, counted: true });
    expect(failure.code).toBe('out-of-memory');
    expect(failure.message).toContain('It held 1024 MB');
  });

  it('ran out of memory where it held most of it', () => {
    expect(explainKill({ ...evidence, residentBytes: 7 * gigabyte }).code).toBe('out-of-memory');
  });

  it.each([evidence, { ...evidence, residentBytes: undefined }])(
    'was killed by somebody else otherwise',
    (seen) => {
      const { code, message } = explainKill(seen);
      expect(code).toBe('worker-exited');
      expect(message).toContain('was killed');
      expect(message.includes('It held')).toBe(seen.residentBytes !== undefined);
    },
  );
});

describe('the counters of the kernel', () => {
  it('are those of the machine and of the groups of both versions', () => {
    expect(counterFiles('4:cpu,memory:/box/a\n2:cpu:/other\n0::/user.slice\n')).toEqual([
      '/proc/vmstat',
      '/sys/fs/cgroup/memory/box/a/memory.oom_control',
      '/sys/fs/cgroup/user.slice/memory.events',
      '/sys/fs/cgroup/memory.events',
      '/sys/fs/cgroup/memory/memory.oom_control',
    ]);
  });

  it.each([
    ['nr_free_pages 5\noom_kill 12\nswap 1\n', 12],
    ['low 0\noom 7\noom_kill 3\noom_group_kill 9\n', 3],
    ['oom_kill_disable 1\nunder_oom 0\n', undefined],
    ['', undefined],
  ])('are read from %j', (text, count) => {
    expect(killsIn(text)).toBe(count);
  });
});

it('a kill by hand is not taken for want of memory', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  const watch = new KillWatch(child.pid ?? 0);
  await new Promise((resolve) => setTimeout(resolve, 400));
  child.kill('SIGKILL');
  await once(child, 'exit');
  watch.end();
  const seen = await watch.evidence();
  expect(seen.counted).toBe(false);
  if (process.platform === 'linux') expect(seen.residentBytes).toBeGreaterThan(1_000_000);
  expect(explainKill(seen).code).toBe('worker-exited');
});
