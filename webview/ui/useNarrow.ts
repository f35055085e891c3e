/** Whether the page is so narrow that the inspector lies at its bottom. */
import { useEffect, useState } from 'preact/hooks';

/** The same width stands in the style sheets. */
export const narrow = window.matchMedia('(max-width: 899px)');

/** Draws anew when the page becomes narrow or wide. */
export function useNarrow(): boolean {
  const [is, set] = useState(narrow.matches);
  useEffect(() => {
    const read = (): void => set(narrow.matches);
    narrow.addEventListener('change', read);
    return () => narrow.removeEventListener('change', read);
  }, []);
  return is;
}
