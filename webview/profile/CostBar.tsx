/** The bar over the table of costs: its filter, its groups, and copies of it. */
import { copyText } from '../clipboard';
import { t } from '../l10n';
import type { Page } from '../page';
import { toCsv, toMarkdown, type Column } from '../state/table/columns';
import type { ProfileSettings } from '../state/views';
import { Icon } from '../ui/icons';
import { copiedColumns } from './tableColumns';
import type { ProfileRow } from './tableRows';

type Settings = ProfileSettings['table'];

interface Props {
  readonly page: Page;
  readonly settings: Settings;
  readonly columns: readonly Column<ProfileRow>[];
  /** What is copied. */
  readonly rows: readonly ProfileRow[];
  readonly onChange: (part: Partial<Settings>) => void;
}

export function CostBar({ page, settings, columns, rows, onChange }: Props) {
  return (
    <div class="table-bar">
      <input
        class="field table-filter"
        type="text"
        data-testid="cost-filter"
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
          data-testid="cost-groups"
          checked={settings.grouped}
          onChange={({ currentTarget }) => onChange({ grouped: currentTarget.checked })}
        />
        {t('Groups')}
      </label>
      <CopyButtons page={page} columns={columns} rows={rows} />
    </div>
  );
}

function CopyButtons({ page, columns, rows }: Pick<Props, 'page' | 'columns' | 'rows'>) {
  const copy = (form: typeof toCsv<ProfileRow>): void =>
    copyText(page, form(copiedColumns(columns), rows), t('The table'));
  return (
    <div class="copy-buttons" role="group" aria-label={t('Copy the table')}>
      <Icon name="copy" />
      <button
        type="button"
        class="link"
        data-testid="costs-csv"
        title={t('Copy the table as CSV')}
        onClick={() => copy(toCsv)}
      >
        {t('CSV')}
      </button>
      <button
        type="button"
        class="link"
        data-testid="costs-markdown"
        title={t('Copy the table as Markdown')}
        onClick={() => copy(toMarkdown)}
      >
        {t('Markdown')}
      </button>
    </div>
  );
}
