/** How the next profile is taken, to be chosen before it is: each a labelled control, and all of them by the keyboard. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatExact } from '../../src/model/format';
import {
  backendNames,
  fusingBackends,
  kernelChoices,
  mostExamples,
  profileLosses,
  profileModes,
  profileOptimizers,
  type ProfileChoices,
} from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Page } from '../page';
import type { UiState } from '../state/uiState';
import { chooseProfile } from './chooseProfile';
import { ownBatch } from './ownBatch';
import { kernelTitles, modeTitles } from './words';

interface Props {
  readonly page: Page;
  readonly state: UiState;
  /** What the button says that takes the profile. */
  readonly action: string;
  readonly testId: string;
}

export function ProfileOptions({ page, state, action, testId }: Props) {
  const { profileChoices: choices, profiling, shown } = state;
  const own = shown && ownBatch(shown.graph, shown.index);
  const batch = useBatch(choices.batch, (chosen) => chooseProfile(page, { batch: chosen }));
  const run = (): void => {
    if (!batch.commit()) batch.input.current?.focus();
    else if (profiling.running === null) page.host.post('profile', { command: 'run' });
  };
  return (
    <div
      class="profile-options"
      role="group"
      aria-label={t('How profiles are taken')}
      data-testid="profile-options"
    >
      <div class="profile-fields">
        <Selects page={page} choices={choices}>
          <BatchField batch={batch} own={own} onEnter={run} />
        </Selects>
        {profiling.running === null && (
          <button type="button" class="button" data-testid={testId} onClick={run}>
            {action}
          </button>
        )}
      </div>
      <p class="profile-wrong" id={wrongId} role="alert" data-testid="profile-wrong">
        {batch.wrong &&
          t(
            'A batch is a whole number of examples from 1 to {0}. Until it is one, profiles are taken with {1}.',
            formatExact(mostExamples),
            formatExact(choices.batch),
          )}
      </p>
    </div>
  );
}

const wrongId = 'profile-batch-wrong';

interface Choice<Value extends string> {
  readonly label: string;
  readonly hint: string;
  readonly testId: string;
  readonly value: Value;
  readonly values: readonly Value[];
  readonly title: (value: Value) => string;
  readonly disabled?: boolean;
  readonly onChoose: (value: Value) => void;
}

function Field<Value extends string>(props: Choice<Value>) {
  const { label, hint, testId, value, values, title, disabled = false, onChoose } = props;
  return (
    <label class="profile-field" title={hint}>
      <span class="profile-label">{label}</span>
      <select
        class="select"
        data-testid={testId}
        value={value}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          const chosen = values.find((one) => one === currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {title(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SelectsProps {
  readonly page: Page;
  readonly choices: ProfileChoices;
  /** The batch, which stands behind the mode. */
  readonly children: ComponentChildren;
}

function Selects({ page, choices, children }: SelectsProps) {
  return (
    <>
      <Field
        label={t('Step')}
        hint={t('A training step: forward, loss, backward and update; inference: forward alone')}
        testId="profile-mode"
        value={choices.mode}
        values={profileModes}
        title={(mode) => modeTitles[mode]}
        onChoose={(mode) => chooseProfile(page, { mode })}
      />
      {children}
      <Field
        label={t('Backend')}
        hint={t('What computes: native TensorFlow, WebGPU, WebAssembly or plain JavaScript')}
        testId="profile-on"
        value={choices.backend}
        values={['best', ...backendNames]}
        title={(backend) => (backend === 'best' ? t('best that works') : backend)}
        onChoose={(backend) => chooseProfile(page, { backend })}
      />
      <KernelsField page={page} choices={choices} />
      <TrainingFields page={page} choices={choices} />
    </>
  );
}

/** Kept where the backend has no others, and not to be changed meanwhile. */
function KernelsField({ page, choices: { kernels, backend } }: Omit<SelectsProps, 'children'>) {
  return (
    <Field
      label={t('Kernels')}
      hint={t(
        'TensorFlow.js’s own, as your runs have them, or those that TensorFlow itself fuses of several',
      )}
      testId="profile-kernels"
      value={kernels}
      values={kernelChoices}
      title={(one) => kernelTitles[one]}
      disabled={backend !== 'best' && !fusingBackends.has(backend)}
      onChoose={(chosen) => chooseProfile(page, { kernels: chosen })}
    />
  );
}

/** What inference has no use for is kept, and cannot be changed meanwhile. */
function TrainingFields({ page, choices }: Omit<SelectsProps, 'children'>) {
  const disabled = choices.mode === 'infer';
  const ofFile = (name: string): string => (name === 'file' ? t('as in the file') : name);
  return (
    <>
      <Field
        label={t('Loss')}
        hint={t('As in the file: the one that its compile names, else one that fits the output')}
        testId="profile-loss"
        value={choices.loss}
        values={['file', ...profileLosses]}
        title={ofFile}
        disabled={disabled}
        onChoose={(loss) => chooseProfile(page, { loss })}
      />
      <Field
        label={t('Optimizer')}
        hint={t('As in the file: the one that its compile names, else sgd')}
        testId="profile-optimizer"
        value={choices.optimizer}
        values={['file', ...profileOptimizers]}
        title={ofFile}
        disabled={disabled}
        onChoose={(optimizer) => chooseProfile(page, { optimizer })}
      />
    </>
  );
}

/** A batch as it is being typed. What is no batch stays in the box, and the last one that was one holds. */
function useBatch(chosen: number, choose: (batch: number) => void) {
  const [text, setText] = useState(String(chosen));
  const [wrong, setWrong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(String(chosen)), [chosen]);
  const type = (typed: string): void => {
    setText(typed);
    if (isBatch(typed)) setWrong(false);
  };
  /** @returns whether it is a batch. */
  const commit = (): boolean => {
    const good = isBatch(text);
    setWrong(!good);
    if (good && Number(text) !== chosen) choose(Number(text));
    return good;
  };
  return { text, wrong, type, commit, input };
}

function isBatch(text: string): boolean {
  return /^\s*\d+\s*$/.test(text) && Number(text) >= 1 && Number(text) <= mostExamples;
}

interface BatchProps {
  readonly batch: ReturnType<typeof useBatch>;
  /** Of the model, where it takes no other. */
  readonly own: number | undefined;
  readonly onEnter: () => void;
}

function BatchField({ batch, own, onEnter }: BatchProps) {
  const { text, wrong, type, commit, input } = batch;
  const hint =
    own === undefined
      ? t('Examples that one step works on')
      : t('The inputs of this model have a first dimension of their own');
  return (
    <label class="profile-field" title={hint}>
      <span class="profile-label">{t('Batch')}</span>
      <input
        ref={input}
        class="field profile-batch"
        data-testid="profile-batch"
        type="text"
        inputMode="numeric"
        autocomplete="off"
        value={own === undefined ? text : String(own)}
        disabled={own !== undefined}
        aria-invalid={wrong}
        aria-describedby={wrong ? wrongId : undefined}
        onInput={({ currentTarget }) => type(currentTarget.value)}
        onChange={commit}
        onKeyDown={({ key }) => {
          if (key === 'Enter') onEnter();
        }}
      />
    </label>
  );
}
