/** The profile that tests of other parts read from a file. After a change: `vitest --update`. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportText } from '../../../../src/model/reportText';
import { parseProfile } from '../../../../src/protocol/profileSchema';
import { buildProfile } from './builder';
import { resnet } from './resnet';

const fixture = '../../../fixtures/profile/resnet.json';

describe('test/fixtures/profile/resnet.json', () => {
  it('is what the builder makes', async () => {
    await expect(reportText(buildProfile(resnet))).toMatchFileSnapshot(fixture);
  });

  it('is a profile', () => {
    const text = readFileSync(new URL(fixture, import.meta.url), 'utf8');
    expect(parseProfile(JSON.parse(text)).ok).toBe(true);
  });
});
