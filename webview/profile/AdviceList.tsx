/** What would help, with what it would gain, and where. */
import { useMemo } from 'preact/hooks';
import { formatExact, formatMilliseconds } from '../../src/model/format';
import { adviseOn, type Advice } from '../../src/model/profile/advice/advice';
import type { AdviceRule } from '../../src/model/profile/advice/finding';
import { fill, t } from '../l10n';
import type { Page } from '../page';
import type { GraphIndex } from '../state/graphIndex';
import { percent } from '../state/words';
import type { ProfileIndex } from './profileIndex';
import type { PictureProps } from './ProfileView';
import { profiledGraph } from './state';

/** So many layers are named before the rest is counted. */
const named = 6;

const ruleTitles: Readonly<Record<AdviceRule, string>> = {
  batch: t('Larger batch'),
  launch: t('Fewer, larger kernels'),
  host: t('Less work outside of kernels'),
  'fold-norm': t('Fold the normalization'),
  'fuse-activation': t('Fuse the activation'),
  bias: t('Leave out the bias'),
  depthwise: t('Depthwise convolutions'),
  'below-roofs': t('Far below the roofs'),
};

export function AdviceList({ page, shown, profile }: PictureProps) {
  const { now } = profiledGraph(profile, shown.index);
  const advice = useMemo(
    () => adviseOn(profile.profile, shown.graph, fill),
    [profile, shown.graph],
  );
  return (
    <div class="advice" data-testid="advice" data-items={advice.length}>
      {advice.length === 0 ? (
        <p class="table-empty">
          {t('Nothing that the measurement supports would gain more than 1 % of the step.')}
        </p>
      ) : (
        <p class="facts-hint">
          {t(
            'Each gain is the most that the measured times support; gains are not to be added up.',
          )}
        </p>
      )}
      <ol class="advice-list">
        {advice.map((item) => (
          <Item key={keyOf(item)} page={page} now={now} index={shown.index} item={item} />
        ))}
      </ol>
    </div>
  );
}

function keyOf({ rule, target }: Advice): string {
  if (target.kind === 'step') return rule;
  return `${rule} ${target.kind === 'scope' ? target.scope : target.id}`;
}

interface ItemProps {
  readonly page: Page;
  readonly now: ProfileIndex;
  readonly index: GraphIndex;
  readonly item: Advice;
}

function Item({ page, now, index, item }: ItemProps) {
  const { rule, sentence, gainMs, share, nodes, target } = item;
  const places = target.kind === 'scope' ? [target.scope, ...nodes] : nodes;
  return (
    <li class="advice-item" data-testid="advice-item" data-value={rule}>
      <h2 class="advice-title">
        {ruleTitles[rule]}
        <span class="advice-gain" data-testid="advice-gain" data-value={gainMs}>
          {t('up to {0}, {1} of the step', formatMilliseconds(gainMs), percent(share))}
        </span>
      </h2>
      <p>{sentence}</p>
      {places.length > 0 && (
        <Places
          page={page}
          places={places}
          nameOf={(id) => index.groups.get(id)?.title ?? now.nameOf(id)}
        />
      )}
    </li>
  );
}

interface PlacesProps {
  readonly page: Page;
  /** Ids of nodes and scopes. */
  readonly places: readonly string[];
  readonly nameOf: (id: string) => string;
}

function Places({ page, places, nameOf }: PlacesProps) {
  const more = places.length - named;
  return (
    <p class="advice-places">
      {places.slice(0, named).map((id) => (
        <button
          key={id}
          type="button"
          class="link"
          title={t('Show in the graph')}
          onClick={() => page.show({ type: 'box', id })}
        >
          {nameOf(id)}
        </button>
      ))}
      {more > 0 && <span>{t('and {0} more', formatExact(more))}</span>}
    </p>
  );
}
