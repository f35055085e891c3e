/** The inspector's part of a profile: what the selected layer, group or the model costs in a step. */
import type { CostViews } from '../../src/model/profile/costSum';
import { shareOfStep } from '../../src/model/profile/nodeCosts';
import { bounds, pointIn, type RoofPoint } from '../../src/model/profile/roofline';
import { formatBytes, formatExact, formatMacs, formatMilliseconds } from '../../src/model/format';
import { profilePhases, type PhaseCost, type Profile } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Shown, UiState } from '../state/uiState';
import { percent, signedMilliseconds } from '../state/words';
import { Rows, Section } from '../ui/facts';
import type { Difference } from '../../src/model/profile/compare';
import { differenceOf } from './profileIndex';
import { profiledGraph } from './state';
import {
  boundTitles,
  boundWords,
  phaseTitles,
  rateText,
  spreadText,
  stepWords,
  timingText,
} from './words';

interface Props {
  readonly state: UiState;
  readonly shown: Shown;
  /** Of a layer or a group. */
  readonly id: string;
}

export function NodeCost({ state: { profile, profiling }, shown, id }: Props) {
  if (profile === null) return null;
  const { now, before } = profiledGraph(profile, shown.index);
  const cost = now.costOf(id);
  const difference = before && differenceOf(cost, before.costOf(id));
  if (cost === undefined) return null;
  const against = pointIn(profile.profile, cost.all);
  return (
    <div data-testid="node-cost" data-value={cost.all.ms}>
      <Section
        title={t('Measured')}
        note={profiling.stale ? t('of an earlier text') : stepWords(profile.profile)}
      >
        <Phases cost={cost} />
        <Rows
          rows={[
            [t('folded into'), foldedInto(profile.profile, id)],
            [t('share'), <StepShare share={shareOfStep(cost.all, profile.profile)} />],
            [t('compared'), difference && <Compared difference={difference} />],
            ...amountRows(cost.all),
          ]}
        />
        {against !== undefined && <Against against={against} />}
      </Section>
    </div>
  );
}

/** The layer whose kernel does a layer's work as well; nothing for what is computed by itself. */
function foldedInto({ nodes }: Profile, id: string): string {
  const into = nodes.find((node) => node.id === id)?.foldedInto;
  return into === undefined ? '' : (nodes.find((node) => node.id === into)?.name ?? into);
}

function Phases({ cost }: { readonly cost: CostViews }) {
  return (
    <Rows
      rows={profilePhases.map((phase) => {
        const { ms, spread, kernels, gpuMs } = cost[phase];
        if (kernels === 0) return [phaseTitles[phase].toLowerCase(), ''];
        const onDevice =
          gpuMs === undefined ? '' : t('{0} on the device', formatMilliseconds(gpuMs));
        return [
          phaseTitles[phase].toLowerCase(),
          <span data-testid={`cost-${phase}`} data-value={ms}>
            <b>{formatMilliseconds(ms)}</b>{' '}
            <span class="from">{[spreadText(spread), onDevice].filter(Boolean).join(' · ')}</span>
          </span>,
        ];
      })}
    />
  );
}

function StepShare({ share }: { readonly share: number }) {
  return (
    <span class="share">
      <span class="share-value">{percent(share)}</span>
      <span class="share-bar" aria-hidden="true">
        <span class="share-filled" style={{ width: `${Math.min(100, share * 100)}%` }} />
      </span>
    </span>
  );
}

function Compared({ difference }: { readonly difference: Difference }) {
  const { ms, beyond, before } = difference;
  const words = beyond ? '' : t('within the spread');
  return (
    <span title={t('Before: {0}', timingText(before))}>
      {signedMilliseconds(ms)} <span class="from">{words}</span>
    </span>
  );
}

function amountRows({ kernels, macs, bytes, flops, ms }: PhaseCost) {
  return [
    [t('kernels'), formatExact(kernels)],
    [t('MAC'), macs === 0 ? '' : <span title={formatExact(macs)}>{formatMacs(macs)}</span>],
    [t('bytes'), bytes === 0 ? '' : <span title={formatExact(bytes)}>{formatBytes(bytes)}</span>],
    [
      t('rate'),
      ms === 0 || flops === 0 ? (
        ''
      ) : (
        <span title={t('{0} floating-point operations over the time', formatExact(flops))}>
          {rateText((flops / ms) * 1000, 'FLOP')}
        </span>
      ),
    ],
    [
      t('bandwidth'),
      ms === 0 || bytes === 0 ? (
        ''
      ) : (
        <span title={t('{0} bytes read and written over the time', formatExact(bytes))}>
          {rateText((bytes / ms) * 1000, 'B')}
        </span>
      ),
    ],
  ] as const;
}

const formulas = {
  compute: t('MACs / (MACs a second of a large matrix product on this device)'),
  memory: t('bytes / (bytes a second of a large copy on this device)'),
  launch: t('kernels × (time of a kernel with nothing to do)'),
} as const;

/** The three bounds as times, so that the measured one can be held against them. */
function Against({ against }: { readonly against: RoofPoint }) {
  return (
    <div class="against" data-testid="cost-bound" data-value={against.bound}>
      <p>{boundWords(against)}</p>
      <Rows
        rows={[
          ...bounds.map(
            (bound) =>
              [
                t('least, {0}', boundTitles[bound]),
                <span title={formulas[bound]}>{formatMilliseconds(against.boundMs[bound])}</span>,
              ] as const,
          ),
          [
            t('of the roof'),
            <span
              title={t('The least time that the roofs of the device allow, over the time measured')}
            >
              {percent(against.achieved)}
            </span>,
          ],
        ]}
      />
    </div>
  );
}
