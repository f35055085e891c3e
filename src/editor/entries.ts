/** Which expression a file's model is built with: found in its text, chosen, and remembered. */
import type { Memento, TextDocument } from 'vscode';
import type { EntryCandidate } from '../protocol/designer';

const memoryKey = 'resnetDesigner.entries';
/** So many files are remembered, the latest ones. */
const mostRemembered = 200;

/** The entry that the user chose last for each file, kept with the workspace. */
export class EntryMemory {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  recall(uri: string): string | undefined {
    return this.#read().get(uri);
  }

  remember(uri: string, entry: string): void {
    const entries = this.#read();
    entries.delete(uri);
    entries.set(uri, entry);
    void this.#memento.update(memoryKey, [...entries].slice(-mostRemembered));
  }

  #read(): Map<string, string> {
    const stored = this.#memento.get<unknown>(memoryKey);
    const pairs = Array.isArray(stored) ? stored.filter(isPair) : [];
    return new Map(pairs);
  }
}

function isPair(value: unknown): value is [string, string] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
  );
}

/** The name of a TensorFlow.js import; without one, no line of a file can build a model. */
const mayBuildModel = /tensorflow|\btf\b|LayersModel/;

interface Discovered {
  readonly version: number;
  readonly entries: readonly EntryCandidate[];
}

const discovered = new WeakMap<TextDocument, Discovered>();

/**
 * What in a document builds a model. The parser is loaded when the first file that may hold a model
 * is met, and each version of a document is read once.
 */
export async function entriesOf(document: TextDocument): Promise<readonly EntryCandidate[]> {
  const known = discovered.get(document);
  if (known?.version === document.version) return known.entries;
  const { version } = document;
  const entries = await readEntries(document.fileName, document.getText());
  // A half-typed file may not parse: what was known of the text before is the better answer.
  const kept = entries ?? known?.entries ?? [];
  discovered.set(document, { version, entries: kept });
  return kept;
}

async function readEntries(file: string, text: string): Promise<EntryCandidate[] | undefined> {
  if (!mayBuildModel.test(text)) return [];
  const { discoverEntries, parseSource } = await import('./reading');
  const tree = parseSource(file, text);
  return tree === undefined ? undefined : discoverEntries(text, tree);
}

/** The expression for a file when nobody chose in this panel: the comment, the memory, the default. */
export async function initialEntry(document: TextDocument, memory: EntryMemory): Promise<string> {
  const { defaultEntry, designerComment } = await import('./reading');
  const text = document.getText();
  return (
    designerComment(text) ??
    memory.recall(document.uri.toString()) ??
    defaultEntry(text, await entriesOf(document))
  );
}
