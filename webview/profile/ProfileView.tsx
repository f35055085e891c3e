/** The profile of the model: how it was taken, and its pictures, each with its table. */
import { t } from '../l10n';
import type { Page } from '../page';
import { SeverityIcon } from '../ui/icons';
import { Tabs } from '../ui/Tabs';
import type { Failure } from '../../src/protocol/failure';
import type { Shown, UiState } from '../state/uiState';
import { profileViews, type ProfileViewName } from '../state/views';
import { AdviceList } from './AdviceList';
import { BackendsButton } from './BackendsButton';
import { Batches } from './Batches';
import { CostTable } from './CostTable';
import { FailureNote } from './FailureNote';
import { HowTaken } from './HowTaken';
import { Memory } from './Memory';
import { NoProfile } from './NoProfile';
import { ProfileOptions } from './ProfileOptions';
import { RooflineView } from './RooflineView';
import type { PageProfile } from './state';
import { ProfilePage } from './profilePage';
import { Timeline } from './Timeline';

const titles: Readonly<Record<ProfileViewName, string>> = {
  table: t('Table'),
  timeline: t('Timeline'),
  roofline: t('Roofline'),
  memory: t('Memory'),
  batches: t('Batch sizes'),
  advice: t('Advice'),
};

const tabId = (view: ProfileViewName): string => `profile-tab-${view}`;
const panelId = (view: ProfileViewName): string => `profile-panel-${view}`;

interface Props {
  readonly page: Page;
  readonly state: UiState;
  readonly shown: Shown;
}

/** What each picture of a profile is made of. */
export interface PictureProps {
  readonly page: Page;
  readonly state: UiState;
  readonly shown: Shown;
  readonly profile: PageProfile;
}

export function ProfileView({ page, state, shown }: Props) {
  const { profile, views } = state;
  if (profile === null) return <NoProfile page={page} state={state} />;
  const { view } = views.profile;
  return (
    <section class="profile" aria-label={t('Profile')} data-testid="profile">
      <ProfileOptions
        page={page}
        state={state}
        action={t('Profile again')}
        testId="profile-again"
      />
      <Notes page={page} state={state} warnings={profile.profile.warnings} />
      <HowTaken page={page} profile={profile} />
      <div class="profile-bar">
        <Tabs
          label={t('Views of the profile')}
          ids={profileViews}
          titles={titles}
          chosen={view}
          tabId={tabId}
          panelId={(id) => (id === view ? panelId(id) : undefined)}
          onChoose={(chosen) =>
            page.store.dispatch({ type: 'profileView', change: { view: chosen } })
          }
        />
        <Actions page={page} compared={profile.compared !== undefined} />
      </div>
      <div class="profile-panel" role="tabpanel" id={panelId(view)} aria-labelledby={tabId(view)}>
        <ProfilePage.Provider value={page}>
          <Picture view={view} page={page} state={state} shown={shown} profile={profile} />
        </ProfilePage.Provider>
      </div>
    </section>
  );
}

function Picture({ view, ...props }: PictureProps & { readonly view: ProfileViewName }) {
  switch (view) {
    case 'table':
      return <CostTable {...props} />;
    case 'timeline':
      return <Timeline {...props} />;
    case 'roofline':
      return <RooflineView {...props} />;
    case 'memory':
      return <Memory {...props} />;
    case 'batches':
      return <Batches {...props} />;
    case 'advice':
      return <AdviceList {...props} />;
  }
}

function Actions({ page, compared }: { readonly page: Page; readonly compared: boolean }) {
  return (
    <div class="profile-actions" role="group" aria-label={t('Profiles')}>
      <button
        type="button"
        class="link"
        data-testid="profile-compare"
        onClick={() =>
          page.host.post('profile', { command: compared ? 'stopComparing' : 'compare' })
        }
      >
        {compared ? t('Stop comparing') : t('Compare…')}
      </button>
      <button
        type="button"
        class="link"
        data-testid="profile-export"
        onClick={() => page.host.post('profile', { command: 'export' })}
      >
        {t('Export…')}
      </button>
      <BackendsButton page={page} />
    </div>
  );
}

interface NotesProps {
  readonly page: Page;
  readonly state: UiState;
  readonly warnings: readonly Failure[];
}

/** What has to be known before the numbers are read. */
function Notes({ page, state: { profiling }, warnings }: NotesProps) {
  const { stale, failure } = profiling;
  const said = [...(failure === undefined ? [] : [failure]), ...warnings];
  if (!stale && said.length === 0) return null;
  return (
    <div class="profile-notes" role="status">
      {stale && (
        <p class="profile-note" data-testid="profile-stale">
          <SeverityIcon severity="warning" />
          <span>
            {t('The file has changed since this profile was taken.')}{' '}
            <button
              type="button"
              class="link"
              onClick={() => page.host.post('profile', { command: 'run' })}
            >
              {t('Profile again')}
            </button>
          </span>
        </p>
      )}
      {said.map((note) => (
        <FailureNote key={`${note.code} ${note.message}`} page={page} failure={note} />
      ))}
    </div>
  );
}
