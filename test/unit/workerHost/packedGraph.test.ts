/** A graph on its way from the worker over the host to the page. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packGraph } from '../../../src/worker/packedGraph';
import { unpackGraph } from '../../../src/workerHost/packedGraph';
import { unpackGraph as unpackOnPage } from '../../../webview/packedGraph';
import { graph } from '../protocol/values';

const deflated = (text: string | Buffer): Buffer => deflateRawSync(text);

/** What is none, as bytes. */
const spoiled = {
  'nothing at all': Buffer.alloc(0),
  'no deflated text': Buffer.from('What is this?'),
  'the first half of one': Buffer.from(packGraph(graph), 'base64').subarray(0, 200),
  'text that is no JSON': deflated('{"name": '),
  'JSON that is no graph': deflated('{"name": "net"}'),
  'nested without end': deflated('['.repeat(200_000)),
};

describe('a packed graph', () => {
  it('is unpacked by the host as it was', () => {
    const unpacked = unpackGraph(packGraph(graph));
    expect(unpacked).toMatchObject({ ok: true, value: { graph } });
  });

  it('is unpacked by the page from the bytes that the host sends on', async () => {
    const unpacked = unpackGraph(packGraph(graph));
    if (!unpacked.ok) throw new Error(unpacked.issue);
    await expect(unpackOnPage(unpacked.value.packedGraph)).resolves.toEqual(graph);
  });

  it.each(Object.entries(spoiled))('is refused by both where it is %s', async (_, bytes) => {
    expect(unpackGraph(bytes.toString('base64'))).toMatchObject({ ok: false });
    await expect(unpackOnPage(bytes)).rejects.toThrow();
  });

  it('is refused where it would fill the memory', () => {
    const zeros = deflated(Buffer.alloc(300 * 1024 * 1024));
    expect(zeros.length).toBeLessThan(400_000);
    const unpacked = unpackGraph(zeros.toString('base64'));
    expect(unpacked.ok ? '' : unpacked.issue).toMatch(/larger than/);
  });
});
