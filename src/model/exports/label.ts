/** Names of the user's on their way into a document: one line, bounded, without what no reader shows. */

/** Longer names are cut; the JSON and the CSV have them whole. */
const longestLabel = 120;

/** What a document in UTF-8 cannot hold or what turns the text around it: controls, bidirectional
 * overrides and isolates, lone surrogates, noncharacters. */
const unfit =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text on one line: white space as one space, and U+FFFD for what cannot be shown. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(unfit, '\ufffd');
}

/** One line of at most `longestLabel` characters; an emoji is not cut in two. */
export function labelText(text: string): string {
  const line = oneLine(text);
  if (line.length <= longestLabel) return line;
  const kept = line.slice(0, longestLabel - 1).replace(/[\ud800-\udbff]$/, '');
  return `${kept.trimEnd()}…`;
}
