/** The samples of `media/models` as a list to choose from. */
import counts from '../../media/models/counts.json';
import { formatExact, formatMacs } from '../model/format';
import { samplePapers } from './samplePapers';

/** One network of the library. */
export interface Sample {
  /** File name in `media/models`. */
  readonly file: string;
  /** The expression that builds it: `resnet50()`. */
  readonly entry: string;
  /** The function that builds it: `resnet50`. */
  readonly builder: string;
  readonly title: string;
  readonly group: string;
  /** `25,610,152 parameters · 4.09 GMACs`: trainable and non-trainable together, forward for one example. */
  readonly size: string;
  readonly paper: string;
}

interface Published {
  readonly file: string;
  readonly entry: string;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly macs: number;
}

const published: readonly Published[] = counts;

/** What a file without a paper in the table is offered as: itself. */
function toSample({ file, entry, trainable, nonTrainable, macs }: Published): Sample {
  const known = samplePapers[file];
  return {
    file,
    entry,
    builder: entry.replace(/\(.*/s, ''),
    title: known?.titles[entry] ?? entry,
    group: known?.group ?? 'Others',
    size: `${formatExact(trainable + nonTrainable)} parameters · ${formatMacs(macs)}`,
    paper: known?.paper ?? file,
  };
}

/** Every sample, groups one behind the other, files in the order of the table of papers. */
export function listSamples(): readonly Sample[] {
  const order = Object.keys(samplePapers);
  const rank = ({ file }: Published): number => {
    const at = order.indexOf(file);
    return at === -1 ? order.length : at;
  };
  return [...published].sort((a, b) => rank(a) - rank(b)).map(toSample);
}

/** Samples with the title of their group, in order. */
export function groupSamples(
  samples: readonly Sample[],
): readonly (readonly [group: string, samples: readonly Sample[]])[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const members = groups.get(sample.group) ?? [];
    groups.set(sample.group, [...members, sample]);
  }
  return [...groups];
}

/** `resnet50.ts`, `resnet50-2.ts`, …: the first name that is not taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, extension = ''] = /^(.*?)(\.[^.]*)?$/.exec(name) ?? [];
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${stem}-${n}${extension}`;
  return free;
}
