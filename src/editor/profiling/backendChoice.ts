/** "Select Backend…": each backend with its state, and what helps one that does not work. */
import { commands, ConfigurationTarget, l10n, window, workspace, type QuickPickItem } from 'vscode';
import { wordsIn } from '../../model/sentence';
import type { Result } from '../../protocol/failure';
import type { BackendName, BackendState } from '../../protocol/profile';
import { setting } from '../settings';
import { backendWords } from './words';

interface Choice extends QuickPickItem {
  readonly backend: BackendName | 'best';
  readonly state?: BackendState;
}

function choiceOf(state: BackendState, chosen: string): Choice {
  const mark = state.name === chosen ? '$(check) ' : state.ok ? '' : '$(warning) ';
  return {
    backend: state.name,
    state,
    label: `${mark}${state.name}`,
    description: state.ok ? backendWords(state.facts) : l10n.t('does not work here'),
    ...(state.ok ? {} : { detail: wordsIn(l10n.t, state.failure) }),
  };
}

function choices(states: readonly BackendState[]): Choice[] {
  const chosen = setting('profile.backend');
  const first = states.find((state) => state.ok && !state.facts.software);
  const best: Choice = {
    backend: 'best',
    label: `${chosen === 'best' ? '$(check) ' : ''}${l10n.t('The best that works')}`,
    description: first?.name ?? '',
  };
  return [best, ...states.map((state) => choiceOf(state, chosen))];
}

async function explain(state: BackendState & { readonly ok: false }): Promise<void> {
  const install = l10n.t('Install TensorFlow Library…');
  const actions = state.name === 'tensorflow' ? [install] : [];
  const chosen = await window.showWarningMessage(wordsIn(l10n.t, state.failure), ...actions);
  if (chosen === install) await commands.executeCommand('resnetDesigner.installTensorflow');
}

/** Asks which backend profiles run on, and keeps it in the settings. @returns whether one was chosen. */
export async function selectBackend(
  states: () => Promise<Result<readonly BackendState[]>>,
): Promise<boolean> {
  const asked = states().then((found) => {
    if (!found.ok) throw new Error(wordsIn(l10n.t, found.failure));
    return choices(found.value);
  });
  const chosen = await window.showQuickPick(asked, {
    title: l10n.t('Select Backend'),
    placeHolder: l10n.t('What profiles run on'),
  });
  if (chosen === undefined) return false;
  if (chosen.state?.ok === false) {
    await explain(chosen.state);
    return false;
  }
  await workspace
    .getConfiguration('resnetDesigner')
    .update('profile.backend', chosen.backend, ConfigurationTarget.Global);
  return true;
}
