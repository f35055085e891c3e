/**
 * Publishes the schema of `inspect --json` as docs/inspect.schema.json. With --check it writes
 * nothing, and fails when the published file is not what the code says.
 */
import { toJsonSchema } from '@valibot/to-json-schema';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from './lib/dependencies.mjs';
import { exitWith, SetupError } from './lib/failure.mjs';
import { importTypeScript } from './lib/importTypeScript.mjs';

const file = join(repositoryRoot, 'docs', 'inspect.schema.json');

/** @returns {Promise<string>} */
async function schemaText() {
  const { reportParts, reportSchema } = /** @type {typeof import('../src/model/reportSchema')} */ (
    await importTypeScript('src/model/reportSchema.ts')
  );
  const schema = toJsonSchema(reportSchema, {
    target: 'draft-2020-12',
    definitions: reportParts,
  });
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return format(JSON.stringify({ $schema, ...schema }), {
    ...(await resolveConfig(file)),
    parser: 'json',
  });
}

async function main() {
  const text = await schemaText();
  const published = await readFile(file, 'utf8').catch(() => '');
  if (published === text) return;
  if (process.argv.includes('--check')) {
    throw new SetupError('docs/inspect.schema.json is stale. Run "node scripts/schema.mjs".');
  }
  await writeFile(file, text);
  console.log('schema: docs/inspect.schema.json written');
}

await main().catch(exitWith);
