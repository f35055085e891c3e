/** What the link of a hover hands to its command. */

export interface ShowArguments {
  /** URI of the model file. */
  readonly uri: string;
  /** Id of the layer. */
  readonly node: string;
}

/** Undefined for anything else: commands can be called by everybody. */
export function parseShowArguments(value: unknown): ShowArguments | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('uri' in value) || !('node' in value)) return undefined;
  const { uri, node } = value;
  return typeof uri === 'string' && typeof node === 'string' ? { uri, node } : undefined;
}
