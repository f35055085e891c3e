/** When the colours of the page change: VS Code writes a new theme onto the page while it is open. */

/**
 * Calls `changed` after the theme's variables or its kind are others, or the screen's density is.
 * @returns what ends it.
 */
export function onThemeChange(changed: () => void): () => void {
  const end = new AbortController();
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributeFilter: ['style', 'class'] });
  watchDensity(changed, end.signal);
  return () => {
    observer.disconnect();
    end.abort();
  };
}

/** A query holds for one density; after a change the next is asked. */
function watchDensity(changed: () => void, signal: AbortSignal): void {
  const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  query.addEventListener(
    'change',
    () => {
      changed();
      watchDensity(changed, signal);
    },
    { once: true, signal },
  );
}
