/** What is set off in the graph, and by whom: the selection, the editor's cursor, the pointer. */
import type { HeatOf } from '../../src/layout/heat';
import { marksOf } from '../state/marks';
import { tracedIn, type Traced } from '../state/trace';
import type { Selection, Shown } from '../state/uiState';
import type { Marks } from './renderer';

export class Pointing {
  selection: Selection | null = null;
  cursorNodes: readonly string[] = [];
  hoveredSkip: string | null = null;
  /** What the search found. */
  found: readonly Selection[] = [];
  /** How strongly boxes are coloured by what they cost; null where the family gives the colour. */
  heatOf: HeatOf | null = null;
  /** Whether all but the ancestors and descendants of what is selected is dimmed. */
  tracing = false;
  /** What was traced last, and for what: it takes a walk over the whole graph. */
  #trace: { readonly shown: Shown; readonly id: string; readonly traced: Traced } | undefined;

  /** The id of the box that is selected, if one is. */
  get selectedBox(): string | undefined {
    return this.selection?.type === 'box' ? this.selection.id : undefined;
  }

  marks(shown: Shown, focusable: string | null): Marks {
    const { selection, cursorNodes, hoveredSkip, found, heatOf } = this;
    const { picture, index } = shown;
    const traced = this.#traced(shown);
    const pointed = { selection, cursorNodes, hoveredSkip, found, heatOf, focusable, traced };
    return marksOf({ picture, index, ...pointed });
  }

  #traced(shown: Shown): Traced | null {
    const { selection } = this;
    if (!this.tracing || selection === null) return null;
    const { picture, index } = shown;
    const skip = selection.type === 'skip' ? index.skips.get(selection.id) : undefined;
    const id = skip?.merge ?? selection.id;
    if (this.#trace?.shown !== shown || this.#trace.id !== id)
      this.#trace = { shown, id, traced: tracedIn(picture, index, id) };
    return this.#trace.traced;
  }
}
