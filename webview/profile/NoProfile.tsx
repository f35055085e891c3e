/** The profile's view before there is one. */
import type { ProfilingState } from '../../src/protocol/designer';
import { t } from '../l10n';
import type { Page } from '../page';
import { Icon } from '../ui/icons';
import { FailureNote } from './FailureNote';

interface Props {
  readonly page: Page;
  readonly profiling: ProfilingState;
}

export function NoProfile({ page, profiling: { running, failure } }: Props) {
  return (
    <section class="profile-empty" aria-label={t('Profile')} data-testid="no-profile">
      <Icon name="gauge" />
      <h2>{running === null ? t('No profile yet') : t('A profile is being taken')}</h2>
      <p>
        {t(
          'A profile runs a real training step on this machine, several times, and tells which layers its time and memory go to, forward and backward.',
        )}
      </p>
      {failure !== undefined && <FailureNote page={page} failure={failure} />}
      {running === null && (
        <div class="profile-empty-actions">
          <button
            type="button"
            class="button"
            data-testid="profile-first"
            onClick={() => page.host.post('profile', { command: 'run' })}
          >
            {t('Profile the model')}
          </button>
          <button
            type="button"
            class="button secondary"
            onClick={() => page.host.post('profile', { command: 'selectBackend' })}
          >
            {t('Select a backend…')}
          </button>
        </div>
      )}
    </section>
  );
}
