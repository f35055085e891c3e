/** The bar over the views: tabs, what the boxes are coloured by, and the search. */
import { t } from '../l10n';
import type { Page } from '../page';
import type { UiState } from '../state/uiState';
import { tabs, type Tab } from '../state/views';
import { HeatControl } from './HeatControl';
import { SearchBox } from './SearchBox';
import { Tabs } from './Tabs';

const titles: Readonly<Record<Tab, string>> = {
  graph: t('Graph'),
  layers: t('Layers'),
  blocks: t('Blocks'),
  profile: t('Profile'),
};

export function tabId(tab: Tab): string {
  return `tab-${tab}`;
}

export function panelId(tab: Tab): string {
  return `panel-${tab}`;
}

export function ViewBar({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const { tab } = state.views;
  return (
    <div class="view-bar">
      <Tabs
        label={t('Views')}
        ids={tabs}
        titles={titles}
        chosen={tab}
        tabId={tabId}
        panelId={(id) => (id === tab || id === 'graph' ? panelId(id) : undefined)}
        onChoose={(chosen) => page.store.dispatch({ type: 'views', change: { tab: chosen } })}
      />
      {tab === 'graph' && <HeatControl page={page} state={state} />}
      <SearchBox page={page} state={state} />
    </div>
  );
}
