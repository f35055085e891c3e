/** The published schema, as a user of `inspect --json` would take it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { repositoryRoot } from './repository';

const file = path.join(repositoryRoot, 'docs', 'inspect.schema.json');

/** The schema with every object closed, so that a field it does not describe is a fault too. */
function closed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const inside = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const);
  const extra = 'properties' in schema ? { additionalProperties: false } : {};
  return { ...Object.fromEntries(inside), ...extra };
}

const validate = new Ajv2020({ allErrors: true }).compile(
  closed(JSON.parse(readFileSync(file, 'utf8'))) as object,
);

/** What is wrong with a value; nothing when it is as published. */
export function schemaErrors(value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
  );
}
