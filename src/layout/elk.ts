/** The little of ELK that the layout uses, so that a worker, Node and tests can each bring theirs. */

export interface ElkPoint {
  x: number;
  y: number;
}

export interface ElkPort {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  layoutOptions?: Record<string, string>;
}

export interface ElkSection {
  id: string;
  startPoint: ElkPoint;
  endPoint: ElkPoint;
  bendPoints?: ElkPoint[];
}

export interface ElkEdge {
  id: string;
  sources: string[];
  targets: string[];
  sections?: ElkSection[];
  layoutOptions?: Record<string, string>;
}

export interface ElkNode {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  layoutOptions?: Record<string, string>;
  ports?: ElkPort[];
  children?: ElkNode[];
  edges?: ElkEdge[];
}

/** An instance of elkjs, or anything that lays out one graph of ELK's JSON format. */
export interface ElkLike {
  layout(graph: ElkNode): Promise<ElkNode>;
}
