/** What is chosen of how profiles are taken: over the settings, kept with the workspace, safe from what was damaged. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProfileChoices } from '../../../src/protocol/profile';
import { ChoiceMemory, profileSettings } from '../../../src/editor/profileChoices';
import { configure, state, Uri } from './beside/fakeVscode';

vi.mock('vscode', () => import('./beside/fakeVscode'));

const a = Uri.file('/models/a.ts') as never;
const b = Uri.file('/models/b.ts') as never;

const first: ProfileChoices = {
  mode: 'train',
  batch: 4,
  backend: 'best',
  kernels: 'own',
  loss: 'file',
  optimizer: 'file',
};

/** What a workspace keeps; `values` outlives the memory, as it outlives a window. */
function memento(values = new Map<string, unknown>()) {
  return {
    values,
    keys: () => [...values.keys()],
    get: (key: string): unknown => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  } as never;
}

beforeEach(() => state.settings.clear());

describe('what the user chose', () => {
  it('is what the settings say, before', () => {
    configure({
      'profile.mode': 'infer',
      'profile.batchSize': 16,
      'profile.backend': 'wasm',
      'profile.fusedKernels': true,
    });
    expect(new ChoiceMemory(memento()).of(a)).toEqual({
      ...first,
      mode: 'infer',
      batch: 16,
      backend: 'wasm',
      kernels: 'fused',
    });
  });

  it('holds after a window was closed: step, batch and backend everywhere, the training for its file', () => {
    const values = new Map<string, unknown>();
    const chosen = {
      ...first,
      batch: 32,
      backend: 'cpu',
      kernels: 'fused',
      optimizer: 'adam',
    } as const;
    new ChoiceMemory(memento(values)).choose(a, chosen);
    const again = new ChoiceMemory(memento(values));
    expect(again.of(a)).toEqual(chosen);
    expect(again.of(b)).toEqual({ ...chosen, optimizer: 'file' });
  });

  it('follows the settings again where it is what they said', () => {
    const memory = new ChoiceMemory(memento());
    memory.choose(a, { ...first, batch: 8 });
    configure({ 'profile.mode': 'infer' });
    expect(memory.of(a)).toEqual({ ...first, batch: 8, mode: 'infer' });
  });

  it('gives way to a backend that is put into the settings', () => {
    const memory = new ChoiceMemory(memento());
    memory.choose(a, { ...first, backend: 'cpu', batch: 2 });
    configure({ 'profile.backend': 'wasm' });
    memory.forgetBackend();
    expect(memory.of(a)).toEqual({ ...first, backend: 'wasm', batch: 2 });
  });

  it('is nothing where another version or a hand left what cannot be read', () => {
    for (const damaged of [7, null, { everywhere: { batch: 'many' }, files: [] }]) {
      const values = new Map<string, unknown>([['resnetDesigner.profileChoices', damaged]]);
      expect(new ChoiceMemory(memento(values)).of(a)).toEqual(first);
    }
  });

  it('is told to whoever shows it', () => {
    const memory = new ChoiceMemory(memento());
    const told = vi.fn();
    memory.onDidChange(told);
    memory.choose(a, { ...first, batch: 2 });
    configure({ 'profile.batchSize': 3 });
    expect(told).toHaveBeenCalledTimes(2);
  });
});

describe('what the process is asked for', () => {
  it('names no backend, loss or optimizer that nobody chose', () => {
    expect(Object.keys(profileSettings(first)).sort()).toEqual([
      'batch',
      'limitMs',
      'mode',
      'seed',
      'spread',
    ]);
    expect(
      profileSettings({
        ...first,
        kernels: 'fused',
        loss: 'meanSquaredError',
        optimizer: 'adam',
      }),
    ).toMatchObject({ kernels: 'fused', loss: 'meanSquaredError', optimizer: 'adam' });
  });
});
