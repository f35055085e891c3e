/**
 * Profiling in the editor: commands, progress, what the designer and the lines show of it, and where profiles
 * are kept. It is a bundle of its own, loaded when the first profile is asked for. Only dynamic imports may name
 * this module, and it must not import a module that keeps a state of its own: that would be a second one.
 */
import { join } from 'node:path';
import {
  l10n,
  languages,
  ProgressLocation,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type Disposable,
  type TextDocument,
} from 'vscode';
import { wordsIn } from '../model/sentence';
import { version } from '../../package.json';
import type { ProfileCommand } from '../protocol/designer';
import type { ProfileProgress } from '../protocol/compute';
import type { Profile } from '../protocol/profile';
import { Profiler, type Profiled, type ProfileWish } from '../workerHost/profiler';
import { modelFiles } from './languages';
import { selectBackend } from './profiling/backendChoice';
import { chooseProfile } from './profiling/chooseProfile';
import { exportProfile } from './profiling/exportProfile';
import { FileProfile } from './profiling/fileProfile';
import { installTensorflow } from './profiling/installTensorflow';
import { libraryPlaces } from './profiling/libraryPlaces';
import { LineTimes, type TimedText } from './profiling/lineTimes';
import { nodeProgram } from './profiling/nodeProgram';
import { selectedInterpreter } from './profiling/pythonInterpreter';
import type { ProfiledModel, ProfilingServices } from './profiling/services';
import { newestProfile, storeProfile } from './profiling/storedProfiles';
import { stageWords } from './profiling/words';
import { profileSettings } from './profileChoices';
import { setting } from './settings';
import { unsavedTexts } from './unsaved';

export class Profiling implements Disposable {
  readonly #services: ProfilingServices;
  readonly #files = new Map<string, FileProfile>();
  readonly #profiler: Profiler;
  readonly #lines: LineTimes;
  readonly #disposables: Disposable[];
  #nodePath = '';
  #interpreter: string | undefined;

