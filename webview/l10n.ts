/**
 * The page's texts in the language of the editor. As in VS Code's own `l10n.t`, a text is looked up by its
 * English form, which is shown where there is no translation. `npm run l10n` collects the texts, so each has
 * to stand in its call as a literal. What is not translated: names of layer classes, kinds of skips, units.
 */
let translations: Readonly<Record<string, string>> = {};

/** Before the first text is looked up: modules hold some of them from when they are loaded. */
export function setTranslations(table: Readonly<Record<string, string>>): void {
  translations = table;
}

/** Looks up a text that is known as a literal elsewhere; `t` in all other places. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  const found = (Object.hasOwn(translations, text) ? translations[text] : undefined) ?? text;
  if (values.length === 0) return found;
  return found.replaceAll(/\{(\d+)\}/g, (place, at: string) => String(values[Number(at)] ?? place));
}

/** @param values stand in the text where it says `{0}`, `{1}` and so on. */
export function t(text: string, ...values: readonly (string | number)[]): string {
  return fill(text, ...values);
}
