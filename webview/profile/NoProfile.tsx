/** The profile's view before there is one. */
import { t } from '../l10n';
import type { Page } from '../page';
import type { UiState } from '../state/uiState';
import { Icon } from '../ui/icons';
import { BackendsButton } from './BackendsButton';
import { FailureNote } from './FailureNote';
import { ProfileOptions } from './ProfileOptions';

interface Props {
  readonly page: Page;
  readonly state: UiState;
}

export function NoProfile({ page, state }: Props) {
  const { running, failure } = state.profiling;
  return (
    <section class="profile-empty" aria-label={t('Profile')} data-testid="no-profile">
      <Icon name="gauge" />
      <h2>{running === null ? t('No profile yet') : t('A profile is being taken')}</h2>
      <p>
        {t(
          'A profile runs a real step of the model on this machine, several times, and tells which layers its time and memory go to, forward and backward.',
        )}
      </p>
      {failure !== undefined && <FailureNote page={page} failure={failure} />}
      <ProfileOptions
        page={page}
        state={state}
        action={t('Profile the model')}
        testId="profile-first"
      />
      <BackendsButton page={page} />
    </section>
  );
}
