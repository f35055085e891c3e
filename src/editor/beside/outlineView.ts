/** The outline of the model in front, in the side bar; it selects what the designer selects, and the other way. */
import {
  EventEmitter,
  l10n,
  MarkdownString,
  window,
  workspace,
  type Disposable,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
} from 'vscode';
import type { ModelGraph } from '../../model/graph';
import { allLayers } from '../../model/lineLayers';
import { selectedPlace } from '../../model/selectedNodes';
import type { BesideServices } from '../beside';
import { layerTable } from './layerMarkdown';
import type { Models, ModelSession } from './models';
import { outlineElements, type OutlineElement, type OutlineElements } from './outlineElements';
import { outlineItem } from './outlineItems';

/** From so many layers on the tree follows after a rest. */
const large = { nodes: 3_000, delayMs: 500 } as const;

export class OutlineView implements TreeDataProvider<OutlineElement>, Disposable {
  readonly #services: BesideServices;
  readonly #models: Models;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: TreeView<OutlineElement>;
  readonly #disposables: Disposable[];
  /** The model in front: of the active text, or of the designer that was used last. */
  #session: ModelSession | undefined;
  /** Made when the view is first in sight, once for each graph. */
  #elements: (OutlineElements & { readonly graph: ModelGraph }) | undefined;
  #shown: ModelGraph | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(models: Models, services: BesideServices) {
    this.#models = models;
    this.#services = services;
    this.#view = window.createTreeView('resnetDesigner.layers', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#disposables = [
      this.#view,
      this.#changed,
      models.onDidChange(() => this.#follow()),
      window.onDidChangeActiveTextEditor(() => this.#follow()),
      services.onDidActivate((session) => this.#follow(session)),
      this.#view.onDidChangeSelection(({ selection }) => this.#select(selection[0])),
      this.#view.onDidChangeVisibility(() => this.#showSelection()),
      services.selection.onDidChange(({ selected, by }) => {
        const session = models.sessions.find(({ uri }) => uri.toString() === selected?.uri);
        if (session !== undefined) this.#follow(session);
        if (by !== 'outline') this.#showSelection();
      }),
    ];
    this.#follow();
  }

  /** Shows the model of the active text; in a designer, or a text without one, what was shown stays. */
  #follow(wanted?: ModelSession): void {
    const document = window.activeTextEditor?.document;
    const active = document === undefined ? undefined : this.#models.of(document)?.session;
    const { sessions } = this.#models;
    const kept = sessions.find((session) => session === this.#session);
    this.#session = wanted ?? active ?? kept ?? sessions.at(-1);
    const state = workspace.isTrusted ? this.#session?.state : undefined;
    this.#view.description = state?.graph === undefined ? '' : state.fileName;
    const stale = state?.stale === true;
    this.#view.message = stale ? l10n.t('Of the last text that could be read.') : '';
    this.#showSoon(state?.graph);
  }

  /** The tree of a large model takes a while to make, so it waits until typing rests. */
  #showSoon(graph: ModelGraph | undefined): void {
    clearTimeout(this.#timer);
    if (this.#shown === graph) return;
    const isLarge = (graph?.nodes.length ?? 0) > large.nodes;
    if (isLarge && this.#shown !== undefined)
      this.#timer = setTimeout(() => this.#show(graph), large.delayMs);
    else this.#show(graph);
  }

  #show(graph: ModelGraph | undefined): void {
    this.#shown = graph;
    this.#changed.fire(undefined);
  }

  #current(): OutlineElements | undefined {
    const graph = this.#shown;
    if (graph === undefined) return undefined;
    if (this.#elements?.graph !== graph) this.#elements = { ...outlineElements(graph), graph };
    return this.#elements;
  }

  getChildren(element?: OutlineElement): OutlineElement[] {
    if (element === undefined) return [...(this.#current()?.roots ?? [])];
    return element.type === 'layer' ? [] : [...element.children];
  }

  getTreeItem(element: OutlineElement): TreeItem {
    return outlineItem(element);
  }

  getParent({ parent }: OutlineElement): OutlineElement | undefined {
    return parent;
  }

  resolveTreeItem(item: TreeItem, element: OutlineElement): TreeItem {
    const layer =
      element.type === 'layer' && this.#shown !== undefined
        ? allLayers(this.#shown).find(({ node }) => node === element.node)
        : undefined;
    if (layer !== undefined) item.tooltip = new MarkdownString(layerTable(layer));
    return item;
  }

  #select(element: OutlineElement | undefined): void {
    if (element === undefined || element.type === 'range' || this.#session === undefined) return;
    const { uri, state } = this.#session;
    const selection = { type: 'box', id: element.id } as const;
    const isNew = this.#services.selection.set({ uri: uri.toString(), selection }, 'outline');
    const place = state.graph && selectedPlace(state.graph, selection);
    if (isNew && place !== undefined) this.#services.reveal(place, false);
  }

  /** Brings the row of what is selected elsewhere into sight, where the view is. */
  #showSelection(): void {
    const { selected } = this.#services.selection;
    if (!this.#view.visible || selected?.uri !== this.#session?.uri.toString()) return;
    const { selection } = selected ?? {};
    const graph = this.#shown;
    if (selection === undefined || graph === undefined) return;
    const id = selection.type === 'box' ? selection.id : mergeOf(graph, selection.id);
    const element = id === undefined ? undefined : this.#current()?.byId.get(id);
    if (element !== undefined && this.#view.selection[0]?.id !== element.id)
      void this.#view.reveal(element, { select: true, focus: false });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** A skip has no row of its own: that of the layer where its branches meet tells of it. */
function mergeOf(graph: ModelGraph, id: string): string | undefined {
  return allLayers(graph)
    .flatMap(({ merges }) => merges)
    .find((skip) => skip.id === id)?.merge;
}
