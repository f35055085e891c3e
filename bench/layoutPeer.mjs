// @ts-check
/**
 * A peer of the layout: lays one graph out in this process. Prints one JSON line with the milliseconds
 * of each run. Arguments: name of the peer, folder of its package (or the bundle of our own layout), JSON
 * file of the graph, most runs, and the milliseconds after which no further run is begun.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} FlatGraph
 * @property {{ id: string, width: number, height: number }[]} nodes
 * @property {{ from: string, to: string }[]} edges one for each pair of nodes
 */

const [peer = '', place = '', file = '', runs = '5', budgetMs = '0'] = process.argv.slice(2);
const load = createRequire(import.meta.url);

/** Each gives a function that lays out once, from the plain graph to places of all nodes. */
const peers = {
  own: async () => {
    const { layOut } = await import(pathToFileURL(place).href);
    return (/** @type {unknown} */ graph) => layOut(graph);
  },

  start: async () => {
    const { seeStart } = await import(pathToFileURL(place).href);
    return (/** @type {unknown} */ graph) => seeStart(graph);
  },

  all: async () => {
    const { seeAll } = await import(pathToFileURL(place).href);
    return (/** @type {unknown} */ graph) => seeAll(graph);
  },

  elk: async () => {
    const ELK = load('elkjs/lib/elk.bundled.js');
    const layoutOptions = {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.edgeRouting': 'ORTHOGONAL',
    };
    return async (/** @type {FlatGraph} */ { nodes, edges }) => {
      const elk = new ELK();
      const laid = await elk.layout({
        id: 'root',
        layoutOptions,
        children: nodes.map((node) => ({ ...node })),
        edges: edges.map(({ from, to }, index) => ({
          id: `e${index}`,
          sources: [from],
          targets: [to],
        })),
      });
      return laid.children.length;
    };
  },

  dagre: async () => {
    const dagre = load(place);
    return async (/** @type {FlatGraph} */ { nodes, edges }) => {
      const graph = new dagre.graphlib.Graph();
      graph.setGraph({ rankdir: 'TB', nodesep: 20, ranksep: 20 });
      graph.setDefaultEdgeLabel(() => ({}));
      for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
      for (const { from, to } of edges) graph.setEdge(from, to);
      dagre.layout(graph);
      return graph.nodes().filter((/** @type {string} */ id) => graph.node(id).y > 0).length;
    };
  },

  /** Netron's own graph class, with the settings of its view, without its web worker. */
  netron: async () => {
    const grapher = await import(pathToFileURL(path.join(place, 'grapher.js')).href);
    const Graph = grapher.Graph ?? grapher.default.Graph;
    return async (/** @type {FlatGraph} */ { nodes, edges }) => {
      const graph = new Graph(false);
      graph.options = { direction: 'vertical' };
      for (const { id, width, height } of nodes)
        graph.setNode({ name: id, width, height, layout: () => undefined });
      for (const { from, to } of edges) graph.setEdge({ v: from, w: to });
      await graph.layout();
      const placed = [...graph.nodes.values()].filter(({ label }) => label.y > 0);
      return placed.length;
    };
  },
};

const layOut = await peers[/** @type {keyof typeof peers} */ (peer)]();
const graph = JSON.parse(readFileSync(file, 'utf8'));
const begun = performance.now();
const ms = [];
do {
  const started = performance.now();
  const placed = await layOut(graph);
  ms.push(performance.now() - started);
  if (!(placed >= graph.nodes.length)) throw new Error(`Error: only ${placed} nodes were placed`);
} while (ms.length < Number(runs) && performance.now() - begun < Number(budgetMs));
console.log(JSON.stringify({ ms }));
