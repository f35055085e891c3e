/** Where the selection is: the groups around it, outermost first, each a way to go there. */
import { t } from '../l10n';
import type { Page } from '../page';
import type { GraphIndex } from '../state/graphIndex';
import type { Selection, Shown } from '../state/uiState';
import { skipWords } from '../state/words';

interface BreadcrumbsProps {
  readonly page: Page;
  readonly shown: Shown;
  readonly selection: Selection | null;
}

export function Breadcrumbs({ page, shown: { index }, selection }: BreadcrumbsProps) {
  if (selection === null) return null;
  const skip = selection.type === 'skip' ? index.skips.get(selection.id) : undefined;
  const groups = index.pathOf(skip?.merge ?? selection.id);
  const name = skip === undefined ? nameOf(selection.id, index) : skipWords(skip);
  return (
    <nav
      class="breadcrumbs"
      aria-label={t('Groups around the selection')}
      data-testid="breadcrumbs"
    >
      <ol>
        {groups.map(({ id, title }) => (
          <li key={id} dir="auto">
            <button type="button" class="link" onClick={() => goTo(page, id)}>
              {title}
            </button>
          </li>
        ))}
        <li aria-current="true" dir="auto">
          {name}
        </li>
      </ol>
    </nav>
  );
}

/** The group's own link goes away once it is selected, so the focus moves to the group. */
function goTo(page: Page, id: string): void {
  page.goTo({ type: 'box', id });
  page.focusGraph();
}

function nameOf(id: string, index: GraphIndex): string {
  return index.groups.get(id)?.title ?? index.nameOf(id);
}
