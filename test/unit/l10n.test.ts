/** Everything the extension says in VS Code can be translated. */
import { parse } from '@babel/parser';
import { traverseFast } from '@babel/types';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../scripts/lib/dependencies.mjs';
import { bundleFile, localisationBundle } from '../../scripts/lib/localisedTexts.mjs';

const manifest = readFileSync(join(repositoryRoot, 'package.json'), 'utf8');
const texts = JSON.parse(readFileSync(join(repositoryRoot, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>;

/** What people read, by the names of the fields that hold it. */
const shown =
  /"(title|description|markdownDescription|category|name|contextualTitle|contents)"\s*:\s*"([^"]*)"/g;

describe('the texts of the manifest', () => {
  const contributions = manifest.slice(
    manifest.indexOf('"contributes"'),
    manifest.indexOf('"scripts"'),
  );

  it('are all in package.nls.json, and no others are', () => {
    const keys = [...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    expect([...new Set(keys)].sort()).toEqual(Object.keys(texts).sort());
  });

  it('are none of them written in the manifest itself', () => {
    const fields = [...contributions.matchAll(shown)];
    expect(fields.length).toBeGreaterThan(40);
    expect(fields.filter(([, , value]) => !/^%[\w.]+%$/.test(value ?? ''))).toEqual([]);
  });
});

/** Attributes of elements and components that people read. */
const readAttributes = /^(aria-label|title|placeholder|label|unit|detail|note|alt)$/;

/** What stands in a file's markup as it is, where nobody could translate it. */
function textsInMarkup(file: string): string[] {
  const found: string[] = [];
  const code = readFileSync(file, 'utf8');
  traverseFast(parse(code, { sourceType: 'module', plugins: ['typescript', 'jsx'] }), (node) => {
    if (node.type === 'JSXText' && /[a-z]{2}/i.test(node.value)) found.push(node.value.trim());
    if (node.type !== 'JSXAttribute' || node.value?.type !== 'StringLiteral') return;
    if (node.name.type !== 'JSXIdentifier' || !readAttributes.test(node.name.name)) return;
    found.push(node.value.value);
  });
  return found;
}

it('no text of the page stands in its markup, where it could not be translated', () => {
  const files = ['ui', 'profile'].flatMap((folder) =>
    readdirSync(join(repositoryRoot, 'webview', folder))
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => join(repositoryRoot, 'webview', folder, name)),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(files.flatMap(textsInMarkup)).toEqual([]);
});

it('the texts of the code are in the bundle that translators get (npm run l10n)', async () => {
  expect(readFileSync(bundleFile, 'utf8')).toBe(await localisationBundle());
});
