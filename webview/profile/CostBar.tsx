/** The bar over the table of costs: its filter, its groups, and copies of it. */
import type { Page } from '../page';
import type { Column } from '../state/table/columns';
import type { ProfileSettings } from '../state/views';
import { CopyButtons } from '../ui/CopyButtons';
import { TableFilter } from '../ui/TableFilter';
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
      <TableFilter name="cost" settings={settings} onChange={onChange} />
      <CopyButtons page={page} name="costs" columns={copiedColumns(columns)} rows={() => rows} />
    </div>
  );
}
