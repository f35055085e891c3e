/** The extension's settings, each by its name and with its type and unit. */
import { workspace } from 'vscode';

export interface Settings {
  readonly 'codeLens.enabled': boolean;
  readonly 'beside.enabled': boolean;
  readonly 'beside.inspectOnOpen': boolean;
  readonly 'inlayHints.enabled': boolean;
  readonly 'hover.enabled': boolean;
  readonly 'hover.picture': boolean;
  readonly 'statusBar.enabled': boolean;
  readonly 'selectedLine.enabled': boolean;
  readonly 'inspect.debounceMilliseconds': number;
  readonly 'inspect.timeLimitSeconds': number;
  readonly 'inspect.memoryLimitMegabytes': number;
  readonly 'training.batchSize': number;
  readonly 'profile.backend': string;
  readonly 'profile.batchSize': number;
  readonly 'profile.mode': string;
  readonly 'profile.timeLimitSeconds': number;
  readonly 'profile.fusedKernels': boolean;
  readonly 'profile.onSave': boolean;
  readonly 'profile.tensorflowFolder': string;
  readonly 'profile.lineTimes': boolean;
  readonly 'worker.nodePath': string;
}

/** Used when a setting has no value of its type: a hand-written settings file may hold anything. */
const defaults: Settings = {
  'codeLens.enabled': true,
  'beside.enabled': true,
  'beside.inspectOnOpen': false,
  'inlayHints.enabled': true,
  'hover.enabled': true,
  'hover.picture': true,
  'statusBar.enabled': true,
  'selectedLine.enabled': true,
  'inspect.debounceMilliseconds': 150,
  'inspect.timeLimitSeconds': 10,
  'inspect.memoryLimitMegabytes': 2048,
  'training.batchSize': 32,
  'profile.backend': 'best',
  'profile.batchSize': 4,
  'profile.mode': 'train',
  'profile.timeLimitSeconds': 5,
  'profile.fusedKernels': false,
  'profile.onSave': false,
  'profile.tensorflowFolder': '',
  'profile.lineTimes': true,
  'worker.nodePath': '',
};

const smallest: Partial<Record<keyof Settings, number>> = {
  'inspect.debounceMilliseconds': 0,
  'inspect.timeLimitSeconds': 0.5,
  'inspect.memoryLimitMegabytes': 256,
  'training.batchSize': 0,
  'profile.batchSize': 1,
  'profile.timeLimitSeconds': 0.1,
};

/** The present value of a setting. */
export function setting<Name extends keyof Settings>(name: Name): Settings[Name] {
  const value = workspace.getConfiguration('resnetDesigner').get<unknown>(name);
  const fallback = defaults[name];
  if (typeof value !== typeof fallback) return fallback;
  const least = smallest[name];
  return typeof value === 'number' && least !== undefined
    ? (Math.max(least, value) as Settings[Name])
    : (value as Settings[Name]);
}
