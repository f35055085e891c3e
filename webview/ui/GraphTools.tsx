/** Buttons that help to find the way: to the selection, along its ancestors and descendants, on a map. */
import { t } from '../l10n';
import type { Page } from '../page';
import type { Tool } from '../state/tools';
import type { UiState } from '../state/uiState';
import { Icon, type IconName } from './icons';

export function GraphTools({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const { tools, selection } = state;
  const toggle = (tool: Tool, icon: IconName, label: string) => (
    <Button
      icon={icon}
      label={label}
      pressed={tools[tool]}
      disabled={false}
      onClick={() => page.toggleTool(tool)}
    />
  );
  return (
    <>
      <Button
        icon="target"
        label={t('Zoom to the selection (2)')}
        disabled={selection === null}
        onClick={() => page.run('zoomToSelection')}
      />
      {toggle('tracing', 'trace', t('Trace ancestors and descendants of the selection (T)'))}
      {toggle('minimap', 'map', t('Minimap (M)'))}
    </>
  );
}

interface ButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly disabled: boolean;
  /** Absent for what is done once. */
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

function Button({ icon, label, disabled, pressed, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      class="tool"
      title={label}
      aria-label={label}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      disabled={disabled}
      data-testid={`tool-${icon}`}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
