import type { Page } from 'playwright-core';

/** Said by every window of code-server, whatever extension runs in it. */
const noise = [
  /vsda/,
  /favicon/,
  /Failed to load resource/,
  /Long running operations during shutdown/,
  /authentication provider 'github'/,
  // A save participant of VS Code's own extensions on a machine with much to do.
  /Aborted onWillSaveTextDocument-event/,
  // The log of a window that is being reloaded.
  /Unable to write file 'vscode-log:.*IndexedDB database .* is closed/s,
  /Extension `vscode\..* is already registered/,
];

/** The `%c` and the CSS with which VS Code colours its log. */
const styling = /^%c\s*ERR color: #f33\s*/;

/** What a window complained about: uncaught errors and console errors. */
export class PageErrors {
  private readonly messages: string[] = [];

  constructor(page: Page) {
    page.on('pageerror', (error) => this.keep(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.keep(message.text());
    });
  }

  /** All so far, without what every window complains about. */
  all(): readonly string[] {
    return this.messages;
  }

  private keep(message: string): void {
    if (noise.some((pattern) => pattern.test(message))) return;
    this.messages.push(message.replace(styling, ''));
  }
}
