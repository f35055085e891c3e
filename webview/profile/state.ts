/** What the page knows of profiles: the one that is shown, and whether another is being taken. */
import { matchNodes } from '../../src/model/profile/matching';
import type { ProfilingState } from '../../src/protocol/designer';
import type { Profile, ProfileChoices } from '../../src/protocol/profile';
import type { GraphIndex } from '../state/graphIndex';
import { ProfileIndex } from './profileIndex';

export interface PageProfile {
  readonly profile: Profile;
  /** Differences are from this one to `profile`. */
  readonly compared: Profile | undefined;
}

export const noProfiling: ProfilingState = { running: null, stale: false };

/** Until the host says what was chosen. */
export const firstChoices: ProfileChoices = {
  mode: 'train',
  batch: 4,
  backend: 'best',
  kernels: 'own',
  loss: 'file',
  optimizer: 'file',
};

/** Both profiles over the same graph. */
export interface ProfiledGraph {
  readonly now: ProfileIndex;
  readonly before: ProfileIndex | undefined;
}

const known = new WeakMap<PageProfile, { index: GraphIndex; graph: ProfiledGraph }>();

/** The same one as long as the profiles and the graph are. */
export function profiledGraph(page: PageProfile, index: GraphIndex): ProfiledGraph {
  const found = known.get(page);
  if (found?.index === index) return found.graph;
  const { profile, compared } = page;
  const graph = {
    now: new ProfileIndex(profile, index),
    before: compared && earlierIndex(compared, profile, index),
  };
  known.set(page, { index, graph });
  return graph;
}

/** Layers of another commit may have other ids; those that are taken for the same stand in the same box. */
function earlierIndex(compared: Profile, profile: Profile, index: GraphIndex): ProfileIndex {
  const { matches } = matchNodes(compared, profile);
  const ids = new Map(matches.map(({ before, after }) => [before.id, after.id]));
  return new ProfileIndex(compared, index, (id) => ids.get(id) ?? id);
}
