/** What the page offers to do about a failure: the fix that is known, trust, another try, or nothing. */
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/protocol/failure';
import { resNet } from '../layout/models';
import { stateOf } from './harness/states.mjs';
import { usePage } from './harness/usePage';

const harness = usePage();

const mismatch: Failure = {
  code: 'shape-mismatch',
  severity: 'error',
  message: 'Add does not fit its inputs.',
  fix: { kind: 'projection', shortcut: 1, strides: [2, 2], filters: 128 },
};
const note: Failure = {
  code: 'run-stopped',
  severity: 'information',
  message: 'model.fit() was not run.',
};
const untrusted: Failure = {
  code: 'workspace-untrusted',
  severity: 'warning',
  message: 'This workspace is not trusted.',
};

let revision = 100;

/** Shows failures; @returns the buttons that stand under them. */
async function remediesOf(failures: readonly Failure[]): Promise<string[]> {
  await harness.send('state', stateOf(resNet(), { revision: revision++, failures }));
  const banner = harness.page.locator('.banner');
  await banner.getByText(failures[0]?.message ?? '').waitFor();
  return banner.locator('.banner-actions button').allInnerTexts();
}

describe('what can be done about a failure', () => {
  it('is its fix first, which the host is asked to write', async () => {
    expect(await remediesOf([note, mismatch])).toEqual(['Retry', 'Project the Shortcut']);
    await harness.page.getByTestId('apply-fix').click();
    expect(await harness.posted('applyFix')).toEqual([{ index: 1 }]);
  });

  it('is trust where the workspace is not trusted', async () => {
    expect(await remediesOf([untrusted])).toEqual(['Manage Workspace Trust']);
    await harness.page.getByTestId('manage-trust').click();
    expect(await harness.posted('manageTrust')).toEqual([{}]);
  });

  it('is nothing where there is only a note', async () => {
    expect(await remediesOf([note])).toEqual([]);
    const { fix, ...plain } = mismatch;
    expect(fix).toBeDefined();
    expect(await remediesOf([plain])).toEqual(['Retry']);
  });
});

describe('a note', () => {
  it('can be put away, comes back with other words, and leaves the keyboard in the graph', async () => {
    const { page } = harness;
    await remediesOf([note]);
    await page.getByTestId('dismiss-note').click();
    await page.locator('.banner').waitFor({ state: 'detached' });
    await harness.drawn(revision - 1);
    expect(await page.locator('[data-node-id]:focus, [data-group-id]:focus').count()).toBe(1);
    await harness.send('state', stateOf(resNet(), { revision: revision++, failures: [note] }));
    await harness.drawn(revision - 1);
    expect(await page.locator('.banner').count()).toBe(0);
    await remediesOf([{ ...note, message: 'model.predict() was not run.' }]);
  });

  it('alone can: what needs something to be done stays', async () => {
    await remediesOf([mismatch, untrusted]);
    expect(await harness.page.getByTestId('dismiss-note').count()).toBe(0);
  });
});
