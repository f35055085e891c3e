import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureCodes } from '../../../src/protocol/failure';

const page = readFileSync(new URL('../../../docs/failures.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines.join('\n').trim()] as const;
    }),
);

describe('docs/failures.md', () => {
  it.each(failureCodes)('explains %s', (code) => {
    expect(sections.get(code)?.length ?? 0).toBeGreaterThan(40);
  });

  it('explains no code that is not there', () => {
    expect([...sections.keys()].sort()).toEqual([...failureCodes].sort());
  });
});
