/** A row of tabs: the arrow keys go from one to the next, Home and End to the ends. */
import { useRef } from 'preact/hooks';

interface Props<Id extends string> {
  readonly label: string;
  readonly ids: readonly Id[];
  readonly titles: Readonly<Record<Id, string>>;
  readonly chosen: Id;
  /** Ids of the elements on the page; also what tests find them by. */
  readonly tabId: (id: Id) => string;
  /** Of the panel of a tab; undefined while it is not on the page. */
  readonly panelId: (id: Id) => string | undefined;
  readonly onChoose: (id: Id) => void;
}

/** The tab that a key leads to; undefined for other keys. */
function tabByKey<Id extends string>(ids: readonly Id[], chosen: Id, key: string): Id | undefined {
  const at = ids.indexOf(chosen);
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1 + ids.length,
    Home: 0,
    End: ids.length - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : ids[to % ids.length];
}

export function Tabs<Id extends string>(props: Props<Id>) {
  const { ids, chosen, tabId, onChoose } = props;
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = tabByKey(ids, chosen, event.key);
    if (to === undefined) return;
    event.preventDefault();
    onChoose(to);
    list.current?.querySelector<HTMLElement>(`#${tabId(to)}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={props.label} ref={list} onKeyDown={onKeyDown}>
      {ids.map((id) => {
        const panel = props.panelId(id);
        return (
          <button
            key={id}
            type="button"
            class="tab"
            role="tab"
            id={tabId(id)}
            data-testid={tabId(id)}
            aria-selected={id === chosen}
            {...(panel === undefined ? {} : { 'aria-controls': panel })}
            tabIndex={id === chosen ? 0 : -1}
            onClick={() => onChoose(id)}
          >
            {props.titles[id]}
          </button>
        );
      })}
    </div>
  );
}
