import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { prepareProfile, type EditorProfile } from '../../../scripts/lib/editorProfile.mjs';

export type Settings = Record<string, unknown>;

/** What a test types stands in the file as typed: nothing is completed, closed or indented for it. */
const literalTyping: Settings = {
  'editor.acceptSuggestionOnEnter': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.autoSurround': 'never',
  'editor.parameterHints.enabled': false,
  'editor.quickSuggestions': { comments: 'off', other: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  // One look on both versions, whose defaults may differ.
  'workbench.colorTheme': 'Default Dark Modern',
};

/** A profile with these user settings. A window reads them when it loads, and not again. */
export async function temporaryProfile(settings: Settings): Promise<EditorProfile> {
  const profile = prepareProfile(await mkdtemp(join(tmpdir(), 'resnet-designer-')));
  await changeJson(profile.settingsFile, { ...literalTyping, ...settings });
  return profile;
}

/**
 * Variables with which an editor keeps its sockets and temporary files in its profile, since it leaves them
 * behind. The names are short: the path of a socket may have some 100 characters.
 */
export async function temporaryFilesIn({ folder }: EditorProfile): Promise<NodeJS.ProcessEnv> {
  const own = join(folder, 'run');
  await mkdir(own, { mode: 0o700 });
  return { TMPDIR: own, XDG_RUNTIME_DIR: own };
}

/** Changes the settings of a workspace as an edit of its settings.json does. */
export async function writeWorkspaceSettings(folder: string, changes: Settings): Promise<void> {
  const file = join(folder, '.vscode', 'settings.json');
  await mkdir(dirname(file), { recursive: true });
  await changeJson(file, changes);
}

async function changeJson(file: string, changes: Settings): Promise<void> {
  const present = await readFile(file, 'utf8').catch(() => '{}');
  const merged = { ...(JSON.parse(present) as Settings), ...changes };
  await writeFile(file, JSON.stringify(merged, undefined, 2));
}
