/** The panel of facts: of the selected layer, group or skip, or of the model when nothing is selected. */
import { useId } from 'preact/hooks';
import { t } from '../l10n';
import type { Page } from '../page';
import { NodeCost } from '../profile/NodeCost';
import { narrowest, widest, type InspectorState, type Shown, type UiState } from '../state/uiState';
import { GroupFacts, ModelFacts } from './GroupFacts';
import { Icon } from './icons';
import { LayerFacts } from './LayerFacts';
import { SkipFacts } from './SkipFacts';
import { Splitter } from './Splitter';
import { useNarrow } from './useNarrow';

export function Inspector({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const { shown, inspector } = state;
  const id = useId();
  // At the bottom of a narrow page the room is the graph's until something is selected: the header has the totals.
  const ofModel = useNarrow() && state.selection === null;
  if (shown === undefined) return null;
  const open = ofModel ? inspector.modelOpen : inspector.open;
  const change = (changed: Partial<InspectorState>): void =>
    page.store.dispatch({ type: 'inspector', change: changed });
  const toggle = (): void => change(ofModel ? { modelOpen: !open } : { open: !open });
  return (
    <aside
      class={`inspector ${open ? 'open' : 'closed'}${state.selection === null ? ' of-model' : ''}`}
      aria-label={t('Inspector')}
      style={{
        '--inspector-width': `${inspector.width}px`,
        '--inspector-height': `${inspector.height}px`,
      }}
    >
      {open && <Splitter size={inspector} least={narrowest} most={widest} onChange={change} />}
      <Toggle open={open} controls={id} onClick={toggle} />
      <div id={id} class="inspector-body" data-testid="inspector" hidden={!open}>
        {open && <Facts page={page} state={state} shown={shown} />}
      </div>
    </aside>
  );
}

interface ToggleProps {
  readonly open: boolean;
  readonly controls: string;
  readonly onClick: () => void;
}

function Toggle({ open, controls, onClick }: ToggleProps) {
  const label = open ? t('Close the inspector') : t('Open the inspector');
  return (
    <button
      type="button"
      class="inspector-toggle"
      data-testid="inspector-toggle"
      title={label}
      aria-label={label}
      aria-expanded={open}
      aria-controls={controls}
      onClick={onClick}
    >
      <Icon name="panel" />
      {!open && <span class="inspector-name">{t('Inspector')}</span>}
    </button>
  );
}

interface FactsProps {
  readonly page: Page;
  readonly state: UiState;
  readonly shown: Shown;
}

function Facts({ page, state, shown }: FactsProps) {
  const { selection, designer } = state;
  const { index, graph } = shown;
  const training = designer?.graph === graph ? designer.training : undefined;
  if (selection === null) return <ModelFacts {...{ page, index, graph, training }} />;
  if (selection.type === 'skip') {
    const skip = index.skips.get(selection.id);
    return skip === undefined ? null : <SkipFacts {...{ page, index, skip }} />;
  }
  const cost = <NodeCost state={state} shown={shown} id={selection.id} />;
  const entry = index.nodes.get(selection.id);
  if (entry !== undefined && entry.node.inner === undefined)
    return <LayerFacts {...{ page, index, entry }} cost={cost} />;
  const group = index.groups.get(selection.id);
  return group === undefined ? null : <GroupFacts {...{ page, index, group }} cost={cost} />;
}
