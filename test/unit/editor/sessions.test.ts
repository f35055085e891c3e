/** Whose model is read, and for how long. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Uri } from 'vscode';
import { EntryMemory } from '../../../src/editor/entries';
import { Sessions } from '../../../src/editor/sessions';
import { close, configure, show, state } from './beside/fakeVscode';

vi.mock('vscode', () => import('./beside/fakeVscode'));
vi.mock('../../../src/editor/session', () => import('./fakeSession'));
vi.mock('../../../src/editor/entries', async (original) => ({
  ...(await original<object>()),
  entriesOf: ({ uri }: { uri: Uri }) =>
    Promise.resolve(
      uri.fsPath.includes('helper') ? [] : [{ needsArguments: uri.fsPath.includes('asks') }],
    ),
}));

/** Nothing of what only sessions use is there: theirs are fakes. */
function newSessions(): Sessions {
  const nothing = () => Promise.reject(new Error('sessions are fakes'));
  const diagnostics = { set: () => undefined, clear: () => undefined };
  const memento = { keys: () => [], get: () => undefined, update: () => Promise.resolve() };
  return new Sessions({ inspector: nothing, diagnostics, memory: new EntryMemory(memento) });
}

const paths = (sessions: Sessions): string[] => sessions.all.map(({ uri }) => uri.fsPath);

beforeEach(() => {
  state.isTrusted = true;
  state.settings.clear();
  state.open = [];
  state.active = undefined;
});

describe('the session of a file', () => {
  it('is one for all designers, and ends with the last of them and its text', () => {
    show('/a.ts');
    const sessions = newSessions();
    const first = sessions.acquire(Uri.file('/a.ts'), 'net()');
    expect(sessions.acquire(Uri.file('/a.ts'), undefined)).toBe(first);
    sessions.release(first);
    close('/a.ts');
    expect(paths(sessions)).toEqual(['/a.ts']);
    sessions.release(first);
    expect(paths(sessions)).toEqual([]);
  });

  it('is kept after its designer for as long as its text is open', () => {
    show('/a.ts');
    const sessions = newSessions();
    sessions.release(sessions.acquire(Uri.file('/a.ts'), undefined));
    expect(paths(sessions)).toEqual(['/a.ts']);
    close('/a.ts');
    expect(paths(sessions)).toEqual([]);
  });

  it('is one of the few used last where there is no designer', () => {
    const sessions = newSessions();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      show(`/${name}.ts`);
      sessions.release(sessions.acquire(Uri.file(`/${name}.ts`), undefined));
    }
    expect(paths(sessions)).toEqual(['/c.ts', '/d.ts', '/e.ts', '/f.ts']);
  });

  it('ends with its designer where nothing is to stand beside the code', () => {
    show('/a.ts');
    const sessions = newSessions();
    const held = sessions.acquire(Uri.file('/a.ts'), undefined);
    configure({ 'beside.enabled': false });
    expect(paths(sessions)).toEqual(['/a.ts']);
    sessions.release(held);
    expect(paths(sessions)).toEqual([]);
  });

  it('tells of its end', () => {
    show('/a.ts');
    const sessions = newSessions();
    sessions.release(sessions.acquire(Uri.file('/a.ts'), undefined));
    const seen: number[] = [];
    sessions.onDidChange(() => seen.push(sessions.all.length));
    close('/a.ts');
    expect(seen).toEqual([0]);
  });
});

describe('a file whose designer nobody opened', () => {
  it('is not read', async () => {
    const sessions = newSessions();
    show('/a.ts');
    await Promise.resolve();
    expect(paths(sessions)).toEqual([]);
  });

  it('is read when it comes to the front, where the settings ask for that', async () => {
    state.settings.set('beside.inspectOnOpen', true);
    const sessions = newSessions();
    show('/a.ts');
    await vi.waitFor(() => expect(paths(sessions)).toEqual(['/a.ts']));
  });

  it.each(['/helper.ts', '/asks.ts'])(
    'is not read where it builds nothing by itself: %s',
    async (path) => {
      state.settings.set('beside.inspectOnOpen', true);
      const sessions = newSessions();
      show(path);
      show('/a.ts');
      await vi.waitFor(() => expect(paths(sessions)).toEqual(['/a.ts']));
    },
  );

  it('is not read in an untrusted workspace', async () => {
    state.settings.set('beside.inspectOnOpen', true);
    state.isTrusted = false;
    const sessions = newSessions();
    show('/a.ts');
    state.isTrusted = true;
    show('/b.ts');
    await vi.waitFor(() => expect(paths(sessions)).toEqual(['/b.ts']));
  });
});
