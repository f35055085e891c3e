/** Leads to the list of backends: which work here, and what helps where one does not. */
import { t } from '../l10n';
import type { Page } from '../page';

export function BackendsButton({ page }: { readonly page: Page }) {
  return (
    <button
      type="button"
      class="link"
      data-testid="profile-backend"
      onClick={() => page.host.post('profile', { command: 'selectBackend' })}
    >
      {t('Which backends work here…')}
    </button>
  );
}
