import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { samplePapers } from '../../../src/samples/samplePapers';
import { freeName, groupSamples, listSamples } from '../../../src/samples/samples';

const models = path.resolve(fileURLToPath(import.meta.url), '../../../../media/models');
const samples = listSamples();

describe('the list of samples', () => {
  it('offers every model file of the library, and no other', () => {
    const files = readdirSync(models).filter((name) => name.endsWith('.ts'));
    expect(new Set(samples.map(({ file }) => file))).toEqual(new Set(files));
    expect(
      Object.keys(samplePapers).filter((file) => !existsSync(path.join(models, file))),
    ).toEqual([]);
  });

  it('has a title and a paper for each, and no title twice', () => {
    for (const { title, entry, group, paper, file } of samples) {
      expect(title, entry).not.toBe(entry);
      expect(group, file).not.toBe('Others');
      expect(paper, file).toMatch(/\d{4}$/);
    }
    expect(new Set(samples.map(({ title }) => title)).size).toBe(samples.length);
  });

  it('builds each with a function of its file', () => {
    for (const { file, entry } of samples) {
      const text = readFileSync(path.join(models, file), 'utf8');
      expect(text).toContain(`export function ${entry.replace('()', '(')}`);
    }
  });

  it('knows no title of a network that is gone', () => {
    const offered = new Set(samples.map(({ file, entry }) => `${file} ${entry}`));
    const titled = Object.entries(samplePapers).flatMap(([file, { titles }]) =>
      Object.keys(titles).map((entry) => `${file} ${entry}`),
    );
    expect(titled.filter((title) => !offered.has(title))).toEqual([]);
  });

  it('says the size with every parameter and the MACs', () => {
    const resnet50 = samples.find(({ entry }) => entry === 'resnet50()');
    expect(resnet50).toEqual({
      file: 'resnet50.ts',
      entry: 'resnet50()',
      builder: 'resnet50',
      title: 'ResNet-50 (v1.5)',
      group: 'Residual networks',
      size: '25,610,152 parameters · 4.09 GMACs',
      paper: 'He et al., Deep Residual Learning for Image Recognition, CVPR 2016',
    });
  });

  it('gives each group once, with residual networks first and plain ones last', () => {
    const groups = groupSamples(samples);
    const names = groups.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([names[0], names.at(-1)]).toEqual(['Residual networks', 'Without skips']);
    expect(groups.flatMap(([, members]) => members)).toEqual(samples);
  });
});

describe('a name that is free', () => {
  it.each([
    ['resnet50.ts', [], 'resnet50.ts'],
    ['resnet50.ts', ['resnet50.ts'], 'resnet50-2.ts'],
    ['resnet50.ts', ['resnet50.ts', 'resnet50-2.ts'], 'resnet50-3.ts'],
    ['a.b.ts', ['a.b.ts'], 'a.b-2.ts'],
    ['model', ['model'], 'model-2'],
  ])('%s beside %j', (name, taken, free) => {
    expect(freeName(name, new Set(taken))).toBe(free);
  });
});
