/** Writes XML: elements whose attributes and texts are always escaped. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 cannot hold in any form: control characters, lone surrogates, noncharacters. */
const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escapeXml(text: string): string {
  return text
    .replace(forbidden, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** `content` is markup already. */
export function element(name: string, attributes: Attributes, ...content: string[]): string {
  const all = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  const inner = content.join('');
  return inner === '' ? `<${name}${all.join('')}/>` : `<${name}${all.join('')}>${inner}</${name}>`;
}

/** Half the height of a capital letter: from the middle of a line of text to its baseline. */
const middleToBaseline = 4;

/** One line of text around `y`. Not by `dominant-baseline`, which not every renderer knows. */
export function textElement(text: string, attributes: Attributes & { readonly y: number }): string {
  const y = attributes.y + middleToBaseline;
  return text === '' ? '' : element('text', { ...attributes, y }, escapeXml(text));
}

/** Shown on hover, read out by screen readers. */
export function titleElement(text: string): string {
  return element('title', {}, escapeXml(text));
}
