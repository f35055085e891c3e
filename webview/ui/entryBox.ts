/** How the box behaves that holds the entry expression: text, open list, active option, keys. */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { EntryCandidate } from '../../src/protocol/designer';

export interface EntryProps {
  readonly entry: string;
  readonly entries: readonly EntryCandidate[];
  readonly onChoose: (entry: string) => void;
}

export interface EntryBox {
  readonly text: string;
  readonly open: boolean;
  /** Index of the option that Enter takes; -1 for none. */
  readonly active: number;
  readonly setText: (text: string) => void;
  readonly close: () => void;
  readonly toggle: () => void;
  readonly choose: (candidate: EntryCandidate) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

export function useEntryBox(props: EntryProps, input: RefObject<HTMLInputElement>): EntryBox {
  const { entry, entries, onChoose } = props;
  const [text, setText] = useText(entry);
  const list = useList(entries.length);
  const { open, active, close, move } = list;
  const commit = (expression: string): void => {
    close();
    setText(expression);
    if (expression !== entry) onChoose(expression);
  };
  /** An entry that lacks arguments is put into the box to be completed, not run. */
  const choose = ({ expression, needsArguments }: EntryCandidate): void => {
    if (needsArguments) {
      close();
      setText(expression);
      selectArguments(input, expression);
    } else commit(expression);
  };
  const accept = (): void => {
    const chosen = open ? entries[active] : undefined;
    if (chosen === undefined) commit(text.trim());
    else choose(chosen);
  };
  const escape = (): void => {
    if (!open) setText(entry);
    close();
  };
  const toggle = (): void => {
    list.setOpen(!open);
    input.current?.focus();
  };
  const onKey = keyHandler({ move, accept, escape });
  return { text, open, active, setText, close, toggle, choose, onKey };
}

/** The list below the box: whether it is open, and which of its options is active. */
function useList(count: number) {
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const close = (): void => {
    setOpen(false);
    setActive(-1);
  };
  const move = (step: number): void => {
    setOpen(count > 0);
    setActive(nextOption(active, step, count));
  };
  return { open, active, setOpen, close, move };
}

/** The edited text, which follows the entry when that changes elsewhere. */
function useText(entry: string): [string, (text: string) => void] {
  const [text, setText] = useState(entry);
  useEffect(() => setText(entry), [entry]);
  return [text, setText];
}

/** Around the list; the first one down and the last one up where none was active. */
export function nextOption(active: number, step: number, count: number): number {
  const from = active < 0 && step < 0 ? 0 : active;
  return count === 0 ? -1 : (from + step + count) % count;
}

interface KeyEvents {
  readonly move: (step: number) => void;
  readonly accept: () => void;
  readonly escape: () => void;
}

function keyHandler({ move, accept, escape }: KeyEvents): (event: KeyboardEvent) => void {
  const actions: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: accept,
    Escape: escape,
  };
  return (event) => {
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
}

/** Selects what stands between the parentheses, once the box shows the expression. */
function selectArguments(input: RefObject<HTMLInputElement>, expression: string): void {
  requestAnimationFrame(() => {
    input.current?.focus();
    const start = expression.indexOf('(') + 1;
    const end = expression.lastIndexOf(')');
    if (start > 0 && end >= start) input.current?.setSelectionRange(start, end);
  });
}
