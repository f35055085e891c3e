import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { ensureChromium } from '../../../scripts/lib/chromium.mjs';
import { ensureCodeServer } from '../../../scripts/lib/codeServer.mjs';
import {
  installExtension,
  startCodeServer,
  type RunningServer,
} from '../../../scripts/lib/codeServerProcess.mjs';
import type { EditorProfile } from '../../../scripts/lib/editorProfile.mjs';
import type { CodeServerRelease } from '../../../scripts/lib/versions.mjs';
import { temporaryFilesIn, temporaryProfile } from './settings.js';
import { Workbench } from './workbench.js';
import { temporaryWorkspace } from './workspace.js';

export interface EditorOptions {
  /** The packaged extension to install; none where it is absent. */
  readonly vsix?: string;
  /** Settings over those that keep an editor quiet and typing literal. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the server, and so of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** False opens every workspace in restricted mode; see Workbench.trustWorkspace. */
  readonly trusted?: boolean;
  /** Of Chromium, such as those that lift the limit on frames. */
  readonly browserArguments?: readonly string[];
}

export interface OpenOptions {
  /** The folder to open: a temporary copy of it is. */
  readonly folder: string;
  /** A file to open in it, relative to the folder. */
  readonly file?: string;
  /** A folder for the copy's node_modules to point to. */
  readonly nodeModules?: string;
}

/** The size every screenshot has; wide enough for code beside a graph. */
const viewport = { width: 1600, height: 1000 };

/**
 * One VS Code server of one version, with one browser. Starting it costs about two seconds; each window
 * it opens has its own workspace, browser storage and extension host, so tests share it freely.
 */
export class Editor {
  private constructor(
    readonly release: CodeServerRelease,
    private readonly profile: EditorProfile,
    private readonly server: RunningServer,
    private readonly browser: Browser,
  ) {}

  static async start(release: CodeServerRelease, options: EditorOptions): Promise<Editor> {
    const trusted = options.trusted ?? true;
    const codeServer = await ensureCodeServer(release);
    const executablePath = await ensureChromium();
    const profile = await temporaryProfile({ ...options.settings, ...restricted(trusted) });
    if (options.vsix !== undefined) await installExtension(codeServer, profile, options.vsix);
    const server = await startCodeServer(codeServer, profile, {
      trustEverything: trusted,
      args: release.testArguments,
      env: { ...(await temporaryFilesIn(profile)), ...options.env },
    });
    const args = [...(options.browserArguments ?? [])];
    const browser = await chromium.launch({ executablePath, args });
    return new Editor(release, profile, server, browser);
  }

  /** Opens a window on a temporary copy of a folder. Workbench.close removes the copy. */
  async open({ folder, file, nodeModules }: OpenOptions): Promise<Workbench> {
    const workspace = await temporaryWorkspace(folder, nodeModules);
    const context = await this.browser.newContext({ viewport });
    const workbench = new Workbench(await context.newPage(), {
      authority: this.server.authority,
      vscode: this.release.vscode,
      userData: this.profile.userData,
      workspace,
    });
    await workbench.load(file);
    return workbench;
  }

  /** What the designer's output channels hold, those of closed windows too. */
  async extensionLog(): Promise<string> {
    const logs = join(this.profile.userData, 'logs');
    const files = await readdir(logs, { recursive: true });
    const own = files.filter((file) => file.endsWith('ResNet Designer.log')).sort();
    return (await Promise.all(own.map((file) => readFile(join(logs, file), 'utf8')))).join('\n');
  }

  /** The end of the server's log, for when a test fails and nothing in the window says why. */
  log(): string {
    return this.server.output();
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await rm(this.profile.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function restricted(trusted: boolean): Record<string, unknown> {
  return trusted ? {} : { 'security.workspace.trust.startupPrompt': 'never' };
}
