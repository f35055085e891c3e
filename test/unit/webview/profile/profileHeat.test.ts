import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../../src/layout/layout';
import { heatOnPage, measuresOf } from '../../../../webview/profile/profileHeat';
import type { PageProfile } from '../../../../webview/profile/state';
import { heatClasses, heatLevels, type HeatMeasure } from '../../../../src/layout/heat';
import { defaultViews } from '../../../../webview/state/views';
import { profileOf } from '../harness/profiles';
import { graph, index, profile } from './support';

const picture = await createLayout(new ELK()).layout(
  graph,
  Object.fromEntries(graph.scopes.map(({ id }) => [id, !id.endsWith('stage#1')])),
);
const shown = { picture, graph, index, revision: 1, expansion: {} };
const conv = graph.nodes.find(({ className }) => className === 'Conv2D')?.id ?? '';

function mapOf(heat: HeatMeasure, page: PageProfile | null) {
  return heatOnPage({ shown, profile: page, views: { ...defaultViews, heat } });
}

describe('a heat map of a profile', () => {
  const page: PageProfile = { profile, compared: undefined };

  it('is none where there is no profile, and that of the model stays as it was', () => {
    expect(mapOf('forward', null)).toBeNull();
    expect(mapOf('difference', page)).toBeNull();
    expect(mapOf('macs', null)?.measure).toBe('macs');
  });

  it('colours boxes by what was measured, groups by their sums', () => {
    const map = mapOf('forward', page);
    const measured = profile.nodes.find(({ id }) => id === conv)?.phases.forward?.ms ?? 0;
    expect(map?.heatOf(conv)?.label).toBe(`${measured.toPrecision(3)} ms`);
    // The one that is closed costs more than any layer.
    expect(map?.heatOf('resnet50#1/stage#1')?.level).toBe(heatLevels - 1);
    expect(map?.heatOf(graph.nodes[0]?.id ?? '')).toBeUndefined();
  });

  it.each(['backward', 'both', 'bytes', 'roof'] as const)('can be of %s', (measure) => {
    expect(mapOf(measure, page)?.heatOf(conv)?.label).toMatch(/ (ms|s|MB|GB|%)$/);
  });

  it('is the same one as long as the profile, the graph and the measure are', () => {
    expect(mapOf('both', page)).toBe(mapOf('both', page));
    expect(mapOf('both', page)).not.toBe(mapOf('both', { ...page }));
  });

  it('offers what the profile has', () => {
    const { roofs: _, ...withoutRoofs } = profile;
    expect(measuresOf(null)).toEqual([]);
    expect(measuresOf(page)).toEqual(['forward', 'backward', 'both', 'bytes', 'roof']);
    expect(
      measuresOf({
        profile: { ...withoutRoofs, settings: { ...profile.settings, mode: 'infer' } },
        compared: profile,
      }),
    ).toEqual(['forward', 'bytes', 'difference']);
  });
});

describe('a heat map of a difference', () => {
  const slower = profileOf(graph, { speed: 0.5 });
  const stage = 'resnet50#1/stage#1';

  it('has two sides, and signs on its numbers', () => {
    const better = mapOf('difference', { profile, compared: slower })?.heatOf(stage);
    expect(better).toMatchObject({ side: 'less', level: heatLevels - 1 });
    expect(better?.label).toMatch(/^−/);
    const worse = mapOf('difference', { profile: slower, compared: profile })?.heatOf(stage);
    expect(worse).toMatchObject({ side: 'more', level: heatLevels - 1 });
    expect(worse?.label).toMatch(/^\+/);
    expect(heatClasses(worse ?? { level: 0 })).toEqual([`heat-${heatLevels - 1}`, 'heat-more']);
  });

  it('leaves without colour what is within the spread', () => {
    const map = mapOf('difference', { profile, compared: profile });
    expect(map?.scale).toBeUndefined();
    expect(map?.heatOf(conv)).toBeUndefined();
  });
});
