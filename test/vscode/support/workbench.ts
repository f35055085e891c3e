import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { editorAddress } from '../../../scripts/lib/editorAddress.mjs';
import { PageErrors } from './pageErrors.js';
import { ProblemsView } from './problems.js';
import { writeWorkspaceSettings, type Settings } from './settings.js';
import { QuickInput } from './quickInput.js';
import { TextEditor } from './textEditor.js';
import { exactly } from './text.js';
import type { TemporaryWorkspace } from './workspace.js';

export interface WorkbenchPlace {
  /** The folder of the editor's own data, which its windows share. */
  readonly userData: string;
  readonly authority: string;
  readonly vscode: string;
  readonly workspace: TemporaryWorkspace;
}

/** Each theme kind: the theme's name, and the class that says it is in force. */
const themes = {
  light: { name: 'Default Light Modern', shownAs: 'vs' },
  dark: { name: 'Default Dark Modern', shownAs: 'vs-dark' },
  highContrast: { name: 'Default High Contrast', shownAs: 'hc-black' },
  highContrastLight: { name: 'Default High Contrast Light', shownAs: 'hc-light' },
} as const;

export type ThemeKind = keyof typeof themes;

const designerExtension = 'resnet-designer.resnet-designer';

const artifacts = fileURLToPath(new URL('../../artifacts/', import.meta.url));
const loadTimeoutMs = 60_000;
const focusMs = 200;
const storeMs = 3_000;
const settingsTimeoutMs = 30_000;

/** One VS Code window, driven as a person drives it. */
export class Workbench {
  readonly editor: TextEditor;
  readonly problems: ProblemsView;
  readonly errors: PageErrors;
  readonly quickInput: QuickInput;

  constructor(
    readonly page: Page,
    private readonly place: WorkbenchPlace,
  ) {
    this.errors = new PageErrors(page);
    this.quickInput = new QuickInput(page);
    this.editor = new TextEditor(page, this.quickInput);
    this.problems = new ProblemsView(page, this.quickInput);
  }

  /** The temporary copy of the folder that this window shows. */
  get folder(): string {
    return this.place.workspace.folder;
  }

  /** Where the extension keeps what is of no one workspace. */
  get storage(): string {
    return resolve(this.place.userData, 'User', 'globalStorage', designerExtension);
  }

  async load(file?: string): Promise<void> {
    const path = file === undefined ? undefined : resolve(this.folder, file);
    await this.page.goto(editorAddress(this.place.authority, this.folder, path));
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: loadTimeoutMs });
    if (file) await this.editor.waitUntilShown(file, loadTimeoutMs);
  }

  /** Reloads without naming a file, so that what is shown then was restored. */
  async reloadWindow(): Promise<void> {
    await this.storeState();
    await this.load();
  }

  /** Runs a command by its title in the command palette. */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }

  /** Opens a file of the workspace and waits until its text is shown. */
  async openFile(file: string): Promise<void> {
    await this.quickInput.openFile(resolve(this.folder, file));
    await this.editor.waitUntilShown(file);
  }

  /** The document of the extension's visible webview. */
  webview(extension = designerExtension): FrameLocator {
    return this.page
      .locator(`iframe.webview.ready[src*="extensionId=${extension}"]:visible`)
      .contentFrame()
      .frameLocator('#active-frame');
  }

  /** The tab with exactly this title. */
  tab(title: string): Locator {
    const label = this.page.locator('.label-name', { hasText: exactly(title) });
    return this.page.locator('.tabs-container .tab', { has: label });
  }

  /** The messages that stand at the bottom right now. */
  async notifications(): Promise<string[]> {
    return this.page
      .locator('.notifications-toasts .notification-list-item-message')
      .allInnerTexts();
  }

  async setTheme(kind: ThemeKind): Promise<void> {
    const { name, shownAs } = themes[kind];
    const shown = this.page.locator(`.monaco-workbench.${shownAs}`);
    await this.changeSettings({ 'workbench.colorTheme': name }, () => shown.isVisible());
  }

  /**
   * Changes the settings of this window's workspace until that shows. VS Code watches the file, but only
   * some seconds after its window opened, and says nowhere when: so the file is written again and again.
   */
  async changeSettings(changes: Settings, shows: () => Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + settingsTimeoutMs; Date.now() < deadline;) {
      await writeWorkspaceSettings(this.folder, changes);
      for (let i = 0; i < 10; i++) {
        if (await shows()) return;
        await this.page.waitForTimeout(100);
      }
    }
    throw new Error(`The settings had no effect: ${JSON.stringify(changes)}`);
  }

  /** Trusts the workspace of a window that opened in restricted mode. */
  async trustWorkspace(): Promise<void> {
    await this.runCommand('Workspaces: Manage Workspace Trust');
    await this.page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: 'Trust', exact: true })
      .click();
    await this.page.locator('.workspace-trust-editor.trusted').waitFor();
  }

  /** How long VS Code says that loading and activating each of these extensions took, in milliseconds. */
  async activationMs(...extensions: readonly string[]): Promise<number[]> {
    await this.runCommand('Developer: Show Running Extensions');
    const times: number[] = [];
    for (const extension of extensions) times.push(await this.#activationOf(extension));
    return times;
  }

  /** The list holds what is in sight of it, the slowest first. */
  async #activationOf(extension: string): Promise<number> {
    const list = this.page.locator('.runtime-extensions-editor');
    const row = list.locator('.monaco-list-row').filter({ hasText: extension }).first();
    await list.locator('.monaco-list-row').first().waitFor();
    await list.hover();
    await this.page.mouse.wheel(0, -10_000);
    for (let step = 0; step < 20 && (await row.count()) === 0; step++) {
      await this.page.mouse.wheel(0, 300);
      await this.page.waitForTimeout(100);
    }
    const text = await row.innerText();
    const ms = /(\d+)\s*ms/.exec(text)?.[1];
    if (ms === undefined) throw new Error(`No activation time stands in: ${text}`);
    return Number(ms);
  }

  /** Keeps what the window shows under test/artifacts, which git ignores. */
  async screenshot(name: string): Promise<string> {
    const path = resolve(artifacts, this.place.vscode, `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.place.workspace.remove();
  }

  /**
   * VS Code in a browser stores what to restore every minute, and when the window loses the focus, which a
   * page without a screen never does. A window whose focus is inside a webview counts as blurred already, so
   * it is given the focus first. The store is not awaited by anything that a page can see.
   */
  private async storeState(): Promise<void> {
    await this.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await this.page.waitForTimeout(focusMs);
    await this.page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });
    await this.page.waitForTimeout(storeMs);
  }
}
