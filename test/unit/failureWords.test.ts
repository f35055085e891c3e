/** Every sentence of a failure goes through `told`, or is translated where it is made: nobody could translate others. */
import { parse } from '@babel/parser';
import { traverse, type Node } from '@babel/types';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../scripts/lib/dependencies.mjs';

/** The command line speaks English, and schemas are published in it. */
const elsewhere = /^src\/(cli\/|model\/reportSchema\.ts$|protocol\/profile(Schema|Values)\.ts$)/;

const files = readdirSync(join(repositoryRoot, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.ts') && !elsewhere.test(name));

function textOf(node: Node): string {
  if (node.type === 'StringLiteral') return node.value;
  if (node.type !== 'TemplateLiteral') return '';
  return node.quasis.map(({ value }) => value.cooked ?? '').join('…');
}

/** What a piece of a sentence is handed to: `told`, `t`, `Error`, a log. */
function takerOf(node: Node): string {
  if (node.type === 'TaggedTemplateExpression')
    return node.tag.type === 'Identifier' ? node.tag.name : '';
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return '';
  const { callee } = node;
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression') return '';
  const { property } = callee;
  if (property.type === 'Identifier') return property.name;
  return property.type === 'PrivateName' ? property.id.name : '';
}

const translators = ['told', 't', 'plural'];
/** What is thrown as a fault, or logged, is for whoever mends it. */
const unread = /^(log|error|\w*Error|\w*Fault)$/;

function isSentence(text: string): boolean {
  return /^["…A-Z].*[a-z] .*[a-z…")][.!?]$/s.test(text.trim()) && !/[;{}]|\/\//.test(text);
}

/** Places of texts that are shown as they stand. */
function untranslated(file: string, code: string): string[] {
  const found: string[] = [];
  traverse(parse(code, { sourceType: 'module', plugins: ['typescript'] }), (node, above) => {
    const text = textOf(node);
    const takers = above.map((ancestor) => takerOf(ancestor.node)).filter((name) => name !== '');
    if (text === '' || takers.some((name) => translators.includes(name))) return;
    const field = above.findLast((ancestor) => ancestor.node.type === 'ObjectProperty')?.node;
    const isMessage =
      field?.type === 'ObjectProperty' &&
      field.key.type === 'Identifier' &&
      field.key.name === 'message';
    if (!isSentence(text) && !(isMessage && /[a-z]{2} [a-z]/.test(text))) return;
    if (!unread.test(takers.at(-1) ?? '')) found.push(`${file}:${node.loc?.start.line}: ${text}`);
  });
  return found;
}

const sources = files.map((file) => ({
  file,
  code: readFileSync(join(repositoryRoot, file), 'utf8'),
}));

it('no sentence stands where nobody could translate it', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(sources.flatMap(({ file, code }) => untranslated(file, code))).toEqual([]);
});

it.each([
  "const a = { code: 'cancelled', message: 'The profile was cancelled.' };",
  "const a = { message: 'cannot be read' };",
  'fail(`Loading ${a} took too long.`);',
  "const a = 'Take a smaller ' + 'batch, or another one.';\nconst b = b ? 'Choose another one.' : '';",
])('sees that nobody could translate %s', (code) => {
  expect(untranslated('a.ts', code)).not.toEqual([]);
});
