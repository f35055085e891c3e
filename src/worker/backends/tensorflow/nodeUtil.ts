/** What tfjs-node's kernels see as `util`: two functions that Node.js 23 and later do not have any more. */
export function isNullOrUndefined(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

export const isArray: (value: unknown) => value is unknown[] = Array.isArray;
