import type { Locator, Page } from 'playwright-core';
import { exactly } from './text.js';

/** The box at the top: command palette, quick open, go to line, and the extension's own input boxes. */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-box input');
  }

  async runCommand(title: string): Promise<void> {
    await this.open('F1');
    await this.input.fill(`>${title}`);
    await this.row(title).click();
  }

  /** By its absolute path, which needs no search of the workspace. */
  async openFile(path: string): Promise<void> {
    await this.open('ControlOrMeta+P');
    await this.input.fill(path);
    await this.widget.locator('.monaco-list-row').first().waitFor();
    await this.accept();
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
