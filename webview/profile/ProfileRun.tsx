/** The header's part in profiles: takes one, or tells how far one is. */
import { formatExact } from '../../src/model/format';
import type { ProfileProgress } from '../../src/protocol/designer';
import { t } from '../l10n';
import type { Page } from '../page';
import type { UiState } from '../state/uiState';
import { Icon } from '../ui/icons';
import { modeTitles } from './words';

export function ProfileRun({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const { running } = state.profiling;
  const { mode, batch } = state.profileChoices;
  if (running !== null) return <Running page={page} running={running} />;
  return (
    <div class="profile-run">
      <button
        type="button"
        class="button secondary with-icon"
        data-testid="profile-run"
        title={t(
          'Measure a step of this model on this machine, layer by layer: {0}, batch of {1}',
          modeTitles[mode],
          formatExact(batch),
        )}
        onClick={() => page.host.post('profile', { command: 'run' })}
      >
        <Icon name="gauge" />
        {t('Profile')}
      </button>
    </div>
  );
}

function Running({ page, running }: { readonly page: Page; readonly running: ProfileProgress }) {
  const { stage, done, total } = running;
  const known = total > 0;
  const amount = known ? { 'aria-valuemin': 0, 'aria-valuemax': total, 'aria-valuenow': done } : {};
  return (
    <div class="profile-run" data-testid="profiling">
      <div class="profile-progress" role="progressbar" aria-label={stage} {...amount}>
        <span class="profile-stage">
          {known ? t('{0}: {1} of {2}', stage, formatExact(done), formatExact(total)) : stage}
        </span>
        <span class="share-bar" aria-hidden="true">
          <span
            class={`share-filled${known ? '' : ' unknown'}`}
            style={{ width: known ? `${Math.min(100, (done / total) * 100)}%` : '100%' }}
          />
        </span>
      </div>
      <button
        type="button"
        class="button secondary"
        data-testid="profile-cancel"
        onClick={() => page.host.post('profile', { command: 'cancel' })}
      >
        {t('Cancel')}
      </button>
    </div>
  );
}
