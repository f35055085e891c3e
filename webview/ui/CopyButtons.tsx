/** Copies of a table for spreadsheets and for pages of text. */
import { copyText } from '../clipboard';
import { t } from '../l10n';
import type { Page } from '../page';
import { toCsv, toMarkdown, type Column } from '../state/table/columns';
import { Icon } from './icons';

interface Props<Row> {
  readonly page: Page;
  /** The beginning of the names that tests look for. */
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: () => readonly Row[];
}

export function CopyButtons<Row>({ page, name, columns, rows }: Props<Row>) {
  const copy = (form: typeof toCsv<Row>): void =>
    copyText(page, form(columns, rows()), t('The table'));
  return (
    <div class="copy-buttons" role="group" aria-label={t('Copy the table')}>
      <Icon name="copy" />
      <button
        type="button"
        class="link"
        data-testid={`${name}-csv`}
        title={t('Copy the table as CSV')}
        onClick={() => copy(toCsv)}
      >
        {t('CSV')}
      </button>
      <button
        type="button"
        class="link"
        data-testid={`${name}-markdown`}
        title={t('Copy the table as Markdown')}
        onClick={() => copy(toMarkdown)}
      >
        {t('Markdown')}
      </button>
    </div>
  );
}
