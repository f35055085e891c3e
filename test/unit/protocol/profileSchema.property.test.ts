/** A profile is taken as it is; every way to damage it is refused, and none throws. */
import { Ajv2020 } from 'ajv/dist/2020';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportText } from '../../../src/model/reportText';
import type { Profile } from '../../../src/protocol/profile';
import { parseProfile } from '../../../src/protocol/profileSchema';
import { profiles } from '../model/profile/arbitrary';
import { profile } from './profiles';
import { at, changed, pathsIn } from './values';

const accepts = (value: unknown): boolean => parseProfile(value).ok;

const paths = pathsIn(profile);

const optional = new Set([
  'parent',
  'source',
  'endColumn',
  'forward',
  'backward',
  'optimizer',
  'gpuMs',
  'gpu',
  'predictedPeakBytes',
  'leftOut',
  'othersShare',
  'roofs',
  'batches',
  'predicted',
  'measured',
  'failure',
  'largest',
  'loss',
  'gradients',
  'other',
]);

/** Keys of a record, items of a list, and parts that need not be there; a setting is not a part. */
function mayGo(path: readonly (string | number)[]): boolean {
  if (path[0] === 'settings' && path.length === 2) return false;
  if (path.at(-2) === 'versions') return true;
  return typeof path.at(-1) === 'number' || optional.has(String(path.at(-1)));
}

const strangers: readonly unknown[] = [
  undefined,
  NaN,
  Infinity,
  -1.5,
  true,
  {},
  [[[]]],
  () => 1,
  10n,
];

describe('a profile', () => {
  it('is taken as it is, with all it may have', () => {
    expect(parseProfile(profile)).toEqual({ ok: true, value: profile });
  });

  it('comes back from its text as it was', () => {
    fc.assert(
      fc.property(profiles, (random) => {
        expect(parseProfile(JSON.parse(reportText(random)))).toEqual({ ok: true, value: random });
      }),
    );
  });

  it('is taken without what it need not have', () => {
    const gone = paths.filter((path) => optional.has(String(path.at(-1))) && mayGo(path));
    expect(gone.length).toBeGreaterThan(20);
    for (const path of gone)
      expect(accepts(changed(profile, path, Reflect.deleteProperty))).toBe(true);
  });

  it('is refused with a field missing', () => {
    for (const path of paths.filter((path) => path.length > 0 && !mayGo(path)))
      expect([path, accepts(changed(profile, path, Reflect.deleteProperty))]).toEqual([
        path,
        false,
      ]);
  });

  it('is refused with something else anywhere', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.constantFrom(...strangers), (path, stranger) => {
        const old = at(profile, path);
        fc.pre(typeof old !== typeof stranger || typeof stranger === 'number');
        const spoiled = changed(profile, path, (holder, key) => (holder[key] = stranger));
        expect(accepts(spoiled)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused, not thrown at, whatever else comes', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (anything) => {
        expect(accepts(anything)).toBe(false);
      }),
    );
  });

  it('is refused with a sentence that names the place', () => {
    const result = parseProfile({ ...profile, takenAt: 'yesterday' });
    expect(result).toMatchObject({ ok: false, failure: { code: 'profile-invalid' } });
    expect(result.ok ? '' : result.failure.message).toContain('takenAt');
  });
});

describe('what a profile refers to', () => {
  const [outer, inner] = profile.nodes;
  const faults: readonly (readonly [string, Partial<Profile>])[] = [
    ['two nodes of one id', { nodes: [outer!, inner!, outer!] }],
    ['a node in one that is not there', { nodes: [outer!, { ...inner!, parent: 'x' }] }],
    ['a node folded into none', { nodes: [outer!, { ...inner!, foldedInto: 'x' }] }],
    ['a node in itself', { nodes: [{ ...outer!, parent: 'a/op' }, inner!] }],
    ['an event of no node', { events: [{ ...profile.events[0]!, owner: 2 }] }],
    ['events out of order', { events: [...profile.events].reverse() }],
    ['a peak at no event', { memory: { ...profile.memory, peakEvent: profile.events.length } }],
    [
      'bytes of no node',
      { memory: { ...profile.memory, holders: [{ owner: 7, kind: 'weights', bytes: 1 }] } },
    ],
  ];

  it.each(faults)('is refused where it has %s', (_, fault) => {
    expect(accepts({ ...profile, ...fault })).toBe(false);
  });

  it('may have its peak before the first event', () => {
    expect(accepts({ ...profile, memory: { ...profile.memory, peakEvent: -1 } })).toBe(true);
  });

  it('may nest deeply, and not without end', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, i) => {
        const { parent: _parent, ...node } = inner!;
        return { ...node, id: `n${i}`, ...(i === 0 ? {} : { parent: `n${i - 1}` }) };
      });
    expect(accepts({ ...profile, nodes: chain(400) })).toBe(true);
    expect(accepts({ ...profile, nodes: chain(600) })).toBe(false);
  });
});

describe('docs/profile.schema.json', () => {
  const file = new URL('../../../docs/profile.schema.json', import.meta.url);
  const validate = new Ajv2020({ validateFormats: false }).compile(
    JSON.parse(readFileSync(file, 'utf8')) as object,
  );

  it('takes what the program takes, and refuses what it refuses', () => {
    expect(validate(profile)).toBe(true);
    const required = paths.filter((path) => path.length > 0 && !mayGo(path));
    for (const path of required)
      expect(validate(changed(profile, path, Reflect.deleteProperty))).toBe(false);
  });
});
