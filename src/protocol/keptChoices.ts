/** Checks of the choices that are kept with a workspace, which an older or newer version may have written. */
import * as v from 'valibot';
import { profileChoicesSchema } from './messages';
import { check } from './schema';

const { mode, batch, backend, kernels, loss, optimizer } = profileChoicesSchema.entries;

const everywhereSchema = v.object({
  mode: v.exactOptional(mode),
  batch: v.exactOptional(batch),
  backend: v.exactOptional(backend),
  kernels: v.exactOptional(kernels),
});

const ofFileSchema = v.object({
  loss: v.exactOptional(loss),
  optimizer: v.exactOptional(optimizer),
});

const keptChoicesSchema = v.object({
  everywhere: everywhereSchema,
  files: v.array(v.tuple([v.string(), ofFileSchema])),
});

export type KeptChoices = v.InferOutput<typeof keptChoicesSchema>;

/** What was kept; nothing where it is damaged or was never written. */
export function parseKeptChoices(value: unknown): KeptChoices {
  const checked = check(keptChoicesSchema, value);
  return checked.ok ? checked.value : { everywhere: {}, files: [] };
}
