/**
 * Runs a command and ends it with everything it started, as soon as whoever started the guard is
 * gone, however that ended. Used as `node guard.mjs COMMAND ARGS…`, as the leader of a process group
 * and with a pipe as its input: the pipe closes when its other end stops or dies.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';

const graceMs = 1_500;
const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

child.on('error', (error) => {
  console.error(error.message);
  endGroup();
});
child.on('exit', endGroup);
process.stdin.resume().on('close', endGently);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endGently);

function endGently() {
  child.kill('SIGTERM');
  setTimeout(endGroup, graceMs);
}

/** The group holds the guard too, so this line is its last. */
function endGroup() {
  process.kill(-process.pid, 'SIGKILL');
}
