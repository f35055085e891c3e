/** The page that a view of a profile is on, for parts deep in it that keep how they were set over a reload. */
import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { Page } from '../page';
import type { Sort } from '../state/table/columns';

export const ProfilePage = createContext<Page | null>(null);

/** How a small table of this name is sorted. */
export function useKeptSort(name: string): [Sort | null, (sort: Sort | null) => void] {
  const page = useContext(ProfilePage);
  const kept = page?.store.state.views.profile.sorts[name] ?? null;
  const [sort, setSort] = useState<Sort | null>(kept);
  const set = (next: Sort | null): void => {
    setSort(next);
    const sorts = { ...page?.store.state.views.profile.sorts, [name]: next };
    page?.store.dispatch({ type: 'profileView', change: { sorts } });
  };
  return [sort, set];
}
