/**
 * A process of its own that outlives its host by a moment. A worker whose code spins cannot see that
 * its host has died, and nothing of Node can end it from within under the permission model; so this
 * process, which runs no code of the user's, waits for the end of its input and then ends the workers
 * that the host had not told the end of. Lines of input: `+123` for a worker's process id, `-123` for its end.
 */
const workers = new Set<number>();
let begun = '';

function onLine(line: string): void {
  const pid = Number(line.slice(1));
  if (!Number.isSafeInteger(pid) || pid <= 0) return;
  if (line.startsWith('+')) workers.add(pid);
  else workers.delete(pid);
}

function endWorkers(): void {
  for (const pid of workers) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  process.exit();
}

// What is meant for the host's group, such as Ctrl+C in a terminal, must not end this one first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

process.stdin
  .setEncoding('utf8')
  .on('data', (text: string) => {
    const lines = (begun + text).split('\n');
    begun = lines.pop() ?? '';
    lines.forEach(onLine);
  })
  .on('error', endWorkers)
  .on('close', endWorkers)
  .on('end', endWorkers);
