/** The pieces that every page of the inspector is put together from. */
import type { ComponentChildren } from 'preact';
import type { SourcePlace } from '../../src/protocol/failure';
import { formatExact } from '../../src/model/format';
import type { Skip } from '../../src/model/graph';
import { t } from '../l10n';
import type { Page } from '../page';
import type { GraphIndex } from '../state/graphIndex';
import { layersWords, percent, whereWords } from '../state/words';
import { SkipSwatch } from './icons';
import { PlaceLink } from './PlaceLink';

interface SectionProps {
  readonly title: string;
  readonly note?: string;
  readonly children: ComponentChildren;
}

export function Section({ title, note, children }: SectionProps) {
  return (
    <section class="facts-section">
      <h3>
        {title}
        {note !== undefined && <span class="facts-note">{note}</span>}
      </h3>
      {children}
    </section>
  );
}

/** Names and values in two columns; rows without a value are left out. */
export function Rows({
  rows,
}: {
  readonly rows: readonly (readonly [string, ComponentChildren])[];
}) {
  const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return (
    <dl class="rows">
      {filled.map(([name, value]) => (
        <div key={name} class="row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface TitleProps {
  readonly page: Page;
  readonly index: GraphIndex;
  /** The node or group that the page is of; its path stands above the title. */
  readonly id: string | null;
  readonly title: string;
  readonly note: string;
  readonly category?: string;
  readonly place: SourcePlace | undefined;
}

export function FactsTitle({ page, index, id, title, note, category, place }: TitleProps) {
  return (
    <header class="facts-title">
      {id !== null && <Breadcrumb page={page} index={index} id={id} />}
      <h2>
        {category !== undefined && <span class={`category-dot category-${category}`} />}
        {title}
      </h2>
      <p class="facts-subtitle">
        <span>{note}</span>
        {place && <PlaceLink place={place} page={page} testId="inspector-place" />}
      </p>
    </header>
  );
}

function Breadcrumb({ page, index, id }: Pick<TitleProps, 'page' | 'index'> & { id: string }) {
  return (
    <nav class="breadcrumb" aria-label={t('Enclosing functions')}>
      <button type="button" class="link" onClick={() => page.select(null)}>
        {t('model')}
      </button>
      {index.pathOf(id).map((group) => (
        <span key={group.id}>
          <span class="breadcrumb-separator" aria-hidden="true">
            ›
          </span>
          <BoxLink page={page} id={group.id} text={group.title} />
        </span>
      ))}
    </nav>
  );
}

interface BoxLinkProps {
  readonly page: Page;
  readonly id: string;
  readonly text: string;
  readonly hint?: string;
}

/** Selects a node or group and shows it. */
export function BoxLink({ page, id, text, hint }: BoxLinkProps) {
  return (
    <button type="button" class="link" title={hint} onClick={() => page.goTo({ type: 'box', id })}>
      {text}
    </button>
  );
}

/** A link to a node by its name. */
export function NodeLink({ page, index, id }: { page: Page; index: GraphIndex; id: string }) {
  return <BoxLink page={page} id={id} text={index.nameOf(id)} />;
}

interface SkipListProps {
  readonly page: Page;
  readonly index: GraphIndex;
  readonly skips: readonly Skip[];
}

/** A path, which is cut at its start where it is too long: its end tells the rows apart. */
function Where({ text }: { text: string }) {
  return (
    <span class="skip-where cut-at-start" title={text}>
      <bdi>{text}</bdi>
    </span>
  );
}

/** One row a skip; pointing at one lights it up in the graph. */
export function SkipList({ page, index, skips }: SkipListProps) {
  return (
    <ul class="skip-list">
      {skips.map((skip) => (
        <li key={skip.id}>
          <button
            type="button"
            class="skip-row"
            data-testid="skip-row"
            onPointerEnter={() => page.hoverSkip(skip.id)}
            onPointerLeave={() => page.hoverSkip(null)}
            onClick={() => page.goTo({ type: 'skip', id: skip.id })}
          >
            <SkipSwatch kind={skip.kind} />
            <Where text={whereWords(skip.merge, index) || skip.merge} />
            <span class="skip-what">
              {skip.kind} · {layersWords(skip.length)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A number with its share of the whole model, as a bar. */
export function Share({ value, total }: { readonly value: number; readonly total: number }) {
  const share = total === 0 ? 0 : value / total;
  return (
    <span class="share">
      <span class="share-value">{formatExact(value)}</span>
      <span class="share-bar" aria-hidden="true">
        <span
          class="share-filled"
          style={{ width: `${Math.max(share > 0 ? 2 : 0, share * 100)}%` }}
        />
      </span>
      <span class="share-percent">{percent(share)}</span>
    </span>
  );
}
