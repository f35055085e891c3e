/** Every chart of a profile: its exact values, its keys, its table, its files, its name, and a narrow window. */
import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { useProfilePage } from './profilePage';
import { profile } from './support';

const { harness, open } = useProfilePage();
let page: Page;
beforeEach(() => {
  ({ page } = harness);
});

interface Saved {
  readonly name: string;
  readonly format?: string;
  readonly text?: string;
  readonly bytes?: Readonly<Record<string, number>>;
}

interface ChartCase {
  readonly name: string;
  readonly view: string;
  /** What has the focus while it is gone through. */
  readonly focus: (page: Page) => Locator;
  readonly role: string;
  readonly readout: string;
  /** What the readout says when the keyboard is there, with every digit. */
  readonly exact: RegExp;
  readonly table: string;
  /** A heading of its CSV. */
  readonly heading: string;
  /** Text that its SVG has. */
  readonly drawn: readonly string[];
}

const exactMs = /exactly [\d,]+(\.\d+)? ms/;

const charts: readonly ChartCase[] = [
  {
    name: 'timeline',
    view: 'timeline',
    focus: (on) => on.getByTestId('flame'),
    role: 'tree',
    readout: 'flame-readout',
    exact: exactMs,
    table: 'kernel-table',
    heading: 'kernel,phase,layer',
    drawn: ['Flame chart of the step', 'Forward', 'Backward', '0 ms', 'kernels forward'],
  },
  {
    name: 'roofline',
    view: 'roofline',
    focus: (on) => on.getByRole('listbox', { name: /under the roofs/ }),
    role: 'listbox',
    readout: 'roof-readout',
    exact: /exactly [\d,.]+ ms, [\d,.]+ FLOP\/s/,
    table: 'roof-table',
    heading: 'Name,Phase,Time',
    drawn: ['FLOPs a second', 'FLOPs for a byte', 'bound by memory', 'GFLOP/s'],
  },
  {
    name: 'memory',
    view: 'memory',
    focus: (on) => on.getByRole('slider', { name: /^Bytes held over the step/ }),
    role: 'slider',
    readout: 'memory-readout',
    exact: /exactly [\d,.]+ ms, [\d,]+ bytes$/,
    table: 'holder-table',
    heading: 'Layer,Bytes',
    drawn: ['Bytes held', 'Time in the step', 'peak', 'Backward', 'peak, predicted'],
  },
  ...(['throughput', 'batch-time', 'batch-peak'] as const).map((name, at): ChartCase => ({
    name,
    view: 'batches',
    focus: (on) => on.getByTestId(`${name}-chart`),
    role: 'slider',
    readout: `${name}-readout`,
    exact: /^Batch of 4, .* measured \(exactly [\d,.]+/,
    table: 'batch-table',
    heading: 'Batch,Step',
    drawn: [
      ['Examples a second', 'Time of a step', 'Peak bytes'][at] ?? '',
      'Examples in a batch',
      'largest that fits',
      '128',
      'measured',
    ],
  })),
];

async function savedBy(chart: ChartCase, form: string, type = 'saveChart'): Promise<Saved> {
  await page.getByTestId(`${chart.name}-${form}`).click();
  await expect.poll(() => harness.posted(type)).not.toEqual([]);
  const [saved] = (await harness.posted(type)) as Saved[];
  return saved!;
}

describe.each(charts)('the chart $name', (chart) => {
  beforeEach(() => open(chart.view));

  it('is read by the keyboard, every digit of it, and named for screen readers', async () => {
    const focus = chart.focus(page);
    await focus.focus();
    expect(await focus.getAttribute('role')).toBe(chart.role);
    expect(await focus.getAttribute('aria-label')).not.toBe('');
    const readout = page.getByTestId(chart.readout);
    const told = (): Promise<string | null> => readout.textContent();
    const hint = await told();
    await page.keyboard.press('ArrowRight');
    await expect.poll(told).toMatch(chart.exact);
    expect(await told()).not.toBe(hint);
    await page.keyboard.press('End');
    const last = await told();
    await page.keyboard.press('Home');
    await expect.poll(told).not.toBe(last);
  });

  it('has a table with the exact values on hover', async () => {
    const cells = page.getByTestId(chart.table).locator('.grid-cell.number');
    await cells.first().waitFor();
    const titles = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('title')));
    expect(titles.some((title) => /\d{4,}|\d,\d{3}|\.\d{3,}/.test(title ?? ''))).toBe(true);
  });

  it('is saved as an SVG that stands alone', async () => {
    const { name, format, text: svg = '' } = await savedBy(chart, 'svg');
    expect([name, format]).toEqual([chart.name, 'svg']);
    for (const text of chart.drawn) expect(svg).toContain(text);
    expect(svg).not.toMatch(/var\(|color-mix|color\(srgb| class="/);
    const parsed = await page.evaluate((text) => {
      const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml');
      return [root.nodeName, root.querySelectorAll('path, rect, circle').length] as const;
    }, svg);
    expect(parsed[0]).toBe('svg');
    expect(parsed[1]).toBeGreaterThan(10);
  });

  it('is saved as a PNG', async () => {
    const { name, bytes = {} } = await savedBy(chart, 'png', 'saveChartPng');
    expect(name).toBe(chart.name);
    // Bytes do not pass through the test's own channel.
    const begin = Object.values(bytes).slice(0, 4);
    expect(begin).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });

  it('is saved as CSV', async () => {
    const { text = '' } = await savedBy(chart, 'csv');
    const [head, first] = text.split('\r\n');
    expect(head).toContain(chart.heading);
    const cells = (line = ''): number => line.replaceAll(/"[^"]*"/g, '').split(',').length;
    expect(cells(first)).toBe(cells(head));
  });

  it('has all that it needs in a narrow window', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    await chart.focus(page).scrollIntoViewIfNeeded();
    const { x, width } = (await chart.focus(page).boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(361);
    const tools = (await page.getByTestId(`${chart.name}-csv`).boundingBox())!;
    expect(tools.x + tools.width).toBeLessThanOrEqual(360);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
  });
});

describe('a chart', () => {
  it('is copied as a picture; where the page may not, the host copies it', async () => {
    await open('memory');
    await page.evaluate(() => {
      const refuse = () => Promise.reject(new Error('No.'));
      Object.defineProperty(navigator, 'clipboard', { value: { write: refuse } });
    });
    await page.getByTestId('memory-copy').click();
    await expect.poll(() => harness.posted('copySvg')).toHaveLength(1);
    const [{ svg }] = (await harness.posted('copySvg')) as [{ svg: string }];
    expect(svg).toContain('Bytes held');
  });

  it('of memory begins at its peak, and Enter selects the layer', async () => {
    await open('memory');
    const chart = page.getByTestId('memory-chart');
    await chart.focus();
    await page.keyboard.press('ArrowRight');
    const { peakEvent } = profile.memory;
    await expect.poll(() => chart.getAttribute('aria-valuenow')).toBe(String(peakEvent));
    const event = profile.events[peakEvent]!;
    expect(await chart.getAttribute('aria-valuetext')).toContain(`after ${event.kernel} of`);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => chart.getAttribute('aria-valuenow')).toBe(String(peakEvent - 1));
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const owner = profile.events[0]!.owner;
    const id = typeof owner === 'number' ? profile.nodes[owner]?.id : undefined;
    expect(await harness.posted('selected')).toEqual([{ selection: { type: 'box', id } }]);
  });

  it('of batch sizes tells the size under the pointer, and what became of one that does not fit', async () => {
    await open('batches');
    const box = (await page.getByTestId('batch-time-chart').locator('.u-over').boundingBox())!;
    const readout = page.getByTestId('batch-time-readout');
    await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2);
    await expect.poll(() => readout.textContent()).toMatch(/^Batch of 128, .* memory/);
  });

  it('says in words where there is nothing to draw', async () => {
    const { roofs: _, ...without } = profile;
    await open('roofline', { profile: without });
    await page.getByText(/roofs of this device were not measured/).waitFor();
    expect(await page.getByTestId('roofline-svg').count()).toBe(0);
  });
});

