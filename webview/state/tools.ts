/** What helps to find the way in a large picture, and is switched on and off. */

export interface Tools {
  /** A map of the whole picture, while not all of it is in the window. */
  readonly minimap: boolean;
  /** The ancestors and descendants of what is selected stay clear, the rest is dimmed. */
  readonly tracing: boolean;
  /** Whether it says what the colours stand for; null until somebody chose: then where there is room for it. */
  readonly legend: boolean | null;
}

/** What a key or a button switches. */
export type Tool = Exclude<keyof Tools, 'legend'>;

export const defaultTools: Tools = { minimap: true, tracing: false, legend: null };
