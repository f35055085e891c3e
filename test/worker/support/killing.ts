/** Worker processes that are killed from outside. */
import { execFileSync } from 'node:child_process';

/** The processes that this one started and that run a script, by their ids. */
export function childrenWith(script: string): number[] {
  const lines = execFileSync('ps', ['-o', 'pid=,ppid=,args=', '-e'], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.flatMap((line) => {
    const [pid, parent, ...args] = line.trim().split(/\s+/);
    return Number(parent) === process.pid && args.some((arg) => arg.endsWith(script))
      ? [Number(pid)]
      : [];
  });
}

/** Kills them, as the system or a person would. They have not all ended when it returns. */
export function killChildren(script: string): void {
  for (const pid of childrenWith(script)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended since.
    }
  }
}
