/** Which of the profiles of a file are offered to be compared with. */
import { expect, it, vi } from 'vitest';
import type { Uri } from 'vscode';
import { chooseProfile } from '../../../../src/editor/profiling/chooseProfile';
import { nameOf } from '../../../../src/editor/profiling/profileFolder';
import { buildProfile } from '../../model/profile/builder';

const { showQuickPick, readDirectory } = vi.hoisted(() => ({
  showQuickPick: vi.fn<(items: readonly unknown[]) => Promise<undefined>>(),
  readDirectory: vi.fn<() => Promise<[string, number][]>>(),
}));

vi.mock('vscode', () => ({
  l10n: { t: (text: string) => text },
  Uri: { joinPath: (_: unknown, ...parts: string[]) => parts.join('/') },
  window: { showQuickPick },
  workspace: {
    getWorkspaceFolder: () => ({ uri: '/' }),
    fs: { readDirectory },
  },
}));

it('the profile that is shown is not offered to be compared with itself', async () => {
  const model = { path: '/net.ts' } as Uri;
  const built = buildProfile({ layers: [] });
  const takenAt = (minute: number) => ({ ...built, takenAt: `2026-11-22T04:0${minute}:00.000Z` });
  const names = [takenAt(1), takenAt(2)].map((profile) => nameOf(model, profile));
  readDirectory.mockResolvedValue(names.map((name) => [name, 1]));
  const offered = async (shown: ReturnType<typeof takenAt> | undefined): Promise<number> => {
    showQuickPick.mockClear();
    await chooseProfile(model, shown);
    return showQuickPick.mock.calls[0]?.[0].length ?? 0;
  };
  // The last item is another file.
  expect(await offered(undefined)).toBe(3);
  expect(await offered(takenAt(2))).toBe(2);
  expect(await offered(takenAt(3))).toBe(3);
});

it('a profile on fused kernels is told from one without', async () => {
  const model = { path: '/net.ts' } as Uri;
  const built = buildProfile({ layers: [] });
  const fused = { ...built, settings: { ...built.settings, kernels: 'fused' as const } };
  readDirectory.mockResolvedValue([built, fused].map((profile) => [nameOf(model, profile), 1]));
  showQuickPick.mockClear();
  await chooseProfile(model, undefined);
  const items = showQuickPick.mock.calls[0]?.[0] ?? [];
  const told = items.map((item) => JSON.stringify(item));
  expect(told.filter((text) => text.includes('with fused kernels'))).toHaveLength(1);
});
