/** What would help, with what it would gain, and where. */
import { useMemo } from 'preact/hooks';
import { formatExact, formatMilliseconds } from '../../src/model/format';
import { t } from '../l10n';
import type { Page } from '../page';
import { percent } from '../state/words';
import { adviceOf, type AdviceItem } from './advice';
import { shareOfStep } from './costs';
import type { ProfileIndex } from './profileIndex';
import type { PictureProps } from './ProfileView';
import { profiledGraph } from './state';

/** So many layers are named before the rest is counted. */
const named = 6;

export function AdviceList({ page, shown, profile }: PictureProps) {
  const { now } = profiledGraph(profile, shown.index);
  const items = useMemo(() => adviceOf(now), [now]);
  return (
    <div class="advice" data-testid="advice" data-items={items.length}>
      {items.length === 0 && (
        <p class="table-empty">{t('The measurement supports no advice for this step.')}</p>
      )}
      <ol class="advice-list">
        {items.map((item) => (
          <Item key={item.id} page={page} now={now} item={item} />
        ))}
      </ol>
    </div>
  );
}

interface ItemProps {
  readonly page: Page;
  readonly now: ProfileIndex;
  readonly item: AdviceItem;
}

function Item({ page, now, item }: ItemProps) {
  const { title, reason, gainMs, nodes, id } = item;
  return (
    <li class="advice-item" data-testid="advice-item" data-value={id}>
      <h3 class="advice-title">
        {title}
        {gainMs !== undefined && (
          <span class="advice-gain" data-testid="advice-gain" data-value={gainMs}>
            {t(
              'up to {0}, {1} of the step',
              formatMilliseconds(gainMs),
              percent(shareOfStep({ ms: gainMs }, now.profile)),
            )}
          </span>
        )}
      </h3>
      <p>{reason}</p>
      {nodes.length > 0 && <Places page={page} now={now} nodes={nodes} />}
    </li>
  );
}

interface PlacesProps {
  readonly page: Page;
  readonly now: ProfileIndex;
  readonly nodes: readonly string[];
}

function Places({ page, now, nodes }: PlacesProps) {
  const more = nodes.length - named;
  return (
    <p class="advice-places">
      {nodes.slice(0, named).map((id) => (
        <button
          key={id}
          type="button"
          class="link"
          title={t('Show in the graph')}
          onClick={() => page.show({ type: 'box', id })}
        >
          {now.nodes.get(id)?.name ?? id}
        </button>
      ))}
      {more > 0 && <span>{t('and {0} more', formatExact(more))}</span>}
    </p>
  );
}
