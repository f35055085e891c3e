/**
 * How the next profile is taken: what the user chose on a designer's page, kept with the workspace, over what the
 * settings say. Loss and optimizer belong to a model and are kept for each file; the rest holds for all.
 */
import { EventEmitter, workspace, type Disposable, type Memento, type Uri } from 'vscode';
import {
  backendNames,
  mostExamples,
  type ProfileChoices,
  type ProfileSettings,
} from '../protocol/profile';
import { parseKeptChoices, type KeptChoices } from '../protocol/keptChoices';
import { setting } from './settings';

const memoryKey = 'resnetDesigner.profileChoices';
/** So many files are remembered, the latest ones. */
const mostRemembered = 200;

const seed = 1;
const spread = 0.02;

/** What holds where the user chose nothing. */
function ofSettings(): ProfileChoices {
  const backend = backendNames.find((name) => name === setting('profile.backend'));
  return {
    mode: setting('profile.mode') === 'infer' ? 'infer' : 'train',
    batch: Math.min(mostExamples, Math.round(setting('profile.batchSize'))),
    backend: backend ?? 'best',
    kernels: setting('profile.fusedKernels') ? 'fused' : 'own',
    loss: 'file',
    optimizer: 'file',
  };
}

/** The chosen values that are other than the settings': the rest follows them when they change. */
function chosen<Name extends keyof ProfileChoices>(
  choices: ProfileChoices,
  names: readonly Name[],
): Partial<Pick<ProfileChoices, Name>> {
  const known = ofSettings();
  const other = names.filter((name) => choices[name] !== known[name]);
  const kept: Partial<Pick<ProfileChoices, Name>> = {};
  for (const name of other) kept[name] = choices[name];
  return kept;
}

export class ChoiceMemory implements Disposable {
  readonly #memento: Memento;
  readonly #changed = new EventEmitter<void>();
  /** Whoever shows choices has to ask again. */
  readonly onDidChange = this.#changed.event;
  readonly #configured: Disposable;

  constructor(memento: Memento) {
    this.#memento = memento;
    this.#configured = workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('resnetDesigner.profile')) this.#changed.fire();
    });
  }

  of(uri: Uri): ProfileChoices {
    const { everywhere, files } = this.#read();
    const [, own] = files.find(([file]) => file === uri.toString()) ?? [];
    return { ...ofSettings(), ...everywhere, ...own };
  }

  choose(uri: Uri, choices: ProfileChoices): void {
    const others = this.#read().files.filter(([file]) => file !== uri.toString());
    const own = chosen(choices, ['loss', 'optimizer']);
    const files = Object.keys(own).length === 0 ? others : [...others, [uri.toString(), own]];
    this.#write({
      everywhere: chosen(choices, ['mode', 'batch', 'backend', 'kernels']),
      files: files.slice(-mostRemembered),
    });
  }

  /** The settings say from now on which backend it is. */
  forgetBackend(): void {
    const { everywhere, files } = this.#read();
    const { backend: _, ...rest } = everywhere;
    this.#write({ everywhere: rest, files });
  }

  #read(): KeptChoices {
    return parseKeptChoices(this.#memento.get(memoryKey));
  }

  #write(kept: unknown): void {
    void this.#memento.update(memoryKey, kept);
    this.#changed.fire();
  }

  dispose(): void {
    this.#configured.dispose();
    this.#changed.dispose();
  }
}

/** What the compute worker is asked for. */
export function profileSettings(choices: ProfileChoices): ProfileSettings {
  const { mode, batch, backend, kernels, loss, optimizer } = choices;
  return {
    mode,
    batch,
    seed,
    spread,
    limitMs: setting('profile.timeLimitSeconds') * 1000,
    ...(backend === 'best' ? {} : { backend }),
    ...(kernels === 'own' ? {} : { kernels }),
    ...(loss === 'file' ? {} : { loss }),
    ...(optimizer === 'file' ? {} : { optimizer }),
  };
}
