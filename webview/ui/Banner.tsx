/** What is wrong with the present text, worst first, with what to do about it. */
import { useState } from 'preact/hooks';
import { wordsIn } from '../../src/model/sentence';
import type { Failure } from '../../src/protocol/failure';
import { t } from '../l10n';
import type { Page } from '../page';
import type { UiState } from '../state/uiState';
import { plural } from '../state/words';
import { Icon, SeverityIcon } from './icons';
import { PlaceLink } from './PlaceLink';

/** So many failures are shown before the rest is asked for. */
const shownAtFirst = 2;

/** The failures of the host, and the page's own before them. */
export function failuresOf(state: UiState): readonly Failure[] {
  return [...layoutFailures(state), ...(state.designer?.failures ?? [])];
}

function layoutFailures({ layoutFailure, layoutCancelled }: UiState): Failure[] {
  if (layoutFailure !== null) {
    const message = t(
      'The network could not be laid out: {0} Retry, or report this with the log of ResNet Designer.',
      layoutFailure,
    );
    return [{ code: 'internal-error', severity: 'error', message }];
  }
  if (!layoutCancelled) return [];
  const message = t(
    'The layout was cancelled, so the picture is not of the present code. Retry to draw it.',
  );
  return [{ code: 'cancelled', severity: 'information', message }];
}

/** Whether the picture on the screen is of an earlier text than the editor's. */
export function isStale({ designer, shown }: UiState): boolean {
  return designer?.stale === true && shown !== undefined;
}

export function Banner({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const failures = failuresOf(state).filter((failure) => !dismissed.includes(keyOf(failure)));
  const [all, setAll] = useState(false);
  const [worst] = failures;
  if (worst === undefined) return null;
  const dismiss = (failure: Failure): void => {
    setDismissed([...dismissed, keyOf(failure)]);
    // The button that had the focus goes away.
    page.focusGraph();
  };
  const listed = all ? failures : failures.slice(0, shownAtFirst);
  const more = failures.length - shownAtFirst;
  return (
    <section class={`banner banner-${worst.severity}`} aria-label={t('Problems')}>
      <div class="failures" role={worst.severity === 'error' ? 'alert' : 'status'}>
        <FailureList failures={listed} page={page} onDismiss={dismiss} />
      </div>
      {isStale(state) && (
        <p class="stale-label" data-testid="stale">
          <Icon name="history" />
          {t('Picture of the last version that worked')}
        </p>
      )}
      <div class="banner-actions">
        {more > 0 && (
          <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('Show fewer') : plural(more, '{0} more problem', '{0} more problems')}
          </button>
        )}
        <Remedies page={page} state={state} failures={failures} />
      </div>
    </section>
  );
}

/** A note that says something else, or of another place, is a new one. */
function keyOf({ code, message, source }: Failure): string {
  return JSON.stringify([code, message, source?.file, source?.line]);
}

/** What is known to help comes first; what is only said needs nothing to be done. */
function Remedies({ page, state, failures }: ListProps & { readonly state: UiState }) {
  const { designer } = state;
  const fixable = designer?.failures.findIndex(({ fix }) => fix !== undefined) ?? -1;
  const fix = designer?.failures[fixable]?.fix;
  if (failures.some(({ code }) => code === 'workspace-untrusted'))
    return <TrustButton page={page} />;
  return (
    <>
      {failures.some(canBeTriedAgain) && (
        <button
          type="button"
          class={fix === undefined ? 'button' : 'button secondary'}
          data-testid="retry"
          disabled={designer?.busy ?? false}
          onClick={() => page.retry()}
        >
          {t('Retry')}
        </button>
      )}
      {fix !== undefined && (
        <button
          type="button"
          class="button"
          data-testid="apply-fix"
          disabled={designer?.busy ?? false}
          onClick={() => page.host.post('applyFix', { index: fixable })}
        >
          {fixTitles[fix.kind]}
        </button>
      )}
    </>
  );
}

function TrustButton({ page }: { readonly page: Page }) {
  return (
    <button
      type="button"
      class="button"
      data-testid="manage-trust"
      onClick={() => page.host.post('manageTrust', {})}
    >
      {t('Manage Workspace Trust')}
    </button>
  );
}

const fixTitles = {
  projection: t('Project the Shortcut'),
  tracking: t('Track the Weights'),
} as const;

/** A note is of a run that went as it should. */
function canBeTriedAgain({ severity, code }: Failure): boolean {
  return severity !== 'information' || code === 'cancelled';
}

interface ListProps {
  readonly failures: readonly Failure[];
  readonly page: Page;
}

interface FailureListProps extends ListProps {
  readonly onDismiss: (failure: Failure) => void;
}

function FailureList({ failures, page, onDismiss }: FailureListProps) {
  return (
    <ul>
      {failures.map((failure, index) => (
        <FailureRow
          key={`${failure.code} ${index}`}
          failure={failure}
          page={page}
          onDismiss={() => onDismiss(failure)}
        />
      ))}
    </ul>
  );
}

const severityNames = {
  error: t('Error'),
  warning: t('Warning'),
  information: t('Note'),
} as const;

interface RowProps {
  readonly failure: Failure;
  readonly page: Page;
  readonly onDismiss: () => void;
}

/** What nobody has to do anything about can be put away. */
function FailureRow({ failure, page, onDismiss }: RowProps) {
  const { severity, source, code } = failure;
  return (
    <li class="failure" data-testid="failure" data-code={code} data-severity={severity}>
      <SeverityIcon severity={severity} />
      <p class="failure-text">
        <b class="severity-name">{severityNames[severity]}: </b>
        <span data-testid="failure-message">{wordsIn(t, failure)}</span>{' '}
        {source && <PlaceLink place={source} page={page} testId="failure-place" />}
      </p>
      {!canBeTriedAgain(failure) && <DismissButton onDismiss={onDismiss} />}
    </li>
  );
}

function DismissButton({ onDismiss }: { readonly onDismiss: () => void }) {
  const label = t('Dismiss this note');
  return (
    <button
      type="button"
      class="dismiss"
      title={label}
      aria-label={label}
      data-testid="dismiss-note"
      onClick={onDismiss}
    >
      <Icon name="close" />
    </button>
  );
}
