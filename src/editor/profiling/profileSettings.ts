/** What the settings say of how profiles are taken. */
import { backendNames, type ProfileSettings } from '../../protocol/profile';
import { setting } from '../settings';

const seed = 1;
const spread = 0.02;

export function profileSettings(): ProfileSettings {
  const backend = backendNames.find((name) => name === setting('profile.backend'));
  return {
    mode: setting('profile.mode') === 'infer' ? 'infer' : 'train',
    batch: Math.round(setting('profile.batchSize')),
    seed,
    spread,
    limitMs: setting('profile.timeLimitSeconds') * 1000,
    ...(backend === undefined ? {} : { backend }),
  };
}
