/** A component's view of a store: rendered again when the state changes. */
import { useLayoutEffect, useReducer } from 'preact/hooks';
import type { Store } from '../state/store';

export function useStore<State, Action>(store: Store<State, Action>): State {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => store.subscribe(() => render(undefined)), [store]);
  return store.state;
}
