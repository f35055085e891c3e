/**
 * Who killed a process that got SIGKILL: the kernel where memory ran out, which counts such kills, or
 * somebody else. (Linux: `oom_kill` in /proc/vmstat for the whole machine, in the `memory.events` of a
 * control group of version 2, in the `memory.oom_control` of one of version 1.)
 */
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { told } from '../model/sentence';
import type { Failure } from '../protocol/failure';
import { watchResidentBytes } from './memoryWatch';

const groups = '/sys/fs/cgroup';

/** Files that may count the kills of this process's own groups, from `/proc/self/cgroup`. */
export function counterFiles(cgroup: string): string[] {
  const own = cgroup.split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) return [];
    if (controllers === '') return [`${groups}${path}/memory.events`];
    const isMemory = controllers?.split(',').includes('memory') === true;
    return isMemory ? [`${groups}/memory${path}/memory.oom_control`] : [];
  });
  // In a container the group that it is named after is often mounted as the root.
  const roots = [`${groups}/memory.events`, `${groups}/memory/memory.oom_control`];
  return ['/proc/vmstat', ...new Set([...own, ...roots])];
}

/** The count that such a file holds. */
export function killsIn(text: string): number | undefined {
  const [, count] = /^oom_kill (\d+)$/m.exec(text) ?? [];
  return count === undefined ? undefined : Number(count);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Other systems have none, and a sandbox may hide it.
    return '';
  }
}

/** Kills for want of memory so far, by the file that counts them. */
async function readKills(): Promise<ReadonlyMap<string, number>> {
  if (process.platform !== 'linux') return new Map();
  const files = counterFiles(await textOf('/proc/self/cgroup'));
  const counts = await Promise.all(files.map(async (file) => killsIn(await textOf(file))));
  return new Map(
    files.flatMap((file, i) => {
      const count = counts[i];
      return count === undefined ? [] : [[file, count] as const];
    }),
  );
}

/** What is known of a process that was killed. */
interface KillEvidence {
  /** Whether the kernel has counted a kill for want of memory since the process started. */
  readonly counted: boolean;
  /** Resident bytes when they were last looked at; undefined where the system does not tell. */
  readonly residentBytes: number | undefined;
  readonly totalBytes: number;
}

/** A process with so much of the machine's memory is what the system ends when it needs some. */
const mostOfMemory = 0.7;

/** What to say of a process that got SIGKILL and was not ended by us. */
export function explainKill({ counted, residentBytes, totalBytes }: KillEvidence): Failure {
  const held = residentBytes ?? 0;
  const megabytes = Math.round(held / 1024 / 1024);
  if (counted || held > mostOfMemory * totalBytes)
    return {
      code: 'out-of-memory',
      severity: 'error',
      ...(held > 0
        ? told`The step takes more memory than there is, and the system ended it. Take a smaller batch. It held ${megabytes} MB when last looked at.`
        : told`The step takes more memory than there is, and the system ended it. Take a smaller batch.`),
    };
  return {
    code: 'worker-exited',
    severity: 'error',
    ...(held > 0
      ? told`The process that runs the model was killed. It held ${megabytes} MB when last looked at. Somebody ended it, or a limit of the container or the session did, or the system where memory ran out. Profile again; if it is killed again, take a smaller batch.`
      : told`The process that runs the model was killed. Somebody ended it, or a limit of the container or the session did, or the system where memory ran out. Profile again; if it is killed again, take a smaller batch.`),
  };
}

/** Looks at a process from its start, so that its end can be explained. */
export class KillWatch {
  readonly #before = readKills();
  readonly #resident: ReturnType<typeof watchResidentBytes>;

  constructor(pid: number) {
    this.#resident = watchResidentBytes(pid);
  }

  /** To be called when the process has ended, however it did. */
  end(): void {
    this.#resident.end();
  }

  async evidence(): Promise<KillEvidence> {
    const [before, after] = await Promise.all([this.#before, readKills()]);
    const counted = [...after].some(([file, count]) => count > (before.get(file) ?? count));
    return { counted, residentBytes: this.#resident.last(), totalBytes: totalmem() };
  }
}
