/** Profiles as files: earlier ones that are read, and what is written of a new one. */
import { readFile } from 'node:fs/promises';
import type { Advice } from '../model/profile/advice/advice';
import { chromeTrace } from '../model/profile/exports/chromeTrace';
import { profileCsv } from '../model/profile/exports/profileCsv';
import { profileMarkdown } from '../model/profile/exports/profileMarkdown';
import { fail, type Failure, type Result } from '../protocol/failure';
import type { Profile } from '../protocol/profile';
import { parseProfile } from '../protocol/profileSchema';
import { notRead } from './modelFile';
import type { ProfileFormat } from './profileArguments';

/** A profile with the advice that was drawn from it. */
export interface AdvisedProfile {
  readonly profile: Profile;
  readonly advice: readonly Advice[];
}

/** The profile as its file has it, which the editor opens and `--compare` reads. */
export function profileJson(profile: Profile): string {
  return `${JSON.stringify(profile)}\n`;
}

export function profileText(format: ProfileFormat, { profile, advice }: AdvisedProfile): string {
  switch (format) {
    case 'save':
      return profileJson(profile);
    case 'trace':
      return chromeTrace(profile);
    case 'markdown':
      return profileMarkdown(profile, advice);
    case 'csv':
      return profileCsv(profile);
  }
}

function invalid(file: string, what: string): Failure {
  return { code: 'profile-invalid', severity: 'error', message: `"${file}": ${what}` };
}

function parsed(file: string, text: string): Result<Profile> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(invalid(file, `This is not a profile, because it is not JSON: ${reason}.`));
  }
  const profile = parseProfile(value);
  return profile.ok ? profile : fail(invalid(file, profile.failure.message));
}

/**
 * A profile that was saved before.
 * @param file absolute path
 * @returns otherwise `file-not-found`, or `profile-invalid` with what is wrong in it
 */
export async function readProfile(file: string): Promise<Result<Profile>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return fail(notRead(file, error));
  }
  return parsed(file, text);
}
