/** What is selected of a model, told to everybody who shows it: designers, the outline, the lines of code. */
import { EventEmitter, type Disposable } from 'vscode';
import type { NodeSelection } from '../protocol/designer';

/** A layer, group or skip of the model of one file. */
export interface ModelSelection {
  /** URI of the model file. */
  readonly uri: string;
  readonly selection: NodeSelection;
}

/** Who selected it: nobody is told of what they said themselves. */
export type SelectionSource = 'designer' | 'outline' | 'command';

export interface SelectionChange {
  readonly selected: ModelSelection | undefined;
  readonly by: SelectionSource;
}

export class SelectionHub implements Disposable {
  readonly #changed = new EventEmitter<SelectionChange>();
  readonly onDidChange = this.#changed.event;
  #selected: ModelSelection | undefined;

  get selected(): ModelSelection | undefined {
    return this.#selected;
  }

  /**
   * What is selected already is told to nobody again.
   * @returns whether it is another selection.
   */
  set(selected: ModelSelection | undefined, by: SelectionSource): boolean {
    const before = this.#selected;
    if (before?.uri === selected?.uri && isSame(before?.selection, selected?.selection))
      return false;
    this.#selected = selected;
    this.#changed.fire({ selected, by });
    return true;
  }

  /** A file's selection ends with its designer; that of another file stays. */
  clear(uri: string): void {
    if (this.#selected?.uri === uri) this.set(undefined, 'designer');
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function isSame(a: NodeSelection | undefined, b: NodeSelection | undefined): boolean {
  return a?.type === b?.type && a?.id === b?.id;
}
