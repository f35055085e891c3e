import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Workbench } from './workbench.js';

const savedMs = 30_000;

/** A command that asks for a format in a list with this title, and then where to save. */
export interface Saving {
  readonly command: string;
  readonly title: string;
  /** Of the format. */
  readonly label: string;
  /** Of the file, as it is suggested. */
  readonly name: string;
}

/** Runs the command and saves under the name that is suggested. @returns what the file holds. */
export async function saveBy(workbench: Workbench, saving: Saving): Promise<Buffer> {
  const { command, title, label, name } = saving;
  const { quickInput } = workbench;
  await workbench.runCommand(command);
  await quickInput.widget.getByText(title, { exact: true }).waitFor();
  await quickInput.input.fill(label);
  await quickInput.row(label).waitFor();
  // The dialog that asks where to save takes the place of the list, in the same widget.
  await quickInput.input.press('Enter');
  return acceptDialog(workbench, name);
}

/** Saves where an open dialog suggests to. @returns what the file holds. */
export async function acceptDialog(
  { quickInput, folder }: Workbench,
  name: string,
): Promise<Buffer> {
  // A large PNG is drawn before it.
  await expect.poll(() => quickInput.input.inputValue(), { timeout: savedMs }).toContain(name);
  const file = path.join(folder, name);
  // The dialog takes no answer while it still reads the folder.
  const ok = quickInput.widget.getByRole('button', { name: 'OK' });
  await expect
    .poll(
      async () => {
        if (await ok.isVisible()) await ok.click();
        return existsSync(file);
      },
      { timeout: savedMs, interval: 500 },
    )
    .toBe(true);
  await expect.poll(() => readFileSync(file).length).toBeGreaterThan(0);
  return readFileSync(file);
}
