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
      const value = option === '--theme' ? 'dark' : '64';
      const flag = ['--json', '--flops'].includes(option);
      const parsed = parseArguments(['inspect', 'a.ts', option, ...(flag ? [] : [value])]);
      expect(parsed, option).toMatchObject({ command: 'inspect' });
    }
  });
});
