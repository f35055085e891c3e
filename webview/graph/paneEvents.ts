/** What the graph tells the page of. */
import type { Tool } from '../state/tools';
import type { Selection } from '../state/uiState';
import type { Viewport } from '../state/viewport';
import type { Target } from './renderer';

/** Whether selecting also shows the source: not at all, beside, or with the keyboard's focus. */
export type RevealSource = 'not' | 'beside' | 'focus';

export interface PaneEvents {
  select(selection: Selection | null, source: RevealSource): void;
  toggle(groupId: string, open: boolean): void;
  /** A key that switches a tool on or off. */
  tool(tool: Tool): void;
  hover(target: Target | null, at: { readonly x: number; readonly y: number }): void;
  moved(viewport: Viewport): void;
}
