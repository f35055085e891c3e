/** The step in numbers, and how they were taken. */
import { addCosts, nothing } from '../../src/model/profile/costSum';
import type { ComponentChildren } from 'preact';
import { formatBytes, formatExact, formatMilliseconds } from '../../src/model/format';
import type { Profile, StepProfile } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Page } from '../page';
import { percent } from '../state/words';
import { Rows } from '../ui/facts';
import { ageText, takenText } from './age';
import { Compared } from './Compared';
import type { PageProfile } from './state';
import {
  changeText,
  figureText,
  kernelTitles,
  rateText,
  spreadText,
  stepWords,
  timingText,
} from './words';

interface Props {
  readonly page: Page;
  readonly profile: PageProfile;
}

export function HowTaken({ page, profile: { profile, compared } }: Props) {
  return (
    <div class="how-taken">
      <Figures profile={profile} />
      {compared !== undefined && <Compared page={page} now={profile} before={compared} />}
      <details class="how-details">
        <summary data-testid="how-taken">
          {/* A summary is one control, so its words are one text. */}
          <span class="how-device" data-testid="profile-device" data-value={profile.backend.device}>
            {deviceWords(profile)}
          </span>{' '}
          <span class="how-age" data-testid="profile-age" title={takenText(profile)}>
            {t('taken {0}', ageText(profile, Date.now()))}
          </span>{' '}
          <span class="how-more">{t('Details')}</span>
        </summary>
        <Details profile={profile} />
      </details>
    </div>
  );
}

interface FigureProps {
  readonly id: string;
  readonly value: number | string;
  readonly name: string;
  readonly main: ComponentChildren;
  readonly detail: ComponentChildren;
  readonly title: string;
}

function Figure({ id, value, name, main, detail, title }: FigureProps) {
  return (
    <div class="figure" data-testid={id} data-value={value} title={title}>
      <dt class="figure-name">{name}</dt>
      <dd class="figure-main">
        <strong>{main}</strong> <span class="figure-detail">{detail}</span>
      </dd>
    </div>
  );
}

/** Milliseconds of a phase, over all nodes. */
function phaseMs({ nodes }: Profile, phase: 'forward' | 'backward'): number {
  return nodes.map(({ phases }) => phases[phase] ?? nothing).reduce(addCosts, nothing).ms;
}

function repeatsWords({ repeats, warmUps, limited }: StepProfile): string {
  const words = t('{0} steps after {1} to warm up', repeats, warmUps);
  return limited ? t('{0}; the spread that was asked for was not reached', words) : words;
}

/** Empty in profiles of versions that did not look. */
function othersWords({ othersShare, leftOut = 0 }: StepProfile): string {
  if (othersShare === undefined) return '';
  const words = t('used {0} of the processors during these steps', percent(othersShare));
  return leftOut === 0
    ? words
    : t('{0}; {1} more steps were disturbed and do not count', words, leftOut);
}

function Figures({ profile }: { readonly profile: Profile }) {
  const { step, settings } = profile;
  return (
    <dl class="figures" aria-label={t('The step')}>
      <Figure
        id="profile-step"
        value={step.ms}
        name={t('Step')}
        main={formatMilliseconds(step.ms)}
        detail={
          step.limited ? t('{0}, unsteady', spreadText(step.spread)) : spreadText(step.spread)
        }
        title={t('Median of {0}; the spread is half its 95 % interval', repeatsWords(step))}
      />
      <PhaseFigures profile={profile} />
      <Figure
        id="profile-throughput"
        value={(settings.batch * 1000) / step.ms}
        name={t('Throughput')}
        main={figureText((settings.batch * 1000) / step.ms)}
        detail={t('examples/s')}
        title={t('Batch of {0} over the time of a step', settings.batch)}
      />
      <Figure
        id="profile-peak"
        value={profile.memory.peakBytes}
        name={t('Peak')}
        main={formatBytes(profile.memory.peakBytes)}
        detail={t('held at once')}
        title={t('{0} bytes of tensors', formatExact(profile.memory.peakBytes))}
      />
      <Trust step={step} />
    </dl>
  );
}

