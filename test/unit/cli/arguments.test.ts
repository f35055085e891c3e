import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/cli/arguments';
import { help } from '../../../src/cli/help';

const page = readFileSync(new URL('../../../docs/command-line.md', import.meta.url), 'utf8');

describe('parseArguments', () => {
  it('takes several exports at once', () => {
    const words = ['inspect', 'a.ts', '--csv', 'a.csv', '--svg', 'a.svg', '--latex', '-'];
    expect(parseArguments(words)).toMatchObject({
      command: 'inspect',
      exports: [
        { format: 'svg', file: 'a.svg' },
        { format: 'latex', file: '-' },
        { format: 'csv', file: 'a.csv' },
      ],
    });
  });

  it.each([
    [['--svg', '-', '--csv', '-'], '"--svg -" and "--csv -" both write to stdout.'],
    [['--json', '--markdown', '-'], '"--json" and "--markdown -" both write to stdout.'],
    [['--mermaid', ''], '--mermaid takes a FILE.'],
    [['--scale', '0'], '--scale takes a number of at least 0.01, not "0".'],
    [['--scale', 'x'], '--scale takes a number of at least 0.01, not "x".'],
    [['--format', 'png'], 'inspect takes no --format.'],
    [
      ['--heat', 'flops'],
      '--heat takes one of "parameters", "macs", "activation", "receptive", not "flops".',
    ],
  ])('refuses %j', (words, message) => {
    expect(parseArguments(['inspect', 'a.ts', ...words])).toEqual({ command: 'wrong', message });
  });

  it('lets --json go with files', () => {
    expect(parseArguments(['inspect', 'a.ts', '--json', '--csv', 'a.csv'])).toMatchObject({
      json: true,
      exports: [{ format: 'csv', file: 'a.csv' }],
    });
  });
});

describe('samples', () => {
  it('takes the options of the drawing', () => {
    const words = ['samples', 'out', '--format', 'png', '--scale', '2', '--theme', 'dark'];
    expect(parseArguments(words)).toEqual({
      command: 'samples',
      folder: 'out',
      format: 'png',
      drawing: { theme: 'dark', scale: 2 },
    });
    expect(parseArguments(['samples', 'out'])).toMatchObject({
      format: 'svg',
      drawing: { scale: 1 },
    });
  });

  it.each([
    [['--format', 'gif'], '--format takes "svg" or "png", not "gif".'],
    [['--png', 'a.png'], 'samples takes no --png.'],
  ])('refuses %j', (words, message) => {
    expect(parseArguments(['samples', 'out', ...words])).toEqual({ command: 'wrong', message });
  });
});

/** The options that a text names. */
function optionsIn(text: string): string[] {
  return [...new Set(text.match(/--[a-z][a-z-]+/g))].sort();
}

describe('the options', () => {
  const table = page.slice(page.indexOf('| option'), page.indexOf('FILE may also be'));

  it('are the same in the help and in the table of docs/command-line.md', () => {
    expect(optionsIn(table)).toEqual(optionsIn(help));
    expect(optionsIn(page.slice(0, page.indexOf('In this repository')))).toEqual(optionsIn(help));
  });

  it('are all known', () => {
    for (const option of optionsIn(help).filter((each) => !/--(help|version)/.test(each))) {
      const value = { '--theme': 'dark', '--format': 'png', '--heat': 'macs' }[option] ?? '64';
      const flag = ['--json', '--flops'].includes(option);
      const command = option === '--format' ? 'samples' : 'inspect';
      const parsed = parseArguments([command, 'a.ts', option, ...(flag ? [] : [value])]);
      expect(parsed, option).toMatchObject({ command });
    }
  });
});
