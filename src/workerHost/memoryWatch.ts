/** Watches a process's resident memory from outside: arrays live outside V8's heap and its limit. */
import { readFile } from 'node:fs/promises';

const intervalMs = 100;
const pageBytes = 4096;

/** Resident bytes of a process, or undefined where the system does not tell (only Linux does). */
async function residentBytes(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const pages = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1];
    return Number(pages) * pageBytes;
  } catch {
    return undefined;
  }
}

/** Calls `onExceeded` once if the process grows beyond `limitMB`; returns what ends the watch. */
export function watchMemory(pid: number, limitMB: number, onExceeded: () => void): () => void {
  let watching = true;
  const end = (): void => {
    watching = false;
    clearInterval(timer);
  };
  const timer = setInterval(() => {
    void residentBytes(pid).then((bytes) => {
      // The watch may have ended while the number was read.
      if (!watching || bytes === undefined || bytes <= limitMB * 1024 * 1024) return;
      end();
      onExceeded();
    });
  }, intervalMs);
  timer.unref();
  return end;
}

/** Keeps what a process held when it was last looked at; 0 is what is left of one that has ended. */
export function watchResidentBytes(pid: number): {
  readonly last: () => number | undefined;
  readonly end: () => void;
} {
  let last: number | undefined;
  const timer = setInterval(() => {
    void residentBytes(pid).then((bytes) => {
      if (bytes !== undefined && bytes > 0) last = bytes;
    });
  }, intervalMs);
  timer.unref();
  return {
    last: () => last,
    end: () => {
      clearInterval(timer);
    },
  };
}
