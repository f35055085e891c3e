/** The few pictures of the page, drawn in the colour of the text around them. */
import type { LayerCategory } from '../../src/model/category';
import type { SkipKind } from '../../src/model/graph';
import type { Severity } from '../../src/protocol/failure';

const paths = {
  error: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13ZM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  warning: 'M8 2L14.5 13.5H1.5ZM8 6.5V9.8M8 11.4V12',
  information: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13ZM8 7.2V11.5M8 4.6V5.3',
  chevronDown: 'M4 6L8 10L12 6',
  chevronRight: 'M6 4L10 8L6 12',
  plus: 'M8 3V13M3 8H13',
  minus: 'M3 8H13',
  fit: 'M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10',
  expand: 'M4.5 6L8 2.5L11.5 6M4.5 10L8 13.5L11.5 10',
  collapse: 'M4.5 2.5L8 6L11.5 2.5M4.5 13.5L8 10L11.5 13.5',
  panel: 'M2 3H14V13H2ZM10 3V13',
  file: 'M4 1.5H9.5L12.5 4.5V14.5H4ZM9.5 1.5V4.5H12.5',
  lock: 'M3.5 7H12.5V14H3.5ZM5.5 7V5a2.5 2.5 0 0 1 5 0V7',
  history: 'M2.5 8a5.5 5.5 0 1 0 1.8-4.1M2.5 2.5V5.5H5.5M8 5V8.3L10.3 9.6',
  target: 'M8 1V4M8 12V15M1 8H4M12 8H15M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9Z',
  trace: 'M8 2V5.5M8 10.5V14M5.5 5.5H10.5V10.5H5.5ZM5.8 11.8L8 14L10.2 11.8',
  map: 'M2 3H14V13H2ZM8.5 8H12V11H8.5Z',
  network: 'M3 2.5H7V5.5H3ZM9 2.5H13V5.5H9ZM6 10.5H10V13.5H6ZM5 5.5V8H11V5.5M8 8V10.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9ZM10.3 10.3L14 14',
  up: 'M8 13V3M4 7L8 3L12 7',
  down: 'M8 3V13M4 9L8 13L12 9',
  close: 'M4 4L12 12M12 4L4 12',
  gauge: 'M2.5 12a6 6 0 1 1 11 0ZM8 10L11 6',
  copy: 'M5.5 5.5H13.5V13.5H5.5ZM10.5 5.5V2.5H2.5V10.5H5.5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

export function SeverityIcon({ severity }: { readonly severity: Severity }) {
  return (
    <span class={`severity severity-${severity}`}>
      <Icon name={severity} />
    </span>
  );
}

/** A short piece of a skip's wire, as it is drawn in the graph. */
export function SkipSwatch({ kind }: { readonly kind: SkipKind }) {
  return (
    <svg class={`swatch skip skip-${kind}`} viewBox="0 0 28 12" aria-hidden="true">
      <path class="line" d="M1 6H21" />
      <path class="head" d="M27 6L20 2.5V9.5Z" />
    </svg>
  );
}

/** A small box, as those of the family are drawn in the graph. */
export function FamilySwatch({ category }: { readonly category: LayerCategory }) {
  return (
    <svg class={`swatch layer category-${category}`} viewBox="0 0 28 12" aria-hidden="true">
      <rect class="frame" x="1" y="1" width="26" height="10" rx="3" />
    </svg>
  );
}
