/** Memory of the workers that this process started, as Linux tells it. */
import { readFile } from 'node:fs/promises';

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

async function peakOf(pid: string): Promise<number> {
  const command = await textOf(`/proc/${pid}/cmdline`);
  if (!command.includes('inspect-worker')) return 0;
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(await textOf(`/proc/${pid}/status`))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

/** The peak resident bytes of the worker that took most; undefined where the system does not tell. */
export async function peakWorkerBytes(): Promise<number | undefined> {
  const children = await textOf(`/proc/${process.pid}/task/${process.pid}/children`);
  const peaks = await Promise.all(children.split(' ').filter(Boolean).map(peakOf));
  const most = Math.max(0, ...peaks);
  return most === 0 ? undefined : most;
}
