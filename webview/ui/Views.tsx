/** The views of the model, one at a time: the graph, the table of layers, the table of blocks. */
import type { Page } from '../page';
import type { UiState } from '../state/uiState';
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
            {tab === 'layers' ? (
              <LayerTable page={page} state={state} shown={shown} />
            ) : (
              <BlockTable page={page} state={state} shown={shown} />
            )}
          </div>
        )}
      </div>
    </div>
  );
}
