/** Messages between lines of others. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seal, SealedLines } from '../../../src/protocol/sealedChannel';

const secret = 'f'.repeat(64);
const message = { jsonrpc: '2.0', id: 1, result: 'a\nb' };

/** Pushes text cut at some places, as pipes cut it. */
function read(text: string, cuts: readonly number[]): unknown[] {
  const lines = new SealedLines(secret);
  const places = [0, ...[...cuts].sort((a, b) => a - b), text.length];
  return places.slice(1).flatMap((end, i) => lines.push(text.slice(places[i], end)));
}

test('messages come through between whatever others wrote, however it is cut', () => {
  const forged = fc.constantFrom(
    JSON.stringify(message),
    `\n${JSON.stringify(message)}\n`,
    `x${secret}${JSON.stringify(message)}\n`,
    `\n${secret.slice(1)}${JSON.stringify(message)}\n`,
    `\n${secret}{]\n`,
    `\n${secret}7\n`,
    'Content-Length: 3\r\n\r\n',
    '\n\n',
    'fff',
  );
  const own = fc.constant(seal(secret, message));
  const pieces = fc.array(fc.oneof(forged, fc.string(), own), { maxLength: 12 });
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(2_000)), (texts, cuts) => {
      const sent = texts.filter((text) => text === seal(secret, message)).length;
      expect(read(texts.join(''), cuts)).toEqual(Array.from({ length: sent }, () => message));
    }),
  );
});
