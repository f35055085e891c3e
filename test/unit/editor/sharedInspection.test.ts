/** One inspection of a text serves its designer and what stands beside the code. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Range, Uri, type TextDocument } from 'vscode';
import type { BundleRequest } from '../../../src/bundle/bundler';
import { lensTotals } from '../../../src/editor/beside/lensTotals';
import { Models } from '../../../src/editor/beside/models';
import { EntryMemory } from '../../../src/editor/entries';
import { Sessions } from '../../../src/editor/sessions';
import type { Inspection, Inspector } from '../../../src/workerHost/inspector';
import { change, configure, show, state } from './beside/fakeVscode';
import { file, twoBlocks } from './beside/graphs';

const entry = { label: 'net', expression: 'net()', needsArguments: false, line: 3 };

vi.mock('vscode', async () => {
  const fake = await import('./beside/fakeVscode');
  const nothing = () => ({ dispose: () => undefined });
  const workspace: unknown = Object.assign(Object.create(fake.workspace), {
    onDidGrantWorkspaceTrust: nothing,
    createFileSystemWatcher: () => ({
      ...nothing(),
      onDidChange: nothing,
      onDidCreate: nothing,
      onDidDelete: nothing,
    }),
    openTextDocument: (uri: Uri) => Promise.resolve({ uri, version: 1, getText: () => '' }),
  });
  class CancellationTokenSource {
    readonly #cancelled = new fake.EventEmitter<void>();
    readonly token = {
      isCancellationRequested: false,
      onCancellationRequested: this.#cancelled.event,
    };
    cancel(): void {
      this.token.isCancellationRequested = true;
      this.#cancelled.fire();
    }
  }
  return { ...fake, workspace, CancellationTokenSource };
});
vi.mock('../../../src/editor/entries', async (original) => ({
  ...(await original<object>()),
  entriesOf: () => Promise.resolve([entry]),
  initialEntry: () => Promise.resolve('net()'),
}));

/** The sessions of an editor, with a list of what was inspected. */
function setup() {
  const asked: BundleRequest[] = [];
  const timings = { bundleMs: 1, evaluateMs: 1, analyseMs: 1, totalMs: 3 };
  const inspect = (request: BundleRequest): Promise<Inspection> => {
    asked.push(request);
    const packedGraph = new Uint8Array(1);
    return Promise.resolve({
      graph: twoBlocks(),
      packedGraph,
      failures: [],
      files: [file],
      timings,
    });
  };
  const memento = { keys: () => [], get: () => undefined, update: () => Promise.resolve() };
  const sessions = new Sessions({
    inspector: () => Promise.resolve({ inspect } as Partial<Inspector> as Inspector),
    diagnostics: { set: () => undefined, clear: () => undefined },
    memory: new EntryMemory(memento),
  });
  return { asked, sessions, models: new Models(sessions) };
}

const uri = Uri.file(file);
const text = { uri, lineCount: 100 } as TextDocument;
const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(100);

beforeEach(() => {
  vi.useFakeTimers();
  state.isTrusted = true;
  configure({ 'beside.enabled': true, 'inspect.debounceMilliseconds': 0 });
  show(file);
});
afterEach(() => void vi.useRealTimers());

it('is asked for once when a designer is opened, and once more for an edit', async () => {
  const { asked, sessions, models } = setup();
  const session = sessions.acquire(uri, undefined);
  await rest();
  expect(asked).toHaveLength(1);
  change(uri, 2, { range: new Range(0, 0, 0, 0), text: ' ' });
  await rest();
  expect(asked).toHaveLength(2);
  // The designer's graph, the lens's totals and the hints' lines are of the same inspection.
  expect(models.of(text)?.graph).toBe(session.state.graph);
  expect(lensTotals(sessions, text, entry)?.title).toBe('320 parameters · 14 MACs · 2 skips');
  expect(models.linesOf(text).length).toBeGreaterThan(0);
  expect(asked).toHaveLength(2);
});

it('a designer that is opened where the model was read asks for none', async () => {
  const { asked, sessions } = setup();
  sessions.release(sessions.acquire(uri, undefined));
  await rest();
  const session = sessions.acquire(uri, undefined);
  await rest();
  expect(session.state.graph).toBeDefined();
  expect(asked).toHaveLength(1);
});
