import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

const drawnTimeoutMs = 30_000;

/** The designer's webview, read and used as a person does; waits rather than looks once. */
export class DesignerView {
  constructor(private readonly workbench: Workbench) {}

  get frame(): FrameLocator {
    return this.workbench.webview();
  }

  get root(): Locator {
    return this.frame.locator('[data-revision]').first();
  }

  node(id: string): Locator {
    return this.frame.locator(`[data-node-id="${id}"]`);
  }

  group(id: string): Locator {
    return this.frame.locator(`[data-group-id="${id}"]`);
  }

  /** Clicks a node as a person does, who first pans the graph until it is in sight. */
  async click(id: string): Promise<void> {
    const node = this.node(id);
    await node.waitFor({ state: 'attached' });
    for (let turn = 0; turn < 20; turn++) {
      const [stage, box] = [await this.stage.boundingBox(), await node.boundingBox()];
      if (stage === null || box === null) throw new Error(`${id} is not drawn`);
      const away = box.y + box.height / 2 - (stage.y + stage.height / 2);
      if (Math.abs(away) < stage.height / 4) break;
      await this.workbench.page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2);
      await this.workbench.page.mouse.wheel(0, away);
      await this.workbench.page.waitForTimeout(50);
    }
    await node.click({ timeout: 5_000 });
  }

  get stage(): Locator {
    return this.frame.locator('.graph-pane');
  }

  get selected(): Locator {
    return this.frame.locator('[data-node-id][aria-selected="true"]');
  }

  get failure(): Locator {
    return this.frame.locator('[data-testid="failure"]');
  }

  /** Waits until the header shows this many trainable parameters, exactly. */
  async waitForTrainable(count: number): Promise<void> {
    await this.frame
      .locator(`[data-testid="total-trainable"][data-value="${count}"]`)
      .waitFor({ state: 'attached', timeout: drawnTimeoutMs });
  }

  async value(testId: string): Promise<string | null> {
    return this.frame.locator(`[data-testid="${testId}"]`).getAttribute('data-value');
  }

  /** Ids of the skips that are drawn, each once. */
  async skips(kind?: string): Promise<Set<string>> {
    const selector = kind === undefined ? '[data-skip-id]' : `[data-skip-kind="${kind}"]`;
    const ids = await this.frame
      .locator(`svg ${selector}`)
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('data-skip-id')));
    return new Set(ids.filter((id) => id !== null));
  }
}

/** Opens a designer by the lens above a builder, and waits for its picture. */
export async function openByLens(workbench: Workbench, lens: number): Promise<DesignerView> {
  const links = workbench.page.locator('.codelens-decoration a', {
    hasText: 'Open in ResNet Designer',
  });
  await workbench.editor.focus();
  await links.nth(lens).click();
  return shownDesigner(workbench);
}

/** Opens a designer by the lens next above a line, which this scrolls to. */
export async function openByLensAbove(workbench: Workbench, line: number): Promise<DesignerView> {
  const { editor, page } = workbench;
  await editor.goTo(line);
  const links = page.locator('.codelens-decoration a', { hasText: 'Open in ResNet Designer' });
  await links.first().waitFor();
  const cursor = await page.locator('.cursors-layer .cursor').first().boundingBox();
  const boxes = await Promise.all((await links.all()).map((link) => link.boundingBox()));
  const above = boxes.map((box) => (cursor?.y ?? 0) - (box?.y ?? Infinity));
  const nearest = Math.min(...above.filter((distance) => distance > 0));
  await links.nth(above.indexOf(nearest)).click();
  return shownDesigner(workbench);
}

async function shownDesigner(workbench: Workbench): Promise<DesignerView> {
  const view = new DesignerView(workbench);
  await view.root.waitFor({ timeout: drawnTimeoutMs });
  return view;
}
