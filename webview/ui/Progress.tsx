/** A thin bar while an inspection runs; a way to stop one that takes long. */
import { useEffect, useState } from 'preact/hooks';
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

export function Progress({ page, busy }: { readonly page: Page; readonly busy: boolean }) {
  const bar = useLasting(busy, barAfterMs);
  const cancel = useLasting(busy, cancelAfterMs);
  if (!bar && !cancel) return null;
  return (
    <section class="progress-region" aria-label="Progress">
      {bar && <div class="progress" role="progressbar" aria-label="Inspecting the model" />}
      {cancel && (
        <div class="working" data-testid="working">
          <span>Running the model file…</span>
          <button
            type="button"
            class="button secondary"
            data-testid="cancel"
            onClick={() => page.host.post('cancel', {})}
          >
            Cancel
          </button>
        </div>
      )}
    </section>
  );
}
