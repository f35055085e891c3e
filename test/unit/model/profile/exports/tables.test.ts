import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adviseOn, type Advice } from '../../../../../src/model/profile/advice/advice';
import { profileCsv } from '../../../../../src/model/profile/exports/profileCsv';
import { profileMarkdown } from '../../../../../src/model/profile/exports/profileMarkdown';
import {
  boundText,
  percentText,
  profileRows,
} from '../../../../../src/model/profile/exports/profileRows';
import { summarizeProfile } from '../../../../../src/model/profile/exports/profileSummary';
import { nothing } from '../../../../../src/model/profile/costSum';
import { rooflinePoint } from '../../../../../src/model/profile/roofline';
import { english, type Translate } from '../../../../../src/model/translate';
import { names } from '../../exports/names';
import { profiles } from '../arbitrary';
import { buildProfile, roofs } from '../builder';
import { resnet } from '../resnet';

const profile = buildProfile(resnet);

const advice: Advice = {
  rule: 'bias',
  target: { kind: 'step' },
  title: 'The step',
  nodes: [],
  sentence: 'Save *it* | now.',
  gainMs: 1,
  share: 0.1,
  inside: false,
};

const named = (name: string) =>
  buildProfile({
    layers: [{ id: 'a', className: 'C', name, kernels: { forward: [{ kernel: 'K', ms: 1.5 }] } }],
  });

describe('profileCsv', () => {
  const lines = profileCsv(profile).split('\r\n');
  const [head = '', first = ''] = lines.map((line) => line.split(','));

  it('has a line for each node, with every digit', () => {
    const parts = Object.keys(profile.step.parts);
    expect(lines).toHaveLength(profile.nodes.length + parts.length + 2);
    const cell = (name: string) => first[head.indexOf(name)];
    expect(cell('id')).toBe('net#1/Conv2D.1');
    expect(cell('output_shape')).toBe('32x32x16');
    expect(cell('forward_ms')).toBe(String(profile.nodes[0]?.phases.forward?.ms));
    expect(cell('backward_kernels')).toBe('2');
    expect(cell('forward_gpu_ms')).toBe('');
    expect(['memory', 'compute', 'launch']).toContain(cell('bound'));
    expect(cell('line')).toBe('25');
  });

  it('ends with what is of no layer, however long it took, and adds up to the step', () => {
    const noisy = { ...profile.step.parts, other: { ms: 1e4, spread: 0.1, kernels: 9 } };
    const text = profileCsv({ ...profile, step: { ...profile.step, parts: noisy } });
    const ids = text.split('\r\n').map((line) => line.split(',')[0] ?? '');
    const apart = ids.filter((id) => id.startsWith('part:'));
    expect(apart).toContain('part:other');
    expect(ids.slice(-1 - apart.length, -1)).toEqual(apart);
  });

  it('leaves the cells of phases empty that a node has no part in', () => {
    const pooling = lines.find((line) => line.includes('GlobalAveragePooling2D'))?.split(',');
    expect(pooling?.[head.indexOf('optimizer_ms')]).toBe('');
  });
});

describe('profileMarkdown', () => {
  it('has one row a line with as many cells as the head, whatever the names', () => {
    fc.assert(
      fc.property(names, (name) => {
        const table = profileMarkdown(named(name), [])
          .split('\n')
          .filter((line) => line.startsWith('|'));
        const cells = table.map((line) => line.split('|').length);
        expect(new Set(cells)).toEqual(new Set([cells[0]]));
      }),
    );
  });

  it('sums up the layers that have no row, and adds the parts and the advice', () => {
    const text = profileMarkdown(profile, [advice]);
    const shown = text.split('\n').filter((line) => line.startsWith('|'));
    expect(shown.length).toBeLessThan(50);
    expect(text).toContain('*Loss*');
    expect(text).toContain('- Save \\*it\\* &#124; now\\.');
    const many = {
      ...resnet,
      layers: Array.from({ length: 45 }, (_, i) => ({ ...resnet.layers[0]!, id: `c${i}` })),
    };
    expect(profileMarkdown(buildProfile(many), [])).toContain('5 more layers');
  });
});

