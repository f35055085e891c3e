/** How parts of a text stand out; what that means is for whoever prints the text. */
export interface Style {
  /** Names and totals. */
  readonly strong: (text: string) => string;
  /** What is there to be looked up rather than read. */
  readonly quiet: (text: string) => string;
  /** Skip connections. */
  readonly skip: (text: string) => string;
  readonly error: (text: string) => string;
}

const same = (text: string): string => text;

export const plainStyle: Style = { strong: same, quiet: same, skip: same, error: same };
