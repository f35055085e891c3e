/** What is another in the profile that is compared with: the step, how it was taken, and its layers. */
import { useMemo } from 'preact/hooks';
import { formatBytes, formatExact, formatMilliseconds } from '../../src/model/format';
import {
  compareProfiles,
  type Comparison,
  type NodeDifference,
  type SettingDifference,
} from '../../src/model/profile/compare';
import type { Profile, ProfiledNode } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Page } from '../page';
import { takenText } from './age';
import { changeText, modeTitles } from './words';

interface Props {
  readonly page: Page;
  readonly now: Profile;
  readonly before: Profile;
}

export function Compared({ page, now, before }: Props) {
  const comparison = useMemo(() => compareProfiles(before, now), [before, now]);
  const said = [...tellingSettings(comparison).map(settingWords), ...perExampleWords(before, now)];
  return (
    <div class="compared" data-testid="compared">
      <p>
        {stepDifference(before, comparison)} {peakWords(comparison)}
      </p>
      {said.length > 0 && (
        <ul class="compared-settings" aria-label={t('What is not the same')}>
          {said.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <Layers page={page} comparison={comparison} />
    </div>
  );
}

function stepDifference(before: Profile, { step }: Comparison): string {
  const [then, now] = [step.before.ms, step.after.ms].map(formatMilliseconds);
  const change = changeText(step.ratio ?? Infinity);
  const words = t(
    'Compared with the profile of {0}: a step took {1}, now {2}, {3}',
    takenText(before),
    then ?? '',
    now ?? '',
    change,
  );
  return step.beyond ? `${words}.` : t('{0}, which is within the spread.', words);
}

function peakWords({ peakBytes: { before, after } }: Comparison): string {
  if (before === after) return '';
  return t('The peak was {0}, now {1}.', formatBytes(before), formatBytes(after));
}

/** Steps of other batches do other work; what an example takes can be compared. */
function perExampleWords(before: Profile, now: Profile): string[] {
  if (before.settings.batch === now.settings.batch) return [];
  const of = ({ step, settings }: Profile): number => step.ms / settings.batch;
  return [
    t(
      'An example took {0}, now {1}, {2}.',
      formatMilliseconds(of(before)),
      formatMilliseconds(of(now)),
      changeText(of(now) / of(before)),
    ),
  ];
}

/** Inference has neither loss nor optimizer, which goes without saying. */
function tellingSettings({ settings }: Comparison): readonly SettingDifference[] {
  const isOtherStep = settings.some(({ name }) => name === 'mode');
  return settings.filter(({ name }) => !isOtherStep || !['loss', 'optimizer'].includes(name));
}

/** One thing that is not the same, as a sentence; differences of time may come from there. */
function settingWords({ name, before, after }: SettingDifference): string {
  switch (name) {
    case 'file':
      return t('Another text of the file: {0} before, {1} now.', before, after);
    case 'entry':
      return t('Another model: {0} before, {1} now.', before, after);
    case 'backend':
      return t('Another backend: {0} before, {1} now.', before, after);
    case 'kernels':
      return before === 'own'
        ? t('Other kernels: TensorFlow.js’s own before, fused ones now.')
        : t('Other kernels: fused ones before, TensorFlow.js’s own now.');
    case 'device':
      return t('Another device: {0} before, {1} now.', before, after);
    case 'machine':
      return t('Another machine: {0} before, {1} now.', before, after);
    case 'mode':
      return t('Another kind of step: {0} before, {1} now.', modeText(before), modeText(after));
    case 'batch':
      return t('Another batch: {0} before, {1} now.', before, after);
    case 'loss':
      return t('Another loss: {0} before, {1} now.', before, after);
    case 'optimizer':
      return t('Another optimizer: {0} before, {1} now.', before, after);
  }
}

function modeText(mode: string): string {
  return mode === 'infer' ? modeTitles.infer : modeTitles.train;
}

/** Layers that are in one of them only, and those that are taken for the same under another name. */
function Layers({ page, comparison }: { readonly page: Page; readonly comparison: Comparison }) {
  const { added, removed, nodes } = comparison;
  const renamed = nodes.filter(
    ({ by, before, after }) => by !== 'id' && before.name !== after.name,
  );
  const counts = [
    ...(added.length === 0 ? [] : [t('{0} new', formatExact(added.length))]),
    ...(removed.length === 0 ? [] : [t('{0} gone', formatExact(removed.length))]),
    ...(renamed.length === 0 ? [] : [t('{0} renamed', formatExact(renamed.length))]),
  ];
  if (counts.length === 0) return null;
  return (
    <details class="compared-layers" data-testid="compared-layers">
      <summary>{t('Layers and operations: {0}', counts.join(', '))}</summary>
      <Names page={page} title={t('New')} nodes={added} linked />
      <Names page={page} title={t('Gone')} nodes={removed} />
      <Renamed nodes={renamed} />
    </details>
  );
}

/** So many are named before the rest is counted. */
const named = 24;

interface NamesProps {
  readonly page: Page;
  readonly title: string;
  readonly nodes: readonly ProfiledNode[];
  /** Whether the graph has them. */
  readonly linked?: boolean;
}

function Names({ page, title, nodes, linked = false }: NamesProps) {
  if (nodes.length === 0) return null;
  return (
    <p>
      <b>{title}</b>{' '}
      {nodes.slice(0, named).map(({ id, name, parent }) => (
        <span key={id} class="compared-name">
          {linked && parent === undefined ? (
            <button
              type="button"
              class="link"
              title={t('Show in the graph')}
              onClick={() => page.show({ type: 'box', id })}
            >
              {name}
            </button>
          ) : (
            name
          )}
        </span>
      ))}
      <More count={nodes.length - named} />
    </p>
  );
}

function Renamed({ nodes }: { readonly nodes: readonly NodeDifference[] }) {
  if (nodes.length === 0) return null;
  return (
    <p>
      <b>{t('Renamed')}</b>{' '}
      {nodes.slice(0, named).map(({ before, after }) => (
        <span key={after.id} class="compared-name">
          {before.name} → {after.name}
        </span>
      ))}
      <More count={nodes.length - named} />
    </p>
  );
}

function More({ count }: { readonly count: number }) {
  return count <= 0 ? null : <span>{t('and {0} more', formatExact(count))}</span>;
}
