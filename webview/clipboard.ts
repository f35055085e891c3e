/** Copying from the page; what became of it is said, since nothing on the screen shows it. */
import { t } from './l10n';
import type { Page } from './page';

/** @param what names the text: `The table`. */
export function copyText(page: Page, text: string, what: string): void {
  navigator.clipboard.writeText(text).then(
    () => page.say(t('{0} was copied.', what)),
    () => page.say(t('{0} could not be copied: the browser does not allow it.', what)),
  );
}
