import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

/** What the extension shows around the text: read where a person reads it. */
export class Beside {
  constructor(private readonly workbench: Workbench) {}

  private get editor(): Locator {
    return this.workbench.page.locator('.editor-instance .monaco-editor[role="code"]').first();
  }

  lens(title: string): Locator {
    return this.editor.locator('.codelens-decoration', { hasText: title }).first();
  }

  async lensTexts(): Promise<string[]> {
    const texts = await this.editor.locator('.codelens-decoration').allInnerTexts();
    return texts.map(plain);
  }

  /** What stands behind the text of the line in sight that holds `text`; empty without a hint. */
  async hintOf(text: string): Promise<string> {
    const line = this.editor.locator('.view-line', { hasText: text }).first();
    const parts = await line.locator('span[class*="dyn-rule"]').allInnerTexts();
    return plain(parts.join('')).trim();
  }
}

/** VS Code writes blanks as no-break spaces, and its hints with spaces of no width. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll(/[\u200b\u200c\u200d]/g, '');
}