describe('the table of costs', () => {
  const noisy = {
    ...profile,
    step: { ...profile.step, parts: { other: { ms: 1e4, spread: 0.1, kernels: 1 } } },
  };
  const ids = (): Promise<(string | null)[]> =>
    page
      .getByTestId('cost-table')
      .locator('.grid-row')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row-id')));

  it('has what is of no layer apart at its end, in sight, whatever it is sorted by', async () => {
    await open('table', { profile: noisy });
    await expect.poll(async () => (await ids()).slice(-2)).toEqual(['part:other', 'step']);
    expect((await ids())[0]).not.toBe('part:other');
    await page.getByTestId('sort-name').click();
    await page.getByTestId('cost-filter').fill('dense');
    await expect.poll(async () => (await ids()).length).toBe(3);
    const last = page.locator('[data-row-id="step"]');
    expect(await last.isVisible()).toBe(true);
    await page.getByTestId('cost-table').focus();
    await page.keyboard.press('End');
    await expect.poll(() => last.getAttribute('class')).toContain('is-active');
    expect(await page.getByTestId('cost-table').getAttribute('aria-rowcount')).toBe('4');
  });

  it('tells every digit of a time on hover', async () => {
    await open('table');
    const cell = page.locator('[data-column="forward"][role="gridcell"]').first();
    expect(await cell.getAttribute('title')).toMatch(/^[\d,]+\.\d{3,} ms ±/);
  });
});

describe('the legend of a heat map', () => {
  it('is gone through by the keyboard: ranges, boxes, every digit; Enter selects one', async () => {
    await harness.send('profile', { profile });
    await page.getByTestId('colour-by').selectOption('both');
    const steps = page.getByRole('slider', { name: 'Steps of the colours' });
    await steps.focus();
    await page.keyboard.press('End');
    const told = (): Promise<string | null> => steps.getAttribute('aria-valuetext');
    await expect.poll(told).toMatch(/^Step 7 of 7: .* ms to .*, \d+ box(es)? · exactly [\d,.]+ to/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(told).toMatch(/^Step 6 of 7/);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => harness.posted('selected')).toHaveLength(1);
    expect(await page.getByTestId('heat-most').getAttribute('title')).toMatch(/^[\d,]+\.\d{3,}$/);
  });
});
