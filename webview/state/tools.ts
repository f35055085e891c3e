/** What helps to find the way in a large picture, and is switched on and off. */

export interface Tools {
  /** A map of the whole picture, while not all of it is in the window. */
  readonly minimap: boolean;
  /** The ancestors and descendants of what is selected stay clear, the rest is dimmed. */
  readonly tracing: boolean;
}

export type Tool = keyof Tools;

export const defaultTools: Tools = { minimap: true, tracing: false };
