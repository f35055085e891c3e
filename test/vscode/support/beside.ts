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

  /** The hover over the line that holds `text`, once it holds `holds`; the line is scrolled to first. */
  async hover(line: number, text: string, holds: string): Promise<Locator> {
    await this.workbench.editor.goTo(line);
    const hover = this.workbench.page.locator('.monaco-hover:visible .hover-contents', {
      hasText: holds,
    });
    const shownLine = this.editor.locator('.view-line', { hasText: text }).first();
    const target = shownLine.locator('span', { hasText: 'apply' }).last();
    for (let turn = 0; turn < 20; turn++) {
      await this.workbench.page.mouse.move(5, 5);
      await target.hover();
      const shown = hover.first().waitFor({ timeout: 2_000 });
      if (
        await shown.then(
          () => true,
          () => false,
        )
      )
        return hover.first();
    }
    throw new Error(`No hover over “${text}” holds “${holds}”.`);
  }

  get status(): Locator {
    return this.workbench.page.locator(
      '[id="resnet-designer.resnet-designer.resnetDesigner.totals"]',
    );
  }

  /** The lines that are marked because of what is selected, as far as they are in sight. */
  get markedLines(): Locator {
    return this.editor.locator('.view-overlays .cdr[class*="ced-"]');
  }

  /** Opens the outline in the side bar. */
  async showOutline(): Promise<void> {
    const { page } = this.workbench;
    await page.locator('.activitybar .action-label[aria-label^="ResNet Designer"]').first().click();
    await this.outlineRows.first().waitFor();
  }

  get outlineRows(): Locator {
    return this.workbench.page.locator('.pane-body .monaco-list-row[role="treeitem"]');
  }

  /** A row of the outline by what a screen reader says of it. */
  outlineRow(label: string | RegExp): Locator {
    return this.workbench.page.getByRole('treeitem', { name: label }).first();
  }
}

/** VS Code writes blanks as no-break spaces, and its hints with spaces of no width. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll(/[\u200b\u200c\u200d]/g, '');
}
