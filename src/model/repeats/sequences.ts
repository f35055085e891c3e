/** Numbers for sequences of numbers: equal ones have the same. */

interface Known {
  readonly sequence: readonly number[];
  readonly number: number;
}

function hashOf(sequence: readonly number[]): number {
  let hash = 0;
  for (const value of sequence) hash = (Math.imul(hash, 31) + value) | 0;
  return hash;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

export class Sequences {
  readonly #byHash = new Map<number, Known[]>();
  #count = 0;

  /** @param sequence is kept, so it may not be changed afterwards. */
  numberOf(sequence: readonly number[]): number {
    const hash = hashOf(sequence);
    const alike = this.#byHash.get(hash);
    const known = alike?.find((other) => isSame(other.sequence, sequence));
    if (known !== undefined) return known.number;
    const made = { sequence, number: this.#count++ };
    if (alike === undefined) this.#byHash.set(hash, [made]);
    else alike.push(made);
    return made.number;
  }
}
