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
      '--heat takes "parameters", "macs", "activation" or "receptive", not "flops".',
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

describe('parseArguments of profile', () => {
  it('asks for a training step of one example where nothing else is said', () => {
    expect(parseArguments(['profile', 'a.ts'])).toEqual({
      command: 'profile',
      file: 'a.ts',
      settings: { mode: 'train', batch: 1, seed: 1, spread: 0.02, limitMs: 10_000 },
      json: false,
      measureRoofs: false,
      exports: [],
      timeLimitMs: 10_000,
      memoryLimitMB: 4096,
    });
  });

  it('takes all that a step is asked for', () => {
    const words =
      'profile a.ts --entry f(2) --backend wasm --batch 8 --loss meanSquaredError --optimizer adam ' +
      '--seed 0 --spread 0.1 --time-limit 0.5 --memory-limit 512 --compare b.json --tensorflow lib --measure-roofs';
    expect(parseArguments(words.split(' '))).toMatchObject({
      entry: 'f(2)',
      settings: {
        backend: 'wasm',
        mode: 'train',
        batch: 8,
        loss: 'meanSquaredError',
        optimizer: 'adam',
        seed: 0,
        spread: 0.1,
        limitMs: 500,
      },
      // The code that builds the model has its usual time all the same.
      timeLimitMs: 10_000,
      memoryLimitMB: 512,
      compare: 'b.json',
      tensorflow: 'lib',
      measureRoofs: true,
    });
    expect(parseArguments(['profile', 'a.ts', '--fused'])).toMatchObject({
      settings: { kernels: 'fused' },
    });
    expect(parseArguments(['profile', 'a.ts', '--time-limit', '60'])).toMatchObject({
      settings: { limitMs: 60_000 },
      timeLimitMs: 60_000,
    });
  });

  it('takes batches in any order, each once', () => {
    expect(parseArguments(['profile', 'a.ts', '--batches', '8,1, 2,8'])).toMatchObject({
      batches: [1, 2, 8],
    });
  });

  it('takes several files, one of them stdout', () => {
    const words = ['profile', 'a.ts', '--csv', 'a.csv', '--save', '-', '--trace', 't.json'];
    expect(parseArguments(words)).toMatchObject({
      exports: [
        { format: 'save', file: '-' },
        { format: 'trace', file: 't.json' },
        { format: 'csv', file: 'a.csv' },
      ],
    });
  });

  it.each([
    [['--backend', 'gpu'], '--backend takes "tensorflow", "webgpu", "wasm" or "cpu", not "gpu".'],
    [['--mode', 'test'], '--mode takes "train" or "infer", not "test".'],
    [['--mode', 'infer', '--optimizer', 'sgd'], 'Inference has neither a loss nor an optimizer.'],
    [['--batch', '0'], '--batch takes a whole number of at least 1, not "0".'],
    [['--batch', ''], '--batch takes a whole number of at least 1, not "".'],
    [['--batches', '1,,2'], '--batches takes a whole number of at least 1, not "".'],
    [['--batches', '1,2.5'], '--batches takes a whole number of at least 1, not "2.5".'],
    [['--seed', '-1'], "Option '--seed' argument is ambiguous."],
    [['--spread', '2'], '--spread takes a share from 0 to 1, not "2".'],
    [['--time-limit', 'soon'], '--time-limit takes a number of at least 0.1, not "soon".'],
    [['--compare', ''], '--compare takes a FILE.'],
    [['--tensorflow', ''], '--tensorflow takes a FOLDER.'],
    [['--json', '--save', '-'], '"--json" and "--save -" both write to stdout.'],
    [['--svg', 'a.svg'], 'profile takes no --svg.'],
    [
      ['--fused', '--backend', 'wasm'],
      'The wasm backend has no fused kernels, so --fused cannot be had.',
    ],
    [['b.ts'], 'profile takes one FILE; "b.ts" is one too many.'],
  ])('refuses %j', (words, message) => {
    expect(parseArguments(['profile', 'a.ts', ...words])).toEqual({ command: 'wrong', message });
  });

  it('leaves its options to itself', () => {
    for (const option of ['--backend', '--trace', '--save', '--batch'])
      expect(parseArguments(['inspect', 'a.ts', option, '1'])).toEqual({
        command: 'wrong',
        message: `inspect takes no ${option}.`,
      });
  });
});

/** The options that a text names. */
function optionsIn(text: string): string[] {
  return [...new Set(text.match(/--[a-z][a-z-]+/g))].sort();
}

/** From one text to the next after it. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  return text.slice(start, text.indexOf(to, start + from.length));
}

/** In the first table without being of `inspect`. */
const others = ['--help', '--version', '--format'];
const shared = optionsIn(between(help, 'Options of inspect and profile:', 'Options of inspect:'));
const commands = {
  inspect: {
    help: between(help, 'Options of inspect:', 'Option of samples:'),
    usage: between(page, 'resnet-designer inspect', 'resnet-designer profile'),
    table: between(page, '| option', 'FILE may also be'),
  },
  profile: {
    help: between(help, 'Options of profile:', '  -h, --help'),
    usage: between(page, 'resnet-designer profile', 'resnet-designer samples'),
    table: between(page.slice(page.indexOf('## Profile')), '| option', 'Without `--loss`'),
  },
} as const;

const values: Readonly<Record<string, string>> = {
  '--theme': 'dark',
  '--heat': 'macs',
  '--backend': 'cpu',
  '--mode': 'train',
  '--loss': 'meanSquaredError',
  '--optimizer': 'sgd',
  '--spread': '0.5',
};

describe.each(['inspect', 'profile'] as const)('the options of %s', (command) => {
  const texts = commands[command];
  const named = [...new Set([...shared, ...optionsIn(texts.help)])].sort();

  it('are the same in the help, the usage and the table of docs/command-line.md', () => {
    expect(named.length).toBeGreaterThan(10);
    expect(optionsIn(texts.usage)).toEqual(named);
    const inTable = optionsIn(texts.table.replace(/\|[^|]*\|$/gm, ''));
    expect(inTable.filter((option) => !others.includes(option))).toEqual(named);
  });

  it('are all known', () => {
    for (const option of named) {
      const flag = ['--json', '--flops', '--fused', '--measure-roofs'].includes(option);
      const words = flag ? [option] : [option, values[option] ?? '64'];
      expect(parseArguments([command, 'a.ts', ...words]), option).toMatchObject({ command });
    }
  });
});
