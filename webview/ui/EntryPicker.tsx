/** Which expression builds the model: an edit box with the builders found in the file below it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { EntryCandidate } from '../../src/protocol/designer';
import { Icon } from './icons';

interface Props {
  readonly entry: string;
  readonly entries: readonly EntryCandidate[];
  readonly onChoose: (entry: string) => void;
}

const listId = 'entry-list';

export function EntryPicker({ entry, entries, onChoose }: Props) {
  const [text, setText] = useState(entry);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(entry), [entry]);

  const close = (): void => {
    setOpen(false);
    setActive(-1);
  };
  const commit = (expression: string): void => {
    close();
    setText(expression);
    if (expression !== entry) onChoose(expression);
  };
  /** An entry that lacks arguments is put into the box to be completed, not run. */
  const choose = (candidate: EntryCandidate): void => {
    if (!candidate.needsArguments) {
      commit(candidate.expression);
      return;
    }
    close();
    setText(candidate.expression);
    selectArguments(input.current, candidate.expression);
  };
  const key = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = entries[active];
    if (step !== 0 && entries.length > 0) {
      setOpen(true);
      setActive((active + step + entries.length) % entries.length);
    } else if (event.key === 'Enter') {
      if (open && chosen !== undefined) choose(chosen);
      else commit(text.trim());
    } else if (event.key === 'Escape') {
      if (!open) setText(entry);
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="entry" onFocusOut={(event) => leaves(event) && close()}>
      <div class="entry-box">
        <input
          ref={input}
          class="entry-input"
          data-testid="entry"
          role="combobox"
          aria-label="Expression that builds the model"
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="none"
          aria-activedescendant={active >= 0 ? `entry-${active}` : undefined}
          title="Expression that builds the model. Enter runs it; the arrows choose a builder of the file."
          placeholder="expression, such as model or build(18)"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={key}
        />
        <button
          type="button"
          class="entry-button"
          data-testid="entry-button"
          tabIndex={-1}
          aria-label="Builders in this file"
          aria-expanded={open}
          disabled={entries.length === 0}
          onClick={() => {
            setOpen(!open);
            input.current?.focus();
          }}
        >
          <Icon name="chevronDown" />
        </button>
      </div>
      {open && <EntryList {...{ entries, entry, active, choose }} />}
    </div>
  );
}

interface ListProps {
  readonly entries: readonly EntryCandidate[];
  readonly entry: string;
  readonly active: number;
  readonly choose: (candidate: EntryCandidate) => void;
}

function EntryList({ entries, entry, active, choose }: ListProps) {
  return (
    <ul class="entry-list" id={listId} role="listbox" aria-label="Builders in this file">
      {entries.map((candidate, index) => (
        <li
          key={candidate.expression}
          id={`entry-${index}`}
          class={`entry-option${index === active ? ' active' : ''}`}
          data-testid="entry-option"
          role="option"
          aria-selected={candidate.expression === entry}
          // The box keeps the focus, so that the list does not close before the click.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(candidate)}
        >
          <code>{candidate.expression}</code>
          <span class="entry-note">
            {candidate.needsArguments ? 'needs arguments · ' : ''}line {candidate.line}
          </span>
        </li>
      ))}
    </ul>
  );
}

function leaves({ currentTarget, relatedTarget }: FocusEvent): boolean {
  return !(
    currentTarget instanceof Node &&
    relatedTarget instanceof Node &&
    currentTarget.contains(relatedTarget)
  );
}

/** Selects what stands between the parentheses, once the box shows the expression. */
function selectArguments(input: HTMLInputElement | null, expression: string): void {
  requestAnimationFrame(() => {
    input?.focus();
    const start = expression.indexOf('(') + 1;
    const end = expression.lastIndexOf(')');
    if (start > 0 && end >= start) input?.setSelectionRange(start, end);
  });
}
