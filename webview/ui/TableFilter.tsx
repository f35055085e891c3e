/** What a table of layers is narrowed by: words to look for, and whether the groups of the graph are kept. */
import { t } from '../l10n';

export interface FilterSettings {
  readonly filter: string;
  readonly grouped: boolean;
}

interface Props {
  /** The table's, in the names that tests look for. */
  readonly name: string;
  readonly settings: FilterSettings;
  readonly onChange: (part: Partial<FilterSettings>) => void;
}

export function TableFilter({ name, settings, onChange }: Props) {
  return (
    <>
      <input
        class="field table-filter"
        type="text"
        data-testid={`${name}-filter`}
        aria-label={t('Filter the layers by name, class, shape or function')}
        placeholder={t('Filter by name, class, shape, function')}
        spellcheck={false}
        value={settings.filter}
        onInput={({ currentTarget }) => onChange({ filter: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange({ filter: '' });
        }}
      />
      <label class="check">
        <input
          type="checkbox"
          data-testid={`${name}-groups`}
          checked={settings.grouped}
          onChange={({ currentTarget }) => onChange({ grouped: currentTarget.checked })}
        />
        {t('Groups')}
      </label>
    </>
  );
}
