/** Which expression builds the model: an edit box with the builders found in the file below it. */
import { useRef } from 'preact/hooks';
import type { EntryCandidate } from '../../src/protocol/designer';
import { t } from '../l10n';
import { useEntryBox, type EntryProps } from './entryBox';
import { Icon } from './icons';

const listId = 'entry-list';
const hint = t(
  'Expression that builds the model. Enter runs it; the arrow keys choose a builder of the file.',
);

export function EntryPicker(props: EntryProps) {
  const { entry, entries } = props;
  const input = useRef<HTMLInputElement>(null);
  const box = useEntryBox(props, input);
  return (
    <div class="entry" onFocusOut={(event) => leaves(event) && box.close()}>
      <div class="entry-box">
        <input
          ref={input}
          class="entry-input"
          data-testid="entry"
          role="combobox"
          aria-label={t('Expression that builds the model')}
          aria-expanded={box.open}
          aria-controls={listId}
          aria-autocomplete="none"
          aria-activedescendant={box.active >= 0 ? `entry-${box.active}` : undefined}
          title={hint}
          placeholder={t('expression, such as model or build(18)')}
          spellcheck={false}
          value={box.text}
          onInput={(event) => box.setText(event.currentTarget.value)}
          onKeyDown={box.onKey}
        />
        <ListButton open={box.open} disabled={entries.length === 0} onClick={box.toggle} />
      </div>
      {box.open && <EntryList {...{ entries, entry, active: box.active, choose: box.choose }} />}
    </div>
  );
}

interface ButtonProps {
  readonly open: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

/** For the pointer alone: the arrow keys open the list from the box. */
function ListButton({ open, disabled, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      class="entry-button"
      data-testid="entry-button"
      tabIndex={-1}
      title={t('Builders in this file')}
      aria-label={t('Builders in this file')}
      aria-expanded={open}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name="chevronDown" />
    </button>
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
    <ul class="entry-list" id={listId} role="listbox" aria-label={t('Builders in this file')}>
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
            {candidate.needsArguments ? `${t('needs arguments')} · ` : ''}
            {t('line {0}', candidate.line)}
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
