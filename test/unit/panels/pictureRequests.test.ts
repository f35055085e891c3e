import { describe, expect, it } from 'vitest';
import { PictureRequests } from '../../../src/panels/pictureRequests';

describe('PictureRequests', () => {
  it('gives each request its own answer', async () => {
    const requests = new PictureRequests();
    const first = requests.ask('svg', 1);
    const { id = 0 } = requests.open ?? {};
    requests.answer(id, { content: '<svg/>', scale: 1 });
    requests.answer(id, { content: 'late', scale: 1 });
    expect(await first).toEqual({ content: '<svg/>', scale: 1 });
    expect(requests.open).toBeUndefined();
  });

  it('takes no answer to an earlier request for one to the later', async () => {
    const requests = new PictureRequests();
    const first = requests.ask('svg', 1);
    const { id: old = 0 } = requests.open ?? {};
    const second = requests.ask('png', 4);
    expect(await first).toBeUndefined();
    requests.answer(old, { content: '<svg/>', scale: 1 });
    expect(requests.open).toMatchObject({ format: 'png', scale: 4 });
    requests.answer(requests.open?.id ?? 0, { problem: 'too large' });
    expect(await second).toEqual({ problem: 'too large' });
  });

  it('leaves nobody waiting when the designer is closed', async () => {
    const requests = new PictureRequests();
    const asked = requests.ask('mermaid', 1);
    requests.cancel();
    expect(await asked).toBeUndefined();
  });
});
