/** The search in the graph: a field with the number of matches, and the ways to them. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../l10n';
import type { Page } from '../page';
import { closeSearch, goToMatch, openSearch, searchKey } from '../searching';
import { matchesOf, matchWords } from '../state/search';
import type { UiState } from '../state/uiState';
import { Icon, type IconName } from './icons';

interface Props {
  readonly page: Page;
  readonly state: UiState;
}

export function SearchBox({ page, state }: Props) {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => searchKey(page, event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [page]);
  if (state.search.open) return <OpenSearch page={page} state={state} />;
  return (
    <div class="search">
      <SearchButton
        icon="search"
        label={t('Search (Ctrl+F or /)')}
        onClick={() => openSearch(page)}
      />
    </div>
  );
}

function OpenSearch({ page, state }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const before = useRef(document.activeElement);
  const { search, shown } = state;
  const count = matchesOf(shown?.index, search).length;
  const close = (): void => {
    closeSearch(page);
    // In the graph the keyboard goes on from what was found.
    if (state.views.tab === 'graph') page.focusGraph();
    else if (before.current instanceof HTMLElement) before.current.focus();
  };
  useEffect(() => selectOnFind(field.current), []);
  return (
    <div
      class="search open"
      role="search"
      data-testid="search"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <SearchField page={page} text={search.text} field={field} />
      <span class="search-count" role="status" data-testid="search-count">
        {matchWords(search, count)}
      </span>
      <Steps page={page} disabled={count === 0} />
      <SearchButton icon="close" label={t('Close the search (Escape)')} onClick={close} />
    </div>
  );
}

function Steps({ page, disabled }: { readonly page: Page; readonly disabled: boolean }) {
  return (
    <>
      <SearchButton
        icon="up"
        label={t('Previous match (Shift+Enter)')}
        disabled={disabled}
        onClick={() => goToMatch(page, true)}
      />
      <SearchButton
        icon="down"
        label={t('Next match (Enter)')}
        disabled={disabled}
        onClick={() => goToMatch(page, false)}
      />
    </>
  );
}

/** Ctrl+F in an open search starts a new word, as in the editor. */
function selectOnFind(field: HTMLInputElement | null): () => void {
  const select = (): void => {
    field?.focus();
    field?.select();
  };
  const listen = ({ key, ctrlKey, metaKey }: KeyboardEvent): void => {
    if ((ctrlKey || metaKey) && key.toLowerCase() === 'f') select();
  };
  select();
  window.addEventListener('keydown', listen);
  return () => window.removeEventListener('keydown', listen);
}

interface FieldProps {
  readonly page: Page;
  readonly text: string;
  readonly field: RefObject<HTMLInputElement>;
}

function SearchField({ page, text, field }: FieldProps) {
  return (
    <input
      ref={field}
      class="field search-field"
      type="text"
      data-testid="search-field"
      aria-label={t('Search by name, class, shape, kind of skip or function')}
      placeholder={t('Name, class, shape, kind of skip, function')}
      spellcheck={false}
      value={text}
      onInput={({ currentTarget }) =>
        page.store.dispatch({ type: 'search', change: { text: currentTarget.value, at: -1 } })
      }
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        event.preventDefault();
        goToMatch(page, event.shiftKey);
      }}
    />
  );
}

interface ButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function SearchButton({ icon, label, disabled = false, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      class="tool small"
      title={label}
      aria-label={label}
      data-testid={`search-${icon}`}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
