// @ts-check
/**
 * The texts that can be translated: of the extension host by `l10n.t`, of the webview, of pictures, of the advice and
 * the tables of profiles by `t` and `plural`, and the sentences that travel to them from everywhere else, by the tag `told`.
 */
import { parse } from '@babel/parser';
import { traverseFast } from '@babel/types';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { repositoryRoot } from './dependencies.mjs';

const folders = ['src', 'webview'];
/** Pure parts that are handed the `t` of whoever asks. */
const handed = [join('src', 'model', 'profile'), join('src', 'layout', 'pictureWords.ts')];

/** The published form of the texts, which translators copy. */
export const bundleFile = join(repositoryRoot, 'l10n', 'bundle.l10n.json');

/** @returns {Promise<string[]>} */
async function sourceFiles() {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(repositoryRoot, folder), { recursive: true });
      return names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name));
    }),
  );
  return found.flat().sort();
}

/**
 * A template literal as `told` in src/model/sentence.ts looks it up.
 * @param {import('@babel/types').TemplateLiteral} template
 */
function templateText({ quasis }) {
  return quasis.map(({ value }, i) => `${i === 0 ? '' : `{${i - 1}}`}${value.cooked}`).join('');
}

/**
 * What a call asks to be translated: nothing where it is a call of something else.
 * @param {import('@babel/types').CallExpression} call
 * @param {boolean} isPage
 * @returns {import('@babel/types').Node[]}
 */
function textArguments({ callee, arguments: given }, isPage) {
  if (!isPage) return isHostCall(callee) ? given.slice(0, 1) : [];
  if (callee.type !== 'Identifier') return [];
  if (callee.name === 't') return given.slice(0, 1);
  return callee.name === 'plural' ? given.slice(1, 3) : [];
}

/**
 * Whether it is `l10n.t`.
 * @param {import('@babel/types').Node} callee
 */
function isHostCall(callee) {
  if (callee.type !== 'MemberExpression') return false;
  const { object, property } = callee;
  return (
    object.type === 'Identifier' &&
    object.name === 'l10n' &&
    property.type === 'Identifier' &&
    property.name === 't'
  );
}

/**
 * @param {import('@babel/types').Node} node
 * @returns {node is import('@babel/types').TaggedTemplateExpression}
 */
function isTold(node) {
  if (node.type !== 'TaggedTemplateExpression') return false;
  return node.tag.type === 'Identifier' && node.tag.name === 'told';
}

/**
 * The texts of all sentences and of all calls that translate, which must be literals: nobody could translate others.
 * @param {string} file
 * @param {string} text
 * @returns {string[]}
 */
function textsOf(file, text) {
  /** @type {string[]} */
  const texts = [];
  const isPage = ['webview', ...handed].some((start) => file.startsWith(start));
  /** @type {import('@babel/parser').ParserPlugin[]} */
  const plugins = file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'];
  traverseFast(parse(text, { sourceType: 'module', plugins }), (node) => {
    if (isTold(node)) texts.push(templateText(node.quasi));
    if (node.type !== 'CallExpression') return;
    for (const message of textArguments(node, isPage)) {
      if (message.type !== 'StringLiteral')
        throw new Error(`${file}:${node.loc?.start.line}: a text has to be a literal here.`);
      texts.push(message.value);
    }
  });
  return texts;
}

/** @returns {Promise<string>} the bundle as it has to be: each text as its own translation, sorted. */
export async function localisationBundle() {
  const texts = new Set();
  for (const file of await sourceFiles()) {
    const path = join(repositoryRoot, file);
    for (const text of textsOf(relative(repositoryRoot, path), await readFile(path, 'utf8')))
      texts.add(text);
  }
  const sorted = [...texts].sort();
  return `${JSON.stringify(Object.fromEntries(sorted.map((text) => [text, text])), null, 2)}\n`;
}
