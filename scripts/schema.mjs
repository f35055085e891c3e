/**
 * Publishes the schemas of `inspect --json` and of profiles under docs. With --check it writes nothing, and
 * fails when a published file is not what the code says.
 */
import { toJsonSchema } from '@valibot/to-json-schema';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from './lib/dependencies.mjs';
import { exitWith, SetupError } from './lib/failure.mjs';
import { importTypeScript } from './lib/importTypeScript.mjs';

/**
 * @param {import('valibot').GenericSchema} schema
 * @param {Record<string, import('valibot').GenericSchema>} definitions parts to name instead of repeating them
 */
function jsonSchema(schema, definitions) {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return { $schema, ...toJsonSchema(schema, { target: 'draft-2020-12', definitions }) };
}

async function reportJsonSchema() {
  const { reportParts, reportSchema } = /** @type {typeof import('../src/model/reportSchema')} */ (
    await importTypeScript('src/model/reportSchema.ts')
  );
  return jsonSchema(reportSchema, reportParts);
}

async function profileJsonSchema() {
  const { profileParts, profileSchema } =
    /** @type {typeof import('../src/protocol/profileSchema')} */ (
      await importTypeScript('src/protocol/profileSchema.ts')
    );
  return jsonSchema(profileSchema, profileParts);
}

const published = [
  { name: 'docs/inspect.schema.json', make: reportJsonSchema },
  { name: 'docs/profile.schema.json', make: profileJsonSchema },
];

/** @param {(typeof published)[number]} schema */
async function publish({ name, make }) {
  const file = join(repositoryRoot, name);
  const options = { ...(await resolveConfig(file)), parser: 'json' };
  const text = await format(JSON.stringify(await make()), options);
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  if (process.argv.includes('--check'))
    throw new SetupError(`${name} is stale. Run "node scripts/schema.mjs".`);
  await writeFile(file, text);
  console.log(`schema: ${name} written`);
}

async function main() {
  for (const schema of published) await publish(schema);
}

await main().catch(exitWith);
