/** Throughput, time of a step and peak memory by the size of the batch, predicted and measured. */
import { formatCount, formatExact } from '../../src/model/format';
import type { BatchCurve } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Page } from '../page';
import { BatchCharts } from './BatchCharts';
import { fastest, hasEnd, throughput } from './batchPoints';
import { batchColumns } from './batchTable';
import { ownBatch } from './ownBatch';
import { PlainGrid } from './PlainGrid';
import type { PictureProps } from './ProfileView';
import { figureText } from './words';

export function Batches({ page, shown, profile: { profile } }: PictureProps) {
  const { batches } = profile;
  const own = ownBatch(shown.graph, shown.index);
  if (own !== undefined) return <OwnBatch batch={own} />;
  if (batches === undefined || batches.points.length === 0) return <NoCurve page={page} />;
  return (
    <div class="picture-and-table">
      <div class="chart-picture">
        <Sums curve={batches} />
        <BatchCharts page={page} profile={profile} curve={batches} />
      </div>
      <PlainGrid
        label={t('Batch sizes')}
        testId="batch-table"
        columns={batchColumns}
        rows={batches.points}
        idOf={({ batch }) => String(batch)}
        selected={String(profile.settings.batch)}
      />
    </div>
  );
}

function OwnBatch({ batch }: { readonly batch: number }) {
  return (
    <div class="profile-empty" data-testid="own-batch" data-value={batch}>
      <p>
        {t(
          'The inputs of this model have a first dimension of their own, {0}, so there is no curve of batch sizes. Another batch takes other inputs in the file.',
          formatExact(batch),
        )}
      </p>
    </div>
  );
}

function NoCurve({ page }: { readonly page: Page }) {
  return (
    <div class="profile-empty">
      <p>
        {t(
          'Batch sizes have not been tried. For each, a step is predicted, and measured where its memory fits.',
        )}
      </p>
      <button
        type="button"
        class="button"
        data-testid="measure-batches"
        onClick={() => page.host.post('profile', { command: 'measureBatches' })}
      >
        {t('Try batch sizes')}
      </button>
    </div>
  );
}

/** Whether it is the end of the memory, or of what was tried. */
function largestWords(curve: BatchCurve, largest: number): string {
  return hasEnd(curve) ? t('Largest that fits: {0}', largest) : t('Largest tried: {0}', largest);
}

function Sums({ curve }: { readonly curve: BatchCurve }) {
  const best = fastest(curve);
  return (
    <ul class="chart-sums" aria-label={t('Batch sizes')}>
      {curve.largest !== undefined && (
        <li data-testid="largest-batch" data-value={curve.largest}>
          <b>{largestWords(curve, curve.largest)}</b>
        </li>
      )}
      {curve.largestPredicted !== undefined && (
        <li
          data-testid="largest-predicted"
          data-value={curve.largestPredicted}
          title={t(
            '{0}, by the measured peaks and the memory that was free',
            formatExact(curve.largestPredicted),
          )}
        >
          {t('by memory, up to about {0} would fit', formatCount(curve.largestPredicted))}
        </li>
      )}
      {best?.measured !== undefined && (
        <li
          data-testid="fastest-batch"
          data-value={best.batch}
          title={formatExact(throughput(best.batch, best.measured.ms))}
        >
          {t(
            'most a second with {0}: {1} examples',
            best.batch,
            figureText(throughput(best.batch, best.measured.ms)),
          )}
        </li>
      )}
      <li class="key-measured">{t('measured')}</li>
      <li class="key-predicted">{t('predicted')}</li>
    </ul>
  );
}
