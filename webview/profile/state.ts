/** What the page knows of profiles: the one that is shown, and whether another is being taken. */
import type { ProfilingState } from '../../src/protocol/designer';
import type { Profile } from '../../src/protocol/profile';
import type { GraphIndex } from '../state/graphIndex';
import { profileIndexOf, type ProfileIndex } from './profileIndex';

export interface PageProfile {
  readonly profile: Profile;
  /** Differences are from this one to `profile`. */
  readonly compared: Profile | undefined;
}

export const noProfiling: ProfilingState = { running: null, stale: false };

/** Both profiles over the same graph. */
export interface ProfiledGraph {
  readonly now: ProfileIndex;
  readonly before: ProfileIndex | undefined;
}

export function profiledGraph(
  { profile, compared }: PageProfile,
  index: GraphIndex,
): ProfiledGraph {
  return {
    now: profileIndexOf(profile, index),
    before: compared && profileIndexOf(compared, index),
  };
}
