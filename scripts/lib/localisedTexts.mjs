// @ts-check
/** The texts that the extension host asks VS Code to translate. */
import { parse } from '@babel/parser';
import { traverseFast } from '@babel/types';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { repositoryRoot } from './dependencies.mjs';

/** Where `vscode` may be imported. */
const folders = ['src/editor', 'src/commands', 'src/panels'];

/** The published form of the texts, which translators copy. */
export const bundleFile = join(repositoryRoot, 'l10n', 'bundle.l10n.json');

/** @returns {Promise<string[]>} */
async function sourceFiles() {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(repositoryRoot, folder), { recursive: true });
      return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
    }),
  );
  return found.flat().sort();
}

/**
 * The first arguments of all calls of `l10n.t`, which must be literals: nobody could translate others.
 * @param {string} file
 * @param {string} text
 * @returns {string[]}
 */
function textsOf(file, text) {
  /** @type {string[]} */
  const texts = [];
  traverseFast(parse(text, { sourceType: 'module', plugins: ['typescript'] }), (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
    const { object, property } = node.callee;
    if (object.type !== 'Identifier' || object.name !== 'l10n') return;
    if (property.type !== 'Identifier' || property.name !== 't') return;
    const [message] = node.arguments;
    if (message?.type !== 'StringLiteral')
      throw new Error(`${file}:${node.loc?.start.line}: l10n.t needs its text as a literal.`);
    texts.push(message.value);
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
