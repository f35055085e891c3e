/** An icon for each family of layers, from the ones that VS Code brings. */
import { ThemeColor, ThemeIcon } from 'vscode';
import { categoryOf, type LayerCategory } from '../../model/category';
import type { GraphNode } from '../../model/graph';

const icons: Readonly<Record<LayerCategory, readonly [icon: string, color?: string]>> = {
  input: ['arrow-circle-down'],
  convolution: ['table', 'charts.blue'],
  dense: ['symbol-array', 'charts.purple'],
  normalization: ['symbol-ruler', 'charts.green'],
  activation: ['pulse', 'charts.orange'],
  pooling: ['fold-down'],
  merge: ['git-merge', 'charts.red'],
  recurrent: ['sync', 'charts.yellow'],
  attention: ['eye', 'charts.red'],
  reshape: ['symbol-structure'],
  regularization: ['filter'],
  model: ['package'],
  custom: ['symbol-class'],
};

/** The codicon's name, for texts that hold icons as `$(name)`. */
export function iconName({ className, failed }: Pick<GraphNode, 'className' | 'failed'>): string {
  return failed === true ? 'error' : icons[categoryOf(className)][0];
}

export function layerIcon(node: Pick<GraphNode, 'className' | 'failed'>): ThemeIcon {
  if (node.failed === true) return new ThemeIcon('error', new ThemeColor('errorForeground'));
  const [icon, color] = icons[categoryOf(node.className)];
  return new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
}
