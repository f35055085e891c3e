import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quickInput.js';

type Severity = 'error' | 'warning' | 'info';

export interface Problem {
  readonly severity: Severity;
  readonly message: string;
  /** Who reports it: `Diagnostic.source`. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** Reads diagnostics where a person does: in the Problems panel. */
export class ProblemsView {
  private readonly rows: Locator;

  constructor(
    private readonly page: Page,
    private readonly quickInput: QuickInput,
  ) {
    this.rows = page.locator('.markers-panel .monaco-list-row');
  }

  /** Opens the panel and leaves the focus in it. */
  async show(): Promise<void> {
    await this.quickInput.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').first().waitFor();
  }

  /** What the open panel shows now, as far as it is in sight; poll it. */
  async read(source?: string): Promise<Problem[]> {
    const problems = await this.rows.evaluateAll(readRows);
    return problems.filter((problem) => source === undefined || problem.source === source);
  }

  /** Goes to the place of the first problem with this message. */
  async open(message: string | RegExp): Promise<void> {
    await this.rows.filter({ hasText: message }).first().dblclick();
  }
}

/** Runs in the page. Rows of files, and of related information, have no severity of their own. */
function readRows(rows: Element[]): Problem[] {
  const severities: readonly Severity[] = ['error', 'warning', 'info'];
  return rows.flatMap((row) => {
    const icon = row.querySelector('.marker-icon');
    const severity = severities.find((name) => icon?.classList.contains(name));
    const place = /Ln (\d+), Col (\d+)/.exec(row.querySelector('.marker-line')?.textContent ?? '');
    if (!severity || !place) return [];
    const message = [...row.querySelectorAll('.marker-message')].map((part) => part.textContent);
    const source = row.querySelector('.marker-source')?.textContent ?? '';
    const [line, column] = [Number(place[1]), Number(place[2])];
    return [{ severity, message: message.join('\n'), source, line, column }];
  });
}
