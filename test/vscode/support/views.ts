import type { FrameLocator, Locator } from 'playwright-core';
import type { DesignerView } from './designer.js';

type Tab = 'graph' | 'layers' | 'blocks' | 'profile';

/** The tables, the heat map and the search of a designer, used as a person does. */
export class ModelViews {
  constructor(private readonly designer: DesignerView) {}

  private get frame(): FrameLocator {
    return this.designer.frame;
  }

  tab(name: Tab): Locator {
    return this.frame.getByTestId(`tab-${name}`);
  }

  async open(name: Tab): Promise<void> {
    await this.tab(name).click();
    await this.frame.locator(`[data-testid="views"][data-value="${name}"]`).waitFor();
  }

  table(name: 'layer' | 'block'): Locator {
    return this.frame.getByTestId(`${name}-table`);
  }

  /** Rows of the table that is on the screen, as far as they are in sight. */
  get rows(): Locator {
    return this.frame.locator('.grid-row');
  }

  /** What a column shows in the rows in sight, from top to bottom. */
  async cells(column: string): Promise<string[]> {
    return this.frame.locator(`.grid-row [data-column="${column}"]`).allInnerTexts();
  }

  async sortBy(column: string): Promise<void> {
    await this.frame.getByTestId(`sort-${column}`).click();
  }

  get colourBy(): Locator {
    return this.frame.getByTestId('colour-by');
  }

  get searchField(): Locator {
    return this.frame.getByTestId('search-field');
  }

  get searchCount(): Locator {
    return this.frame.getByTestId('search-count');
  }

  /** What was said last to people who do not see the page. */
  get said(): Locator {
    return this.frame.getByTestId('said');
  }
}