function PhaseFigures({ profile }: { readonly profile: Profile }) {
  const { step, settings } = profile;
  if (settings.mode === 'infer') return null;
  const share = (ms: number): string => percent(step.ms === 0 ? 0 : ms / step.ms);
  const [forward, backward] = [phaseMs(profile, 'forward'), phaseMs(profile, 'backward')];
  return (
    <>
      <Figure
        id="profile-forward"
        value={forward}
        name={t('Forward')}
        main={formatMilliseconds(forward)}
        detail={share(forward)}
        title={t('All layers, forward: sum of their medians')}
      />
      <Figure
        id="profile-backward"
        value={backward}
        name={t('Backward')}
        main={formatMilliseconds(backward)}
        detail={share(backward)}
        title={t('All layers, their gradients: sum of their medians')}
      />
    </>
  );
}

/** How far the numbers can be relied on. */
function Trust({ step }: { readonly step: StepProfile }) {
  return (
    <>
      <Figure
        id="profile-explained"
        value={step.explained}
        name={t('Explained')}
        main={percent(step.explained)}
        detail={
          step.unownedKernels === 0
            ? t('by layers')
            : t('{0} kernels of nobody', formatExact(step.unownedKernels))
        }
        title={t('Share of the step’s time that is attributed to layers')}
      />
      <Figure
        id="profile-overhead"
        value={step.overhead}
        name={t('Overhead')}
        main={changeText(step.overhead)}
        detail={t('by measuring')}
        title={t(
          'A step without measuring takes {0}, taken in turns with the others',
          timingText(step.plain),
        )}
      />
    </>
  );
}

/** `Training step, batch of 4, on tensorflow: AMD EPYC 7B13, 2 threads`. */
function deviceWords(profile: Profile): string {
  const { name, device, software, cuda } = profile.backend;
  const fused = profile.settings.kernels === 'fused' ? t('fused kernels') : '';
  const what = t('{0}, on {1}: {2}', stepWords(profile), name, device);
  const more = [software ? t('software adapter') : '', cuda ? 'CUDA' : '', fused].filter(Boolean);
  return [what, ...more].join(' · ');
}

function versionsText(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

/** Of the device's roofs, where they were measured. */
function roofsText({ roofs }: Profile): string {
  if (roofs === undefined) return '';
  return t(
    '{0}, {1}, {2} a launch: measured on this device',
    rateText(roofs.macsPerSecond, 'MAC'),
    rateText(roofs.bytesPerSecond, 'B'),
    formatMilliseconds(roofs.launchMs),
  );
}

function machineText({ machine }: Profile): string {
  const { processor, cores, memoryBytes, platform } = machine;
  return t('{0}, {1} cores, {2}, {3}', processor, cores, formatBytes(memoryBytes), platform);
}

function clockText({ backend }: Profile): string {
  return backend.asynchronous
    ? t('Kernels return before they are done; their time is that of the device’s own clock.')
    : t('Kernels return when they are done; their time is that of the host.');
}

function Details({ profile }: { readonly profile: Profile }) {
  const { backend, settings, step, model, tool } = profile;
  const training = settings.mode === 'train';
  return (
    <Rows
      rows={[
        [t('step'), repeatsWords(step)],
        [t('plain step'), timingText(step.plain)],
        [t('other programs'), othersWords(step)],
        [t('device'), `${backend.device}, ${backend.driver}`],
        [t('machine'), machineText(profile)],
        [t('kernels'), kernelTitles[settings.kernels ?? 'own']],
        [t('versions'), versionsText(backend.versions)],
        [t('inputs'), settings.inputShapes.map((shape) => shape.join('×')).join(', ')],
        [t('loss'), training ? settings.loss : ''],
        [t('optimizer'), training ? settings.optimizer : ''],
        [t('seed'), String(settings.seed)],
        [t('roofs'), roofsText(profile)],
        [t('file'), `${model.file}, ${model.entry}, SHA-256 ${model.hash.slice(0, 12)}…`],
        [t('taken'), `${takenText(profile)}, ${tool}`],
        [t('clock'), clockText(profile)],
      ]}
    />
  );
}
