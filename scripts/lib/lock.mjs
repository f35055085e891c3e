import { randomBytes } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A holder shows that it lives by touching its lock; one that has not for this long is gone. */
const heartbeatMs = 5_000;
const abandonedMs = 60_000;
const pollMs = 200;

/**
 * Runs `work` while no other process holds the same lock file. A lock left behind by a process that
 * was killed is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] told once, if somebody else holds it
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait = () => undefined) {
  mkdirSync(dirname(file), { recursive: true });
  const token = `${process.pid} ${randomBytes(8).toString('hex')}`;
  for (let first = true; !tryAcquire(file, token); first = false) {
    if (first) onWait();
    await sleep(pollMs);
  }
  const release = () => releaseOwn(file, token);
  const heartbeat = setInterval(() => touch(file), heartbeatMs);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/**
 * A link appears with its whole content or not at all, so nobody ever reads a half-written lock.
 * @param {string} file
 * @param {string} token
 */
function tryAcquire(file, token) {
  removeAbandoned(file);
  const own = `${file}.${token.replace(' ', '-')}`;
  writeFileSync(own, token);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** @param {string} file */
function removeAbandoned(file) {
  const token = readToken(file);
  if (token === undefined || !isAbandoned(file, token)) return;
  // Renaming picks one winner among those who saw the same dead lock.
  const grave = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    renameSync(file, grave);
    rmSync(grave, { force: true });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/**
 * @param {string} file
 * @param {string} token
 */
function isAbandoned(file, token) {
  if (!isAlive(Number.parseInt(token, 10))) return true;
  try {
    return Date.now() - statSync(file).mtimeMs > abandonedMs;
  } catch {
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** @param {string} file */
function readToken(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Taken over after a long sleep of the machine: nothing to keep alive any more.
  }
}

/**
 * @param {string} file
 * @param {string} token
 */
function releaseOwn(file, token) {
  if (readToken(file) === token) rmSync(file, { force: true });
}

/** @param {unknown} error */
function errorCode(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
