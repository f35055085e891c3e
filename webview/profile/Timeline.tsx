/** One step from its beginning to its end, as a flame chart, and its kernels by name. */
import { useMemo, useState } from 'preact/hooks';
import { formatMilliseconds } from '../../src/model/format';
import type { FlameClock } from '../../src/model/profile/flame';
import { shareOfStep } from '../../src/model/profile/nodeCosts';
import { t } from '../l10n';
import { percent, plural } from '../state/words';
import type { GraphIndex } from '../state/graphIndex';
import { flameOf, hasDeviceClock, type Flame, type FlameBar } from './flame';
import { FlameView } from './FlameView';
import { exactMs } from './exact';
import { KernelTable } from './KernelTable';
import { kernelCsv } from './kernelCsv';
import { PointerCard, type Pointed } from './PointerCard';
import type { PictureProps } from './ProfileView';
import { phaseTitles, takenWords } from './words';

export function Timeline({ page, state, shown, profile: { profile } }: PictureProps) {
  const [clock, setClock] = useState<FlameClock>('host');
  const { index } = shown;
  const flame = useMemo(() => flameOf(profile, index, clock), [profile, index, clock]);
  const selected = state.selection?.type === 'box' ? state.selection.id : null;
  const [pointed, point] = useState<Pointed | null>(null);
  if (flame.bars.length === 0)
    return <p class="table-empty">{t('No kernel ran in the step, so there is no timeline.')}</p>;
  return (
    <div class="picture-and-table">
      {hasDeviceClock(profile) && <Clock clock={clock} onChange={setClock} />}
      <FlameView
        flame={flame}
        selected={selected}
        factsOf={(bar) => factsOf(bar, shareOfStep({ ms: bar.busyMs }, profile))}
        onChoose={(bar) => {
          const id = boxOf(bar, flame, index);
          if (id !== undefined) page.goTo({ type: 'box', id });
        }}
        onPoint={point}
        page={page}
        subtitle={takenWords(profile)}
        csv={() => kernelCsv(profile)}
      />
      <KernelTable profile={profile} />
      {pointed !== null && <PointerCard pointed={pointed} />}
    </div>
  );
}

/** The nearest box of the graph that a bar is in: kernels, and operations in layers, have none of their own. */
function boxOf(bar: FlameBar, { bars }: Flame, index: GraphIndex): string | undefined {
  let at: FlameBar | undefined = bar;
  for (; at !== undefined; at = bars[at.parent])
    if (at.id !== undefined && (index.nodes.has(at.id) || index.groups.has(at.id))) return at.id;
  return undefined;
}

interface ClockProps {
  readonly clock: FlameClock;
  readonly onChange: (clock: FlameClock) => void;
}

/** Whose clock the chart goes by: the host's has every kernel, the device's those that it timed. */
function Clock({ clock, onChange }: ClockProps) {
  return (
    <label class="table-bar">
      {t('Clock')}
      <select
        class="select"
        data-testid="flame-clock"
        value={clock}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === 'device' ? 'device' : 'host')
        }
      >
        <option value="host">{t('of the host')}</option>
        <option value="device">{t('of the device')}</option>
      </select>
    </label>
  );
}

/** `Conv2D conv2d_1, forward`, `3.2 ms`, `1.5 % of the step`, `2 kernels`. */
function factsOf(bar: FlameBar, share: number): [string, ...string[]] {
  const { kind, title, className, phase, busyMs, kernels } = bar;
  const what = [className, title].filter(Boolean).join(' ');
  return [
    kind === 'phase' ? what : `${what}, ${phaseTitles[phase].toLowerCase()}`,
    formatMilliseconds(busyMs),
    t('{0} of the step', percent(share)),
    kind === 'kernel' ? t('kernel') : plural(kernels, '{0} kernel', '{0} kernels'),
    t('exactly {0}', exactMs(busyMs)),
  ];
}
