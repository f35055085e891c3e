/** What the page says about skips of every kind. */
import { describe, expect, it } from 'vitest';
import { skipKinds, type ModelGraph } from '../../../src/model/graph';
import { GraphIndex } from '../../../webview/state/graphIndex';
import { boxLabel, skipWords } from '../../../webview/state/words';
import { GraphBuilder } from '../model/support/graphs';

function indexOf(builder: GraphBuilder, output: string): GraphIndex {
  const graph: ModelGraph = {
    ...builder.graph(output),
    entry: '',
    parameters: { trainable: 0, nonTrainable: 0 },
    macs: { forward: 0 },
    places: [],
    complete: true,
  };
  return new GraphIndex(graph);
}

describe('a skip in words', () => {
  it.each(skipKinds)('%s: names the kind and what it goes around', (kind) => {
    const words = skipWords({ kind, length: 2 });
    expect(words).toContain(kind);
    expect(words).toMatch(kind === 'recurrent' ? /inside the layer/ : /around 2 weight layers/);
  });

  it('a layer that holds skips is neither their start nor their end', () => {
    const builder = new GraphBuilder();
    const config = { layer: { className: 'LSTM', config: {} } };
    const layer = builder.add('Bidirectional', [builder.input()], { kernel: [4, 16], config });
    const index = indexOf(builder, layer);
    expect(index.skipsOf(layer).map(({ role }) => role)).toEqual(['holder', 'holder']);
    const place = { parent: null, depth: 1, x: 0, y: 0, width: 1, height: 1 };
    const box = {
      type: 'layer',
      id: layer,
      category: 'recurrent',
      title: 'Bidirectional',
      hiddenSkips: { recurrent: 2 },
    } as const;
    expect(boxLabel({ ...box, ...place, detail: '', failed: false }, index)).toContain(
      'holds 2 recurrent skips',
    );
  });
});
