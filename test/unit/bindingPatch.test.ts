/** The patch of tfjs-node's binding: it fits the sources that are installed, and says so where it does not. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { bindingPatch, patchedSource } from '../../scripts/lib/bindingPatch.mjs';
import { SetupError } from '../../scripts/lib/failure.mjs';

const file = 'tfjs_backend.cc';
const source = () => readFile(`node_modules/@tensorflow/tfjs-node/binding/${file}`, 'utf8');

test('the sources that are installed get every part of it', async () => {
  const patched = patchedSource(file, await source());
  expect(patched).toContain('TFE_OpSetAttrStringList(');
  expect(patched).toContain('TFE_OpSetAttrTypeList(');
  for (const { after } of bindingPatch) expect(patched.split(after)).toHaveLength(2);
});

test('sources that have it are left as they are, and other files have none of it', async () => {
  const patched = patchedSource(file, await source());
  expect(patchedSource(file, patched)).toBe(patched);
  expect(patchedSource('utils.h', 'text')).toBe('text');
});

test('other sources are refused, and so are those that have the place twice', async () => {
  const other = (await source()).replaceAll('case TF_ATTR_STRING:', 'case TF_ATTR_TEXT:');
  expect(() => patchedSource(file, other)).toThrow(SetupError);
  const twice = `${await source()}${await source()}`;
  expect(() => patchedSource(file, twice)).toThrow(/2 times/);
});
