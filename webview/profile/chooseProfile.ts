/** What is chosen on the page holds at once, and the host keeps it. */
import type { ProfileChoices } from '../../src/protocol/profile';
import type { Page } from '../page';

/** Has profiles taken so from now on. */
export function chooseProfile({ store, host }: Page, change: Partial<ProfileChoices>): void {
  const choices = { ...store.state.profileChoices, ...change };
  store.dispatch({ type: 'profileChoices', body: choices });
  host.post('setProfileChoices', choices);
}
