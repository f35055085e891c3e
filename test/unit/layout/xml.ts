/** A strict reader of the XML that the export writes: elements, attributes, the five entities. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

const token = /<\/([\w:.-]+)>|<([\w:.-]+)((?: [\w:.-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
const attribute = / ([\w:.-]+)="([^"]*)"/g;

function decode(text: string): string {
  return text.replace(/&[^;]*;?/g, (entity) => {
    const character = entities[entity];
    if (character === undefined) throw new Error(`${entity} is no entity.`);
    return character;
  });
}

function attributesOf(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(attribute)) {
    if (attributes.has(key)) throw new Error(`The attribute ${key} stands twice.`);
    attributes.set(key, decode(value));
  }
  return attributes;
}

/** @throws where the document is not well-formed. */
export function readXml(document: string): XmlElement {
  const top: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [top];
  token.lastIndex = 0;
  while (token.lastIndex < document.length) {
    const at = token.lastIndex;
    const match = token.exec(document);
    const inner = open.at(-1);
    if (match === null || inner === undefined) throw new Error(`No XML at ${at}.`);
    const [, closing, opening, attributes = '', empty, text] = match;
    if (text !== undefined) inner.text += decode(text);
    if (closing !== undefined && open.pop()?.name !== closing)
      throw new Error(`</${closing}> closes nothing at ${at}.`);
    if (opening === undefined) continue;
    const element = { name: opening, attributes: attributesOf(attributes), children: [], text: '' };
    inner.children.push(element);
    if (empty === '') open.push(element);
  }
  const [root, second] = top.children;
  if (root === undefined || second !== undefined || open.length !== 1 || top.text.trim() !== '')
    throw new Error('A document has one root element.');
  return root;
}

/** An element and all that are in it, in the order of the document. */
export function elementsOf(root: XmlElement): XmlElement[] {
  const all = [root];
  for (const element of all) all.push(...element.children);
  return all;
}
