/** A thin bar while an inspection runs; how far a long layout is; a way to stop either. */
import { useEffect, useState } from 'preact/hooks';
import type { LayoutProgress } from '../../src/layout/blocks';
import { formatExact } from '../../src/model/format';
import { t } from '../l10n';
import type { Page } from '../page';

/** Edits that are done sooner than this cause no flicker. */
const barAfterMs = 150;
const cancelAfterMs = 1000;

/** True once `on` has been so for a while. */
function useLasting(on: boolean, afterMs: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    setLasting(false);
    if (!on) return undefined;
    const timer = setTimeout(() => setLasting(true), afterMs);
    return () => clearTimeout(timer);
  }, [on, afterMs]);
  return on && lasting;
}

interface ProgressProps {
  readonly page: Page;
  readonly busy: boolean;
  readonly layout: LayoutProgress | null;
}

export function Progress({ page, busy, layout }: ProgressProps) {
  const bar = useLasting(busy, barAfterMs);
  const cancel = useLasting(busy, cancelAfterMs);
  if (!bar && !cancel && layout === null) return null;
  return (
    <section class="progress-region" aria-label={t('Progress')}>
      {bar && <div class="progress" role="progressbar" aria-label={t('Inspecting the model')} />}
      {cancel && (
        <div class="working" data-testid="working">
          <span>{t('Running the model file…')}</span>
          <button
            type="button"
            class="button secondary"
            data-testid="cancel"
            onClick={() => page.host.post('cancel', {})}
          >
            {t('Cancel')}
          </button>
        </div>
      )}
      {layout !== null && !cancel && <LayingOut page={page} {...layout} />}
    </section>
  );
}

/** The worker tells of layouts that take long only, so this is shown at once. */
function LayingOut({ page, done, of }: LayoutProgress & { readonly page: Page }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      page.cancelLayout();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [page]);
  return (
    <div class="working" data-testid="laying-out">
      <span
        role="progressbar"
        aria-label={t('Laying out the network')}
        aria-valuemin={0}
        aria-valuemax={of}
        aria-valuenow={done}
      >
        {t('Laying out: {0} of {1} boxes…', formatExact(done), formatExact(of))}
      </span>
      <button
        type="button"
        class="button secondary"
        data-testid="cancel-layout"
        title={t('Cancel (Escape)')}
        onClick={() => page.cancelLayout()}
      >
        {t('Cancel')}
      </button>
    </div>
  );
}
