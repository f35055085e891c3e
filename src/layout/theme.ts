/** Colours of a picture that stands alone. In the editor the editor's own theme decides. */
import type { LayerCategory } from '../model/category';
import type { SkipKind } from '../model/graph';

export type ThemeName = 'light' | 'dark';

export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly dimText: string;
  readonly wire: string;
  /** Borders and fills of open groups, by depth, the last for all deeper ones. */
  readonly groupFills: readonly string[];
  readonly groupBorder: string;
  readonly header: string;
  readonly closedFill: string;
  readonly layerFill: string;
  readonly layerBorder: string;
  readonly failed: string;
  /** What a heat map mixes into the ground. */
  readonly heat: string;
  readonly categories: Readonly<Record<LayerCategory, string>>;
  readonly skips: Readonly<Record<SkipKind, string>>;
}

const light: Theme = {
  background: '#ffffff',
  text: '#1f2328',
  dimText: '#59636e',
  wire: '#8b949e',
  groupFills: ['#f3f6fa', '#ffffff', '#f6f4fb', '#ffffff'],
  groupBorder: '#c9d3de',
  header: '#e3eaf2',
  closedFill: '#e3eaf2',
  layerFill: '#ffffff',
  layerBorder: '#c4ccd4',
  failed: '#cf222e',
  heat: '#d67e00',
  categories: {
    input: '#57606a',
    convolution: '#0969da',
    dense: '#8250df',
    normalization: '#1a7f37',
    activation: '#bc4c00',
    pooling: '#1b7c83',
    merge: '#bf3989',
    recurrent: '#9a6700',
    attention: '#a40e26',
    reshape: '#6e7781',
    regularization: '#7d4e00',
    model: '#0550ae',
    custom: '#4d2d00',
  },
  skips: {
    identity: '#e8590c',
    projection: '#7048e8',
    padded: '#c2255c',
    gated: '#099268',
    dense: '#d6336c',
    long: '#1971c2',
    transformer: '#ae3ec9',
    recurrent: '#a07400',
  },
};

const dark: Theme = {
  background: '#1e1e1e',
  text: '#e6edf3',
  dimText: '#9aa4af',
  wire: '#7d8590',
  groupFills: ['#252a31', '#1f2329', '#282631', '#1f2329'],
  groupBorder: '#3d4753',
  header: '#323a45',
  closedFill: '#323a45',
  layerFill: '#181b20',
  layerBorder: '#48525e',
  failed: '#ff7b72',
  heat: '#ee9d28',
  categories: {
    input: '#9ea7b3',
    convolution: '#58a6ff',
    dense: '#bc8cff',
    normalization: '#56d364',
    activation: '#ffa657',
    pooling: '#39c5cf',
    merge: '#ff7eb6',
    recurrent: '#e3b341',
    attention: '#ff7b72',
    reshape: '#8b949e',
    regularization: '#d29922',
    model: '#79c0ff',
    custom: '#e2b27d',
  },
  skips: {
    identity: '#ff922b',
    projection: '#b197fc',
    padded: '#f783ac',
    gated: '#38d9a9',
    dense: '#faa2c1',
    long: '#4dabf7',
    transformer: '#da77f2',
    recurrent: '#ffd43b',
  },
};

export const themes: Readonly<Record<ThemeName, Theme>> = { light, dark };
