/** The page with a model's picture on it, for the tests of profiles. */
import { beforeEach } from 'vitest';
import { usePage, type HarnessPage } from '../harness/usePage';
import { graph, profile } from './support';

export interface ProfilePage {
  readonly harness: HarnessPage;
  /** Gives a profile, and turns to a view of it. */
  readonly open: (view: string, body?: object) => Promise<void>;
}

export function useProfilePage(): ProfilePage {
  const harness = usePage({ width: 1400, height: 900 });
  beforeEach(() => harness.show(graph));
  const open = async (view: string, body: object = { profile }): Promise<void> => {
    await harness.send('profile', body);
    await harness.page.getByTestId('tab-profile').click();
    await harness.page.getByTestId(`profile-tab-${view}`).click();
  };
  return { harness, open };
}
