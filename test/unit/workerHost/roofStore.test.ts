/** Roofs that are kept in a file, from one process to the next. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RoofStore } from '../../../src/workerHost/roofStore';

const roofs = { macsPerSecond: 1e10, bytesPerSecond: 2e10, launchMs: 0.01 };
const other = { ...roofs, launchMs: 0.5 };
const day = 24 * 3_600_000;
const now = Date.UTC(2026, 0, 10);

let folder: string;
let file: string;
let said: string[];
const store = (): RoofStore => new RoofStore(file, (text) => said.push(text));

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'roofs-'));
  file = path.join(folder, 'deep', 'roofs.json');
  said = [];
});

afterEach(() => rm(folder, { recursive: true }));

test('are known to the next process, by their device', async () => {
  await store().remember('a', roofs, now);
  await store().remember('b', other, now);
  expect(new Map(await store().known(now))).toEqual(
    new Map([
      ['a', roofs],
      ['b', other],
    ]),
  );
  expect(await readdir(path.dirname(file))).toEqual(['roofs.json']);
});

test('are forgotten after a week, and in a future that a clock has left', async () => {
  await store().remember('a', roofs, now);
  expect(await store().known(now + 6 * day)).toHaveLength(1);
  expect(await store().known(now + 8 * day)).toEqual([]);
  expect(await store().known(now - day)).toEqual([]);
});

test('do not get younger by being used', async () => {
  await store().remember('a', roofs, now);
  await store().remember('a', other, now + 6 * day);
  expect(await store().known(now + 6 * day)).toEqual([['a', roofs]]);
  await store().remember('a', other, now + 8 * day);
  expect(await store().known(now + 8 * day)).toEqual([['a', other]]);
});

test('are forgotten when asked for', async () => {
  const kept = store();
  await kept.remember('a', roofs, now);
  await kept.forget();
  expect(await store().known(now)).toEqual([]);
});

test('that cannot be read are none, and it is said', async () => {
  await store().remember('a', roofs, now);
  const text = await readFile(file, 'utf8');
  for (const damaged of [
    '',
    'null',
    '{',
    text.replace('1e10', '-1').replace('10000000000', '-1'),
  ]) {
    await writeFile(file, damaged);
    expect(await store().known(now)).toEqual([]);
  }
  expect(said).toHaveLength(4);
});

test('that cannot be written end nothing', async () => {
  const blocked = path.join(folder, 'file');
  await writeFile(blocked, '');
  const kept = new RoofStore(path.join(blocked, 'roofs.json'), (text) => said.push(text));
  await kept.remember('a', roofs, now);
  expect(said).toHaveLength(1);
});

test('without a file are known to one store alone', async () => {
  const kept = new RoofStore(undefined, (text) => said.push(text));
  await kept.remember('a', roofs, now);
  expect(await kept.known(now)).toEqual([['a', roofs]]);
});

test('of many devices are those of the last ones', async () => {
  const kept = store();
  for (let i = 0; i < 40; i++) await kept.remember(`device ${i}`, roofs, now);
  const known = await kept.known(now);
  expect(known).toHaveLength(32);
  expect(known[0]?.[0]).toBe('device 39');
});
