/** Every way to spoil a valid message is refused, and none throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHostMessage } from '../../../src/protocol/hostMessages';
import { parseSavedDesigner, parseWebviewMessage } from '../../../src/protocol/messages';
import { check, checkGraph, workerAnswerSchema } from '../../../src/protocol/schema';
import { encodeGraph } from '../../../src/protocol/wireGraph';
import {
  answer,
  at,
  changed,
  graph,
  hostMessages,
  pathsIn,
  saved,
  webviewMessages,
} from './values';

const parser =
  (schema: Parameters<typeof check>[0]) =>
  (value: unknown): unknown => {
    const checked = check(schema, value);
    return checked.ok ? checked.value : undefined;
  };

/** What a graph is read as, written again. */
function parseGraph(value: unknown): unknown {
  const checked = checkGraph(value);
  return checked.ok ? encodeGraph(checked.value) : undefined;
}

const boundaries: {
  readonly title: string;
  readonly parse: (value: unknown) => unknown;
  readonly valid: readonly unknown[];
}[] = [
  { title: 'the host', parse: parseHostMessage, valid: hostMessages },
  { title: 'the webview', parse: parseWebviewMessage, valid: webviewMessages },
  { title: 'what the webview kept', parse: parseSavedDesigner, valid: [saved] },
  { title: 'the worker', parse: parser(workerAnswerSchema), valid: [answer] },
  { title: 'a graph', parse: parseGraph, valid: [encodeGraph(graph)] },
];

/** Fields that may be left out, so leaving them out spoils nothing. */
const optional = new Set([
  'packedGraph',
  'graphKept',
  'training',
  'failure',
  'memory',
  'flops',
  'problem',
  'fix',
  'untracked',
  'backward',
  'activation',
  'stochasticDepth',
  'survival',
  'timings',
  'startedAt',
  'endColumn',
  'source',
  'detail',
  'definition',
  'sharedWith',
  'sourceless',
  'failed',
  'inner',
  'dirty',
]);

/** Holders of whatever: keys of a record and items of a list may go. */
function mayGo(valid: unknown, path: readonly (string | number)[]): boolean {
  const holder = at(valid, path.slice(0, -1));
  const last = String(path.at(-1));
  return Array.isArray(holder) || path.at(-2) === 'expansion' || optional.has(last);
}

const strangers: readonly unknown[] = [
  undefined,
  null,
  7,
  -1,
  NaN,
  '',
  'text',
  true,
  [],
  ['x'],
  {},
  { a: 1 },
  () => 1,
  Symbol('s'),
  10n,
];

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : Number.isNaN(value) ? 'NaN' : typeof value;
}

/** A list passes for an object where there are no fields to miss in the one or the other. */
function listMayPass(original: unknown, stranger: unknown): boolean {
  if (typeof original !== 'object' || original === null || Array.isArray(original)) return false;
  if (!Array.isArray(stranger)) return false;
  return stranger.length === 0 || Object.keys(original).length === 0;
}

/** Fields that hold null or something else: the one is as good as the other. */
const nullable = /^(scope|parent|selected|viewport|running|profile|\d+)$/;

function isOtherKind(original: unknown, stranger: unknown, key: string): boolean {
  const kinds = [kindOf(original), kindOf(stranger)];
  if (kinds[0] === kinds[1] || listMayPass(original, stranger)) return false;
  return !(nullable.test(key) && kinds.includes('null'));
}

describe.each(boundaries)('messages of $title', ({ parse, valid }) => {
  const value = fc.constantFrom(...valid);
  const place = value.chain((message) =>
    fc.tuple(fc.constant(message), fc.constantFrom(...pathsIn(message))),
  );

  it('are taken as they are', () => {
    for (const message of valid) expect(parse(message)).toEqual(message);
  });

  it('are taken without what they need not say', () => {
    for (const message of valid)
      for (const path of pathsIn(message).filter((p) => optional.has(String(p.at(-1))))) {
        const without = changed(message, path, Reflect.deleteProperty);
        expect(parse(without)).toEqual(without);
      }
  });

  it('are refused with a field missing', () => {
    fc.assert(
      fc.property(place, ([message, path]) => {
        fc.pre(path.length > 0 && !mayGo(message, path));
        const without = changed(message, path, Reflect.deleteProperty);
        expect(parse(without)).toBeUndefined();
      }),
    );
  });

  it('are refused with a value of another kind anywhere', () => {
    fc.assert(
      fc.property(place, fc.constantFrom(...strangers), ([message, path], stranger) => {
        fc.pre(isOtherKind(at(message, path), stranger, String(path.at(-1) ?? '')));
        const spoiled = changed(message, path, (holder, key) => (holder[key] = stranger));
        expect(parse(spoiled)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('are refused, not thrown at, whatever else comes', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (anything) => {
        expect(parse(anything)).toBeUndefined();
        expect(parse({ type: 'state', body: anything })).toBeUndefined();
      }),
    );
  });

  it('change no prototype, whatever their keys', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const keys = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString');
    fc.assert(
      fc.property(place, keys, ([message, path], key) => {
        const json: unknown = JSON.parse(`{"${key}": {"polluted": true}}`);
        const spoiled = changed(message, path, (holder, name) => {
          const old = holder[name];
          const isObject = typeof old === 'object' && old !== null && !Array.isArray(old);
          const all = isObject ? JSON.stringify(old).slice(1, -1) : '';
          const text = `{${all}${all === '' ? '' : ','}${JSON.stringify(json).slice(1)}`;
          holder[name] = JSON.parse(text) as unknown;
        });
        const parsed = parse(spoiled);
        expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
        expect(Object.getOwnPropertyNames(parsed ?? {})).not.toContain('polluted');
        expect('polluted' in {}).toBe(false);
      }),
    );
  });
});

describe('a graph that is nested without end', () => {
  it('is refused, not a stack overflow', () => {
    const wire = encodeGraph(graph);
    let inner: unknown = wire.nodes[1]?.inner;
    for (let depth = 0; depth < 20_000; depth++)
      inner = { ...wire, nodes: [{ ...wire.nodes[0], inner }] };
    expect(checkGraph(inner).ok).toBe(false);
  });
});
