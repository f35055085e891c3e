/** The graph with what floats over it: zoom, legend, the mark of a stale picture, the empty states. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../l10n';
import type { Page } from '../page';
import type { UiState } from '../state/uiState';
import { isStale } from './Banner';
import { Breadcrumbs } from './Breadcrumbs';
import { EmptyState } from './EmptyState';
import { GraphTools } from './GraphTools';
import { Icon, type IconName } from './icons';
import { Legend } from './Legend';
import { Minimap } from './Minimap';

export function Stage({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const container = useRef<HTMLDivElement>(null);
  // Before the first state can arrive, which is drawn at once.
  useLayoutEffect(() => {
    if (container.current !== null) page.mountGraph(container.current);
  }, [page]);
  const { shown } = state;
  return (
    <section
      class={`stage${isStale(state) ? ' stale' : ''}`}
      aria-label={t('Graph')}
      onKeyDown={(event) => page.keyBesideGraph(event)}
    >
      <div class="graph-pane" ref={container} />
      {shown === undefined && <EmptyState page={page} state={state} />}
      {shown && <Legend page={page} state={state} shown={shown} />}
      {shown && <Breadcrumbs page={page} shown={shown} selection={state.selection} />}
      {shown && state.tools.minimap && <Minimap page={page} picture={shown.picture} />}
      {shown && <ZoomControls page={page} state={state} />}
    </section>
  );
}

function ZoomControls({ page, state }: { readonly page: Page; readonly state: UiState }) {
  return (
    <div class="zoom-controls" role="toolbar" aria-label={t('View')}>
      <Tool icon="expand" label={t('Open all groups')} onClick={() => page.run('expandAll')} />
      <Tool icon="collapse" label={t('Close all groups')} onClick={() => page.run('collapseAll')} />
      <span class="separator" />
      <GraphTools page={page} state={state} />
      <span class="separator" />
      <Tool icon="minus" label={t('Zoom out (−)')} onClick={() => page.run('zoomOut')} />
      <Tool icon="plus" label={t('Zoom in (+)')} onClick={() => page.run('zoomIn')} />
      <Tool icon="fit" label={t('Fit the whole network (1)')} onClick={() => page.run('fit')} />
    </div>
  );
}

interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
}

function Tool({ icon, label, onClick }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      title={label}
      aria-label={label}
      data-testid={`tool-${icon}`}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
