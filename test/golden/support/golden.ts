/** Results of an earlier day that somebody has looked at, as files beside the tests. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { repositoryRoot } from './repository';

/**
 * Fails where a text is not what it was. `UPDATE_GOLDEN=1 npm run test:golden` writes the files anew:
 * read their difference before committing it.
 */
export function compareWithGolden(name: string, text: string): void {
  const file = path.join(repositoryRoot, 'test', 'golden', name);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  if (!existsSync(file))
    throw new Error(`test/golden/${name} is missing: run with UPDATE_GOLDEN=1.`);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