describe('profileMarkdown in another language', () => {
  const german: Translate = (text, ...values) =>
    english(text, ...values)
      .replaceAll('Backward', 'Rückwärts')
      .replaceAll('Whole step', 'Ganzer Schritt')
      .replaceAll('repeats', 'Wiederholungen');
  const text = profileMarkdown(profile, [], german);

  it('has its headings and sentences in it, and names of classes as they are', () => {
    expect(text).toContain('| Rückwärts |');
    expect(text).toContain('12 Wiederholungen after');
    expect(text).toContain('Conv2D');
    expect(text).not.toContain('Backward');
  });

  it('ends its table with what is of no layer and the whole step', () => {
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.at(-1)).toMatch(/^\| \*\*Ganzer Schritt\*\* .*\| 100 % \|/);
    const first = rows.findIndex((line) => line.startsWith('| *'));
    expect(rows.slice(first).every((line) => line.startsWith('| *'))).toBe(true);
  });
});

describe('summarizeProfile', () => {
  it('says how it was taken, what took the longest, and what would help', () => {
    const text = summarizeProfile(profile, [advice]);
    expect(text).toContain('training step · batch 4');
    expect(text).toContain('12 repeats after 3 warm-ups');
    expect(text).toContain('TensorFlow 2.21.0');
    expect(text).toMatch(/^Layer +Class +Forward +Backward +Update +All +Share +Bound$/m);
    expect(text).toContain('- Save *it* | now.');
    expect(text).toMatch(/^\d+ more layers/m);
    expect(text.endsWith('\n')).toBe(true);
  });

  it("has the device's times beside the host's where there are any", () => {
    const onDevice = buildProfile({ ...resnet, backend: { asynchronous: true } });
    expect(summarizeProfile(onDevice, [])).toMatch(/All +Device +Share/);
    expect(profileMarkdown(onDevice, [])).toContain('| All | Device | Share |');
    expect(summarizeProfile(profile, [])).not.toContain('Device');
  });

  it('names the slowest layer first, and warns', () => {
    const failure = { code: 'no-gradient', severity: 'warning', message: 'No gradient.' } as const;
    const lines = summarizeProfile({ ...profile, warnings: [failure] }, []).split('\n');
    const slowest = profileRows(profile).reduce((a, b) => (b.cost.all.ms > a.cost.all.ms ? b : a));
    const rule = lines.findIndex((line) => line.startsWith('─'));
    expect(lines[rule + 1]).toContain(slowest.node.name);
    expect(lines).toContain('Warning: No gradient.');
  });

  it('keeps its table straight and its text the same, whatever the profile', () => {
    fc.assert(
      fc.property(profiles, (random) => {
        const text = summarizeProfile(random, adviseOn(random));
        expect(summarizeProfile(random, adviseOn(random))).toBe(text);
        const lines = text.split('\n');
        const rules = lines.filter((line) => line.startsWith('─'));
        expect(rules).toHaveLength(2);
        const table = lines.slice(lines.indexOf(rules[0]!) + 1, lines.lastIndexOf(rules[0]!));
        for (const line of table) expect(line.length).toBeLessThanOrEqual(rules[0]!.length);
      }),
    );
  });
});

describe('words', () => {
  it('are short where they can be', () => {
    expect([0.5, 0.0123, 0.0996, 0].map(percentText)).toEqual(['50 %', '1.2 %', '10 %', '0.0 %']);
    const cost = { ...nothing, ms: 4, kernels: 1, bytes: 4e7 };
    expect(boundText(rooflinePoint(cost, roofs, true))).toBe('memory 50 %');
    expect(boundText(rooflinePoint({ ...cost, ms: 100 }, roofs, true))).toBe('far 2 %');
    expect(boundText(undefined)).toBe('');
  });
});