  constructor(services: ProfilingServices) {
    this.#services = services;
    this.#profiler = new Profiler({
      workerOptions: () => ({
        script: Uri.joinPath(services.extensionUri, 'dist', 'compute-worker.js').fsPath,
        nodePath: this.#nodePath,
        timeLimitMs: setting('inspect.timeLimitSeconds') * 1000,
        memoryLimitMB: setting('inspect.memoryLimitMegabytes'),
      }),
      places: () => libraryPlaces(this.#storage, this.#interpreter),
      tool: `resnet-designer ${version}`,
      roofFile: join(services.storageUri.fsPath, 'roofs.json'),
      log: services.log,
    });
    this.#lines = new LineTimes((document) => this.#profileOf(document));
    this.#disposables = [
      this.#lines,
      languages.registerInlayHintsProvider(modelFiles, this.#lines),
      services.sessions.onDidChange(({ uri }) => this.#changed(uri)),
      workspace.onDidSaveTextDocument((document) => this.#saved(document)),
    ];
  }

  /** What a designer's page asks for. */
  async ask(session: ProfiledModel, command: ProfileCommand): Promise<void> {
    switch (command) {
      case 'run':
        await this.run(session);
        break;
      case 'cancel':
        this.#file(session.uri).cancel?.();
        break;
      case 'selectBackend':
        await this.selectBackend();
        break;
      case 'measureBatches':
        await this.measureBatches(session);
        break;
      case 'compare':
        await this.compare(session.uri);
        break;
      case 'stopComparing':
        this.#file(session.uri).compared = undefined;
        this.#show(session.uri);
        break;
      case 'export':
        await this.export(session);
        break;
    }
  }

  /** Profiles a model; one that is running for the file goes on instead. */
  async run(model: ProfiledModel, location = ProgressLocation.Notification): Promise<void> {
    await this.#whileRunning(model, location, async (file, token, say) => {
      const cancelled = file.cancelledBy(token);
      const wish = await this.#wish(model);
      const onProgress = (progress: ProfileProgress): void => {
        this.#progressed(file, progress, say);
      };
      await this.#taken(file, await this.#profiler.profile(wish, { cancelled, onProgress }));
    });
  }

  /** Measures the step of the shown profile with other batches, for as long as they fit. */
  async measureBatches(model: ProfiledModel): Promise<void> {
    const { profile } = this.#file(model.uri);
    if (profile === undefined) return;
    await this.#whileRunning(model, ProgressLocation.Notification, async (file, token, say) => {
      const cancelled = file.cancelledBy(token);
      const wish = await this.#wish(model);
      const { mode } = profile.settings;
      const settings = { ...wish.settings, mode, backend: profile.backend.name };
      const curve = await this.#profiler.batchCurve({ ...wish, settings }, curveBatches, {
        cancelled,
        onProgress: () => undefined,
        onBatch: (batch) => {
          const stage = l10n.t('Measuring a batch of {0}', batch);
          say(stage);
          // A batch that is visited again takes nothing back.
          const done = Math.max(file.running?.done ?? 0, curveBatches.indexOf(batch));
          file.running = { stage, done, total: curveBatches.length };
          this.#showState(file);
        },
      });
      if (curve.ok) await this.#keep(file, { ...profile, batches: curve.value });
    });
  }

  /** One at a time for each file; the designer shows how far it is. */
  async #whileRunning(
    { uri, state }: ProfiledModel,
    location: ProgressLocation,
    work: (
      file: FileProfile,
      token: CancellationToken,
      say: (words: string) => void,
    ) => Promise<void>,
  ): Promise<void> {
    const file = this.#file(uri);
    if (file.running !== null) return;
    file.running = { stage: l10n.t('Starting'), done: 0, total: 0 };
    file.failure = undefined;
    this.#showState(file);
    const title = l10n.t('Profiling {0}', state.entry || state.fileName);
    try {
      await window.withProgress({ location, title, cancellable: true }, (report, token) =>
        work(file, token, (message) => report.report({ message })),
      );
    } finally {
      file.running = null;
      file.cancel = undefined;
      this.#showState(file);
      if (file.savedMeanwhile) this.#saved(file);
    }
  }

  /** Lines of a text, from 0, at whose end times stand. */
  timedLines(document: TimedText): ReadonlySet<number> {
    return this.#lines.linesOf(document);
  }

  async selectBackend(): Promise<void> {
    await this.#prepare();
    const chosen = await selectBackend(() => this.#profiler.backends(never));
    if (chosen) this.#services.choices.forgetBackend();
  }

  async installTensorflow(): Promise<void> {
    await installTensorflow(this.#storage, await selectedInterpreter());
  }

  /** What the devices can do at most is measured anew, each with its next profile. */
  async forgetRoofs(): Promise<void> {
    await this.#profiler.forgetRoofs();
    await window.showInformationMessage(
      l10n.t('The next profile measures what the device can do at most.'),
    );
  }

  /** Asks for an earlier profile of the file, and shows the differences to it. */
  async compare(uri: Uri): Promise<void> {
    const file = this.#file(uri);
    const earlier = await chooseProfile(uri, file.profile);
    if (earlier === undefined) return;
    if (file.profile === undefined) file.profile = earlier;
    else file.compared = earlier;
    this.#show(uri);
  }

  async export({ uri, state }: ProfiledModel): Promise<void> {
    const { profile } = this.#file(uri);
    if (profile !== undefined) await exportProfile(uri, profile, state.graph);
    else
      await window.showInformationMessage(
        l10n.t('There is no profile yet. Run "Profile Model" first.'),
      );
  }

  /** Shows what is known of a file whose designer was opened: the newest profile that is kept of its model, else. */
  async restore({ uri, state }: ProfiledModel): Promise<void> {
    const file = this.#file(uri);
    if (file.profile === undefined && file.running === null) {
      const entry = state.graph?.entry ?? state.entry;
      const newest = await newestProfile(uri, workspace.asRelativePath(uri, false), entry);
      await file.readHash();
      // One that was taken meanwhile is newer.
      file.profile ??= newest;
    }
    if (file.profile === undefined) this.#showState(file);
    else this.#show(uri);
  }

  get #storage(): string {
    return join(this.#services.storageUri.fsPath, 'tensorflow');
  }

  #file(uri: Uri): FileProfile {
    const key = uri.toString();
    const file = this.#files.get(key) ?? new FileProfile(uri);
    this.#files.set(key, file);
    return file;
  }

  async #prepare(): Promise<void> {
    this.#nodePath = await nodeProgram(setting('worker.nodePath'));
    this.#interpreter = await selectedInterpreter();
  }

  async #wish({ uri, state }: ProfiledModel): Promise<ProfileWish> {
    await this.#prepare();
    return {
      file: uri.fsPath,
      entry: state.entry,
      unsaved: unsavedTexts(),
      root: workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? Uri.joinPath(uri, '..').fsPath,
      settings: profileSettings(this.#services.choices.of(uri)),
    };
  }

  #progressed(file: FileProfile, progress: ProfileProgress, say: (words: string) => void): void {
    const stage = stageWords(progress);
    const counted = progress.stage === 'measure';
    say(counted ? l10n.t('{0}: {1}', stage, progress.done + 1) : stage);
    file.running = { stage, done: progress.done, total: progress.of };
    this.#showState(file);
  }

  async #taken(file: FileProfile, { profile, failures }: Profiled): Promise<void> {
    const [failure] = failures.filter(({ severity }) => severity === 'error');
    for (const { message, detail } of failures)
      this.#services.log(`profile: ${message}${detail === undefined ? '' : `\n${detail}`}`);
    if (profile === undefined) {
      if (failure === undefined || failure.code === 'cancelled') return;
      file.failure = failure;
      // The designer's page says it; a notification would keep the run from ending until it is closed.
      if (this.#services.viewerOf(file.uri) === undefined)
        void window.showErrorMessage(wordsIn(l10n.t, failure));
      return;
    }
    file.compared = undefined;
    await this.#keep(file, profile);
  }

  async #keep(file: FileProfile, profile: Profile): Promise<void> {
    file.profile = profile;
    this.#show(file.uri);
    file.running = null;
    this.#showState(file);
    await storeProfile(file.uri, profile).then(undefined, (error: unknown) =>
      this.#services.log(`profile not kept: ${String(error)}`),
    );
  }

  #profileOf(document: TimedText): Profile | undefined {
    const file = this.#files.get(document.uri.toString());
    return file?.stale === false ? file.profile : undefined;
  }

  #changed(uri: Uri): void {
    const file = this.#files.get(uri.toString());
    if (file?.profile === undefined) return;
    this.#showState(file);
    this.#refreshLines();
  }

  /**
   * A file that was profiled before is profiled again when it is saved, where the settings ask for that; one
   * that is being profiled, when that is over.
   */
  #saved({ uri }: Pick<TextDocument, 'uri'>): void {
    const file = this.#files.get(uri.toString());
    const session = this.#services.sessions.of(uri);
    if (!setting('profile.onSave') || file?.profile === undefined || session === undefined) return;
    file.savedMeanwhile = file.running !== null;
    if (file.savedMeanwhile) return;
    this.#services.inBackground('profile on save', this.run(session, ProgressLocation.Window));
  }

  #show(uri: Uri): void {
    const file = this.#file(uri);
    const { profile = null, compared } = file;
    const shown = { profile, ...(compared === undefined ? {} : { compared }) };
    this.#services.viewerOf(uri)?.showProfile(shown);
    this.#showState(file);
    this.#refreshLines();
  }

  #refreshLines(): void {
    this.#lines.refresh();
    this.#services.refreshHints();
  }

  #showState(file: FileProfile): void {
    this.#services.viewerOf(file.uri)?.showProfiling(file.state);
  }

  dispose(): void {
    for (const { cancel } of this.#files.values()) cancel?.();
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** Of the curve of batch sizes; those that take too much memory are points with their failure. */
const curveBatches = [1, 2, 4, 8, 16, 32];

const never = new Promise<void>(() => undefined);
