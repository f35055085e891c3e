/** The frame of what the compute worker answers; its packed parts are checked when they are unpacked. */
import * as v from 'valibot';
import type { ProfileAnswer } from './compute';
import { failureSchema } from './schema';

const packed = v.exactOptional(v.string());

export const profileAnswerSchema = v.object({
  packedStep: packed,
  packedGraph: packed,
  failures: v.pipe(v.array(failureSchema), v.maxLength(10_000)),
}) satisfies v.GenericSchema<unknown, ProfileAnswer>;
