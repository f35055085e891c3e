/** The page with a profile, in a browser and under the policy that VS Code gives it. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { stateOf } from '../harness/states.mjs';
import { useProfilePage } from './profilePage';
import { graph, profile } from './support';

const { harness, open } = useProfilePage();
let page: Page;
beforeEach(() => {
  ({ page } = harness);
});

const send = (type: string, body: unknown): Promise<void> => harness.send(type, body);
const posted = (type: string): Promise<unknown[]> => harness.posted(type);

describe('without a profile', () => {
  it('the page says so, and asks for one by its buttons', async () => {
    await page.getByTestId('tab-profile').click();
    await page.getByTestId('profile-first').click();
    await page.getByTestId('profile-run').click();
    expect(await posted('profile')).toEqual([{ command: 'run' }, { command: 'run' }]);
  });

  it('the graph cannot be coloured by one', async () => {
    expect(await page.getByTestId('colour-by').locator('optgroup').count()).toBe(0);
  });

  it('the page tells how far one is that is being taken, and why there is none', async () => {
    await send('profiling', { running: { stage: 'Measuring', done: 3, total: 12 }, stale: false });
    const bar = page.getByTestId('profiling').getByRole('progressbar');
    expect(await bar.getAttribute('aria-valuenow')).toBe('3');
    expect(await bar.textContent()).toBe('Measuring: 3 of 12');
    await page.getByTestId('profile-cancel').click();
    expect(await posted('profile')).toEqual([{ command: 'cancel' }]);
    const failure = { code: 'out-of-memory', severity: 'error', message: 'Take a smaller batch.' };
    await send('profiling', { running: null, stale: false, failure });
    await page.getByTestId('tab-profile').click();
    expect(await page.getByTestId('profile-failure').textContent()).toContain('smaller batch');
  });

  it('damage is refused and reported', async () => {
    await send('profile', { profile: { ...profile, nodes: 'many' } });
    await expect.poll(() => posted('error')).toHaveLength(1);
    expect(await page.getByTestId('colour-by').locator('optgroup').count()).toBe(0);
  });
});

describe('with a profile', () => {
  it('the graph is a heat map of its times', async () => {
    await send('profile', { profile });
    await page.getByTestId('colour-by').selectOption('both');
    const most = await page.getByTestId('heat-most').getAttribute('data-value');
    expect(Number(most)).toBeGreaterThan(0);
    await page.locator('.box.is-heated').first().waitFor();
    await expect
      .poll(() => page.getByTestId('said-profile').textContent())
      .toMatch(/^Training step, batch of 4, on tensorflow: a step takes .*s; layers explain/);
    await send('profile', { profile: null });
    await expect.poll(() => page.locator('.box.is-heated').count()).toBe(0);
  });

  it('the inspector tells what the selected layer costs, and why', async () => {
    await send('profile', { profile });
    const conv = profile.nodes.find(({ className }) => className === 'Conv2D')!;
    await send('select', { selection: { type: 'box', id: conv.id } });
    const forward = page.getByTestId('cost-forward');
    await expect
      .poll(() => forward.getAttribute('data-value'))
      .toBe(String(conv.phases.forward?.ms));
    expect(await page.getByTestId('cost-bound').textContent()).toContain('Bound by');
  });

  it('the table is sorted by the share of the step, and leads to the graph', async () => {
    await open('table');
    const rows = page.getByTestId('cost-table').locator('.grid-body .grid-row');
    const first = await rows.first().getAttribute('data-row-id');
    const longest = [...profile.nodes].sort((a, b) => totalOf(b) - totalOf(a))[0];
    expect(first).toBe(longest?.id);
    await rows.first().click();
    expect(await posted('selected')).toEqual([{ selection: { type: 'box', id: first } }]);
    await page.getByTestId('sort-forward').click();
    await page.getByTestId('cost-filter').fill('dense');
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByTestId('cost-filter').fill('');
    await page.getByTestId('cost-groups').check();
    await expect.poll(() => rows.first().getAttribute('aria-expanded')).toBe('true');
  });

  it('a file that has changed since is marked', async () => {
    await open('table');
    await send('profiling', { running: null, stale: true });
    await page.getByTestId('profile-stale').getByRole('button').click();
    expect(await posted('profile')).toEqual([{ command: 'run' }]);
  });

  it('its age is said', async () => {
    const takenAt = new Date(Date.now() - 3 * 3_600_000).toISOString();
    await open('table', { profile: { ...profile, takenAt } });
    expect(await page.getByTestId('profile-age').textContent()).toBe('taken 3 h ago');
  });

  it('the advice leads to its layers', async () => {
    await open('advice');
    expect(await page.getByTestId('advice-item').count()).toBeGreaterThan(0);
  });
});

function totalOf({ phases }: (typeof profile.nodes)[number]): number {
  return Object.values(phases).reduce((sum, { ms }) => sum + ms, 0);
}

describe('the timeline', () => {
  const bar = () => page.getByTestId('flame-bar');
  const span = async (): Promise<number> => {
    const flame = page.getByTestId('flame');
    const [from, to] = [await flame.getAttribute('data-from'), await flame.getAttribute('data-to')];
    return Number(to) - Number(from);
  };

  it('is gone through by the keyboard, each bar with its label', async () => {
    await open('timeline');
    await page.getByTestId('flame').focus();
    await page.keyboard.press('ArrowDown');
    expect(await bar().getAttribute('aria-label')).toMatch(
      /^Forward, .* ms, .* of the step, \d+ kernels, exactly [\d,.]+ ms$/,
    );
    await page.keyboard.press('ArrowRight');
    expect(await bar().getAttribute('aria-label')).toMatch(/^Backward, /);
    for (let depth = 0; depth < 3; depth++) await page.keyboard.press('ArrowDown');
    expect(await bar().getAttribute('aria-level')).toBe('3');
    const whole = await span();
    await page.keyboard.press('+');
    await expect.poll(span).toBeLessThan(whole);
    await page.keyboard.press('1');
    await expect.poll(span).toBe(whole);
    await page.keyboard.press('Enter');
    expect(await posted('selected')).toHaveLength(1);
  });

  it('is zoomed by the wheel, tells what is under the pointer, and selects what is clicked', async () => {
    await open('timeline');
    const box = (await page.getByTestId('flame').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.1, box.y + 30);
    expect(await page.getByTestId('picture-card').textContent()).toMatch(/^Forward/);
    const whole = await span();
    await page.mouse.wheel(0, -300);
    await expect.poll(span).toBeCloseTo(whole / 2, 3);
    await page.mouse.click(box.x + box.width / 2, box.y + 50);
    await expect.poll(() => posted('selected')).toHaveLength(1);
  });

  it('is drawn', async () => {
    await open('timeline');
    await expect.poll(() => colours('.flame-canvas')).toBeGreaterThan(5);
  });
});

/** How many colours there are in a canvas. */
function colours(selector: string): Promise<number> {
  return page.locator(selector).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const data = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

describe('the roofline', () => {
  it('selects the layer of the point that is clicked', async () => {
    await open('roofline');
    const point = page.locator('[data-point]').last();
    const key = await point.getAttribute('data-point');
    await point.hover();
    await page.getByTestId('picture-card').waitFor();
    await point.click();
    const id = key?.replace(/^\w+ /, '');
    expect(await posted('selected')).toEqual([{ selection: { type: 'box', id } }]);
  });

  it('is gone through by the keyboard', async () => {
    await open('roofline');
    const list = page.getByRole('listbox', { name: /under the roofs/ });
    await list.focus();
    const first = await list.getAttribute('aria-activedescendant');
    await page.keyboard.press('ArrowRight');
    expect(await list.getAttribute('aria-activedescendant')).not.toBe(first);
    await page.keyboard.press(' ');
    expect(await posted('selected')).toHaveLength(1);
  });

  it('says that there is none where no roofs were measured', async () => {
    const { roofs: _, ...without } = profile;
    await open('roofline', { profile: without });
    expect(await page.getByTestId('roofline').count()).toBe(0);
  });
});

describe('the charts', () => {
  it('of memory has its peak, and tells what is held under the pointer', async () => {
    await open('memory');
    await expect.poll(() => colours('[data-testid="memory-chart"] canvas')).toBeGreaterThan(5);
    const { peakBytes } = profile.memory;
    const peak = page.getByTestId('memory-peak');
    expect(await peak.getAttribute('data-value')).toBe(String(peakBytes));
    const box = (await page.getByTestId('memory-chart').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByText(/^At .* held, after /).waitFor();
  });

  it('of batch sizes mark the largest that fits', async () => {
    await open('batches');
    expect(await page.getByTestId('largest-batch').getAttribute('data-value')).toBe('32');
    await expect.poll(() => colours('[data-testid="throughput-chart"] canvas')).toBeGreaterThan(5);
    expect(await page.getByTestId('batch-table').getAttribute('data-rows')).toBe('8');
  });

  it('of batch sizes are not offered where the inputs have a batch of their own', async () => {
    const nodes = graph.nodes.map((node) =>
      graph.inputs.includes(node.id)
        ? { ...node, outputs: node.outputs.map((o) => ({ ...o, shape: [2, ...o.shape.slice(1)] })) }
        : node,
    );
    await send('state', { ...stateOf({ ...graph, nodes }), revision: 2 });
    await page.locator('[data-revision="2"]').waitFor();
    await open('batches');
    expect(await page.getByTestId('own-batch').getAttribute('data-value')).toBe('2');
    expect(await page.getByTestId('profile-batch').isDisabled()).toBe(true);
    expect(await page.getByTestId('profile-batch').inputValue()).toBe('2');
  });

  it('of batch sizes ask for them where there are none', async () => {
    const { batches: _, ...without } = profile;
    await open('batches', { profile: without });
    await page.getByTestId('measure-batches').click();
    expect(await posted('profile')).toEqual([{ command: 'measureBatches' }]);
  });
});
