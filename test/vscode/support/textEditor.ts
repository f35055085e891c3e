import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quickInput.js';

export interface Position {
  readonly line: number;
  readonly column: number;
}

const shownTimeoutMs = 30_000;
const menuTimeoutMs = 4_000;
/** The status bar tells of the cursor at once, or, where another editor is active, not at all. */
const statusTimeoutMs = 3_000;

/** The text editor of the first editor group; panels open beside it. Lines and columns count from 1. */
export class TextEditor {
  private readonly active: Locator;

  constructor(
    private readonly page: Page,
    private readonly quickInput: QuickInput,
  ) {
    this.active = page.locator('.editor-instance .monaco-editor[role="code"]').first();
  }

  async waitUntilShown(file: string, timeout = shownTimeoutMs): Promise<void> {
    const tab = this.page.locator(`.tab.active[data-resource-name="${basename(file)}"]`);
    await tab.waitFor({ timeout });
    await this.active.locator('.view-line').first().waitFor({ timeout });
  }

  /** Puts the keyboard focus here without moving the cursor, as a click would. */
  async focus(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+1');
    await this.active.and(this.page.locator('.focused')).waitFor();
  }

  async goTo(line: number, column = 1): Promise<void> {
    await this.focus();
    await this.quickInput.goTo(line, column);
  }

  async cursor(): Promise<Position> {
    const shown = this.page.locator('#status\\.editor\\.selection');
    const text = await shown.innerText({ timeout: statusTimeoutMs });
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec(text) ?? [];
    if (!line || !column) throw new Error(`The status bar shows no single cursor: ${text}`);
    return { line: Number(line), column: Number(column) };
  }

  /** Types at the cursor, or over the selection. */
  async type(text: string): Promise<void> {
    await this.focus();
    if (text === '') await this.page.keyboard.press('Delete');
    else await this.page.keyboard.insertText(text);
  }

  async replaceLine(line: number, text: string): Promise<void> {
    await this.goTo(line);
    await this.page.keyboard.press('Shift+End');
    await this.type(text);
  }

  async replaceInLine(line: number, from: string, to: string): Promise<void> {
    const text = await this.lineText(line);
    if (!text.includes(from)) throw new Error(`Line ${line} holds no “${from}”: ${text}`);
    await this.replaceLine(line, text.replace(from, to));
  }

  async replaceAll(text: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.type(text);
  }

  async undo(): Promise<void> {
    await this.focus();
    await this.page.keyboard.press('ControlOrMeta+Z');
  }

  async save(): Promise<void> {
    await this.focus();
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.page.locator('.tab.active:not(.dirty)').first().waitFor();
  }

  /** The text of a line, which this scrolls to: lines out of sight are not in the page. */
  async lineText(line: number): Promise<string> {
    await this.goTo(line);
    const shown = await this.page.waitForFunction(lineNumbered, String(line));
    return (await shown.evaluate((element) => element?.textContent ?? '')).replaceAll(
      '\u00a0',
      ' ',
    );
  }

  /** Applies a quick fix of a line; the menu is opened again until it has the fix. */
  async quickFix(line: number, title: string | RegExp): Promise<void> {
    const fix = this.page.locator('.action-widget .monaco-list-row', { hasText: title });
    for (const deadline = Date.now() + shownTimeoutMs; Date.now() < deadline;) {
      await this.goTo(line);
      await this.page.keyboard.press('ControlOrMeta+.');
      // The menu comes when every extension has said what it can do, TypeScript's among them.
      const shown = await fix
        .first()
        .waitFor({ timeout: menuTimeoutMs })
        .then(
          () => true,
          () => false,
        );
      // The menu of 1.100 says of its rows that they are disabled, and takes them all the same.
      if (shown) return fix.first().click({ force: true });
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`Line ${line} has no quick fix “${String(title)}”.`);
  }

  codeLens(title: string | RegExp): Locator {
    return this.active.locator('.codelens-decoration a', { hasText: title }).first();
  }

  /** The titles of the lenses in sight, from top to bottom of the page's own order. */
  async codeLensTitles(): Promise<string[]> {
    return this.active.locator('.codelens-decoration a').allInnerTexts();
  }

  /** A lens is a link only once it is resolved; the wait is for the link. */
  async clickCodeLens(title: string | RegExp): Promise<void> {
    await this.focus();
    await this.codeLens(title).click();
  }
}

/** Runs in the page. A line and its number are far apart in the document and share only their top. */
function lineNumbered(number: string): HTMLElement | undefined {
  const editor = document.querySelector('.editor-instance .monaco-editor[role="code"]');
  const numbers = [...(editor?.querySelectorAll('.margin-view-overlays .line-numbers') ?? [])];
  const row = numbers.find((element) => element.textContent === number)?.parentElement;
  const lines = [...(editor?.querySelectorAll<HTMLElement>('.view-line') ?? [])];
  return lines.find((line) => line.style.top === row?.style.top);
}
