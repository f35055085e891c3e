import ELK from 'elkjs/lib/elk.bundled.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { residualChain } from '../../../bench/chains';
import { createLayout } from '../../../src/layout/layout';
import type { Picture } from '../../../src/layout/picture';
import { boxCount, repeatedOf } from '../../../src/layout/series/lazyPicture';
import { decodeGraph, encodeGraph } from '../../../src/protocol/wireGraph';
import { Scene } from '../../../webview/graph/scene';
import { parseLayoutMessage, received } from '../../../webview/layoutProtocol';
import { Navigator, type Direction } from '../../../webview/state/navigation';
import { boxesById } from '../../../webview/state/words';
import { allOpen } from '../layout/open';

/** What the page has of a picture that repeats, and the same picture with all lists from the start. */
let repeated: Picture;
let plain: Picture;

/** What comes out of a message from the worker. */
function sent(picture: Picture): Picture {
  const outcome = { ok: true, picture: repeatedOf(picture) ?? picture, layoutMs: 1 };
  const message = parseLayoutMessage(structuredClone({ id: 1, outcome }));
  if (message === undefined || !('outcome' in message) || !message.outcome.ok)
    throw new Error('The picture did not come through.');
  return received(message.outcome.picture);
}

beforeAll(async () => {
  const graph = decodeGraph(encodeGraph(residualChain(1051)));
  const picture = await createLayout(new ELK()).layout(graph, allOpen(graph));
  const { width, height, boxes, wires, skips } = picture;
  plain = { width, height, boxes, wires, skips };
  repeated = sent(picture);
  expect(repeatedOf(repeated)).toBeDefined();
});

const area = fc.record({
  x: fc.integer({ min: -100, max: 500 }),
  y: fc.integer({ min: -100, max: 53_000 }),
  width: fc.integer({ min: 0, max: 600 }),
  height: fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 60_000 })),
});

describe('a picture that repeats', () => {
  it('has the same boxes, wires and skips on the other side of a message', () => {
    const { width, height, boxes, wires, skips } = repeated;
    expect({ width, height, boxes, wires, skips }).toEqual(plain);
    expect(boxCount(repeated)).toBe(plain.boxes.length);
  });

  it('shows the same in every area', () => {
    const [one, other] = [new Scene(repeated), new Scene(plain)];
    fc.assert(
      fc.property(area, (rect) => {
        expect(one.visible(rect)).toEqual(other.visible(rect));
      }),
      { numRuns: 200 },
    );
    expect(one.wires).toEqual(other.wires);
  });

  it('has the same at every point', () => {
    const [one, other] = [new Scene(repeated), new Scene(plain)];
    fc.assert(
      fc.property(area, fc.integer({ min: 1, max: 60 }), ({ x, y }, reach) => {
        expect(one.targetAt({ x, y }, reach)).toEqual(other.targetAt({ x, y }, reach));
      }),
      { numRuns: 1000 },
    );
  });

  it('has the same boxes by their ids, and the same ways between them', () => {
    const [one, other] = [new Navigator(repeated), new Navigator(plain)];
    expect(one.first).toBe(other.first);
    const ways: Direction[] = ['up', 'down', 'left', 'right', 'in', 'out', 'first', 'last'];
    for (const box of plain.boxes.filter((_, index) => index % 97 === 0)) {
      expect(boxesById(repeated).get(box.id)).toEqual(box);
      for (const way of ways) expect(one.next(box.id, way)).toBe(other.next(box.id, way));
    }
  });

  it('writes nothing out to show a part of it', () => {
    const hidden = (): never => {
      throw new Error('The whole list was asked for.');
    };
    const picture = sent(repeated);
    const lists = ['boxes', 'wires', 'skips'] as const;
    for (const list of lists) Object.defineProperty(picture, list, { get: hidden });
    const { boxes, wires } = new Scene(picture).visible({
      x: 0,
      y: 20_000,
      width: 400,
      height: 800,
    });
    expect(boxes.length).toBeGreaterThan(5);
    expect(wires.length).toBeGreaterThan(5);
    expect(new Navigator(picture).first).toBe(plain.boxes[0]?.id);
    expect(boxCount(picture)).toBe(plain.boxes.length);
  });
});
