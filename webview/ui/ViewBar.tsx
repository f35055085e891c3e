/** The bar over the views: tabs, what the boxes are coloured by, and the search. */
import { useRef } from 'preact/hooks';
import { t } from '../l10n';
import type { Page } from '../page';
import type { UiState } from '../state/uiState';
import { tabs, type Tab } from '../state/views';
import { HeatControl } from './HeatControl';
import { SearchBox } from './SearchBox';

const titles: Readonly<Record<Tab, string>> = {
  graph: t('Graph'),
  layers: t('Layers'),
  blocks: t('Blocks'),
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
        tab={tab}
        onChoose={(chosen) => page.store.dispatch({ type: 'views', change: { tab: chosen } })}
      />
      {tab === 'graph' && <HeatControl page={page} state={state} />}
      <SearchBox page={page} state={state} />
    </div>
  );
}

interface TabsProps {
  readonly tab: Tab;
  readonly onChoose: (tab: Tab) => void;
}

/** The tab that an arrow key leads to; undefined for other keys. */
function tabByKey(tab: Tab, key: string): Tab | undefined {
  const at = tabs.indexOf(tab);
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1 + tabs.length,
    Home: 0,
    End: tabs.length - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : tabs[to % tabs.length];
}

function Tabs({ tab, onChoose }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = tabByKey(tab, event.key);
    if (to === undefined) return;
    event.preventDefault();
    onChoose(to);
    list.current?.querySelector<HTMLElement>(`#${tabId(to)}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={t('Views')} ref={list} onKeyDown={onKeyDown}>
      {tabs.map((id) => (
        <button
          key={id}
          type="button"
          class="tab"
          role="tab"
          id={tabId(id)}
          data-testid={tabId(id)}
          aria-selected={id === tab}
          {...(id === tab || id === 'graph' ? { 'aria-controls': panelId(id) } : {})}
          tabIndex={id === tab ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {titles[id]}
        </button>
      ))}
    </div>
  );
}
