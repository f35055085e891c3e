/** The views of the model, one at a time: the graph, the tables of layers and of blocks, the profile. */
import type { Page } from '../page';
import { ProfileView } from '../profile/ProfileView';
import type { Shown, UiState } from '../state/uiState';
import type { Tab } from '../state/views';
import { BlockTable } from './BlockTable';
import { LayerTable } from './LayerTable';
import { Stage } from './Stage';
import { panelId, tabId, ViewBar } from './ViewBar';

export function Views({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const { shown, views } = state;
  const tab = shown === undefined ? 'graph' : views.tab;
  return (
    <div class="views" data-testid="views" data-value={tab}>
      {shown && <ViewBar page={page} state={state} />}
      <div class="view-panels">
        {/* The graph keeps its size and its place behind a table. */}
        <div
          class={`view${tab === 'graph' ? '' : ' behind'}`}
          {...(shown === undefined
            ? {}
            : { role: 'tabpanel', id: panelId('graph'), 'aria-labelledby': tabId('graph') })}
        >
          <Stage page={page} state={state} />
        </div>
        {shown && tab !== 'graph' && (
          <div class="view" role="tabpanel" id={panelId(tab)} aria-labelledby={tabId(tab)}>
            <Table tab={tab} page={page} state={state} shown={shown} />
          </div>
        )}
      </div>
    </div>
  );
}

interface TableProps {
  readonly tab: Exclude<Tab, 'graph'>;
  readonly page: Page;
  readonly state: UiState;
  readonly shown: Shown;
}

function Table({ tab, ...props }: TableProps) {
  switch (tab) {
    case 'layers':
      return <LayerTable {...props} />;
    case 'blocks':
      return <BlockTable {...props} />;
    case 'profile':
      return <ProfileView {...props} />;
  }
}
