/** What the keys and buttons of the search do. */
import type { Page } from './page';
import { matchesOf, nextMatch } from './state/search';

export function openSearch({ store }: Page): void {
  store.dispatch({ type: 'search', change: { open: true } });
}

/** What was typed stays for the next time. */
export function closeSearch({ store }: Page): void {
  store.dispatch({ type: 'search', change: { open: false, at: -1 } });
}

/** Goes to the next match, or the one before: opens what hides it, selects it and brings it into sight. */
export function goToMatch(page: Page, back: boolean): void {
  const { search, shown } = page.store.state;
  const matches = matchesOf(shown?.index, search);
  const at = nextMatch(search.at, matches.length, back);
  const match = matches[at];
  if (match === undefined) return;
  page.store.dispatch({ type: 'search', change: { at } });
  page.show(match);
}

/** Whether a key is typed into a field, where `/` is a letter. */
function isTyping({ target }: Event): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches('input, textarea, select') || target.isContentEditable)
  );
}

/** Ctrl+F, Cmd+F and `/` open the search from anywhere on the page; F3 goes on with an open one. */
export function searchKey(page: Page, event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (page.store.state.shown === undefined || altKey) return;
  const modified = ctrlKey || metaKey;
  const find = modified && !shiftKey && key.toLowerCase() === 'f';
  const slash = !modified && key === '/' && !isTyping(event);
  const step = !modified && key === 'F3' && page.store.state.search.open;
  if (!find && !slash && !step) return;
  event.preventDefault();
  if (step) goToMatch(page, shiftKey);
  else openSearch(page);
}
