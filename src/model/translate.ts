/** Sentences of the pure parts in the language of whoever reads them. */

/**
 * Looks up a text by its English form and puts `values` where it says `{0}`, `{1}` and so on: `l10n.t` of VS Code,
 * or the page's own. Texts are collected from calls of a `t` of this type, as literals.
 */
export type Translate = (text: string, ...values: readonly (string | number)[]) => string;

/** Leaves the text as it is: what the command line and exported files say. */
export const english: Translate = (text, ...values) =>
  text.replaceAll(/\{(\d+)\}/g, (place, at: string) => String(values[Number(at)] ?? place));
