/**
 * Roofs of devices that were measured, kept from one process to the next: measuring them takes seconds, and they stay
 * what they are. The compute worker sends the numbers and cannot write the file; what it sent was checked before.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { profileParts } from '../protocol/profileSchema';
import type { Roofs } from '../protocol/profile';

/** After a week they are measured again: a machine gets other memory, other limits of power, other neighbours. */
const mostAgeMs = 7 * 24 * 3_600_000;
/** Devices of one machine, with the versions of a few updates. */
const mostKept = 32;

const kept = v.object({
  key: v.pipe(v.string(), v.maxLength(4_000)),
  takenAt: v.pipe(v.string(), v.isoTimestamp()),
  roofs: profileParts.roofs,
});

const fileSchema = v.object({ version: v.literal(1), devices: v.array(kept) });

type Kept = v.InferOutput<typeof kept>;

export class RoofStore {
  readonly #file: string | undefined;
  readonly #log: (text: string) => void;
  #devices: readonly Kept[] = [];

  /**
   * @param file where they are kept, a path that need not exist; without one they are known to this object alone
   * @param log told why the file could not be read or written, which ends nothing
   */
  constructor(file: string | undefined, log: (text: string) => void) {
    this.#file = file;
    this.#log = log;
  }

  /** By `roofKey`, those that are not too old; other windows may have added some since the last time. */
  async known(now = Date.now()): Promise<[string, Roofs][]> {
    this.#devices = await this.#read();
    return this.#devices
      .filter(({ takenAt }) => isRecent(takenAt, now))
      .map(({ key, roofs }) => [key, roofs]);
  }

  /** Keeps them, unless they are what is kept already: their age is that of the measurement. */
  async remember(key: string, roofs: Roofs, now = Date.now()): Promise<void> {
    const devices = await this.#read();
    const same = devices.find((one) => one.key === key);
    if (same !== undefined && isRecent(same.takenAt, now)) return;
    const others = devices.filter((one) => one.key !== key);
    const takenAt = new Date(now).toISOString();
    this.#devices = [{ key, takenAt, roofs }, ...others].slice(0, mostKept);
    await this.#write();
  }

  /** The next profile measures them anew. */
  async forget(): Promise<void> {
    this.#devices = [];
    await this.#write();
  }

  async #read(): Promise<readonly Kept[]> {
    if (this.#file === undefined) return this.#devices;
    const text = await readFile(this.#file, 'utf8').catch(() => undefined);
    if (text === undefined) return [];
    const checked = v.safeParse(fileSchema, jsonOf(text));
    if (checked.success) return checked.output.devices;
    this.#log(`${this.#file} has no roofs that can be read; they are measured anew.`);
    return [];
  }

  async #write(): Promise<void> {
    if (this.#file === undefined) return;
    const part = `${this.#file}.${process.pid}.part`;
    try {
      await mkdir(path.dirname(this.#file), { recursive: true });
      await writeFile(part, JSON.stringify({ version: 1, devices: this.#devices }, null, 2));
      // A reader sees the old file or the new one, and never a half of it.
      await rename(part, this.#file);
    } catch (error) {
      this.#log(`The roofs could not be kept: ${String(error)}`);
    }
  }
}

/** A clock that was set back makes times of the future, which are not believed. */
function isRecent(takenAt: string, now: number): boolean {
  const age = now - Date.parse(takenAt);
  return age >= 0 && age < mostAgeMs;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
