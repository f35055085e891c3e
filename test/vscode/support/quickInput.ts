import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { exactly } from './text.js';

const commandTimeoutMs = 30_000;
const rowTimeoutMs = 2_000;

/** The box at the top: command palette, quick open, go to line, and the extension's own input boxes. */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-box input');
  }

  /**
   * Commands appear as VS Code and its extensions load, and an open palette does not show those that
   * came later: so it is opened again until it has the command.
   */
  async runCommand(title: string): Promise<void> {
    for (const deadline = Date.now() + commandTimeoutMs; Date.now() < deadline;) {
      await this.open('F1');
      await this.input.fill(`>${title}`);
      if (await isShown(this.row(title))) return this.row(title).click();
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`The command palette has no “${title}”.`);
  }

  /** By its absolute path, which needs no search of the workspace. */
  async openFile(path: string): Promise<void> {
    await this.open('ControlOrMeta+P');
    await this.input.fill(path);
    await this.row(basename(path)).click();
    await this.widget.waitFor({ state: 'hidden' });
  }

  async goTo(line: number, column: number): Promise<void> {
    await this.open('Control+G');
    await this.input.fill(`:${line}:${column}`);
    await this.accept();
  }

  /** Answers an input box that is already open. */
  async answer(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
    await this.accept();
  }

  /** Takes the first item that is left when the list with this title is searched for a text. */
  async pick(title: string, text: string): Promise<void> {
    await this.widget.getByText(title, { exact: true }).waitFor();
    await this.input.fill(text);
    await this.row(text).waitFor();
    await this.accept();
  }

  /** A row by its label, without what stands beside it. */
  row(label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: exactly(label) });
    return this.widget.locator('.monaco-list-row', { has: name }).first();
  }

  private async open(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    await this.input.waitFor();
  }

  private async accept(): Promise<void> {
    await this.input.press('Enter');
    await this.widget.waitFor({ state: 'hidden' });
  }
}

async function isShown(row: Locator): Promise<boolean> {
  return row.waitFor({ timeout: rowTimeoutMs }).then(
    () => true,
    () => false,
  );
}
