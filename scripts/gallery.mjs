// @ts-check
/**
 * `npm run gallery`: draws every sample into docs/gallery, with a page that shows them, and the pictures
 * of the walkthrough into media/walkthrough, by the command line as users have it. With --check it
 * builds and writes nothing, and fails when a file is not what the built command line draws.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from './lib/dependencies.mjs';
import { exitWith, SetupError } from './lib/failure.mjs';
import { importTypeScript } from './lib/importTypeScript.mjs';
import { progress } from './lib/progress.mjs';
import { runCommand } from './lib/runCommand.mjs';

const gallery = join(repositoryRoot, 'docs', 'gallery');
const walkthrough = join(repositoryRoot, 'media', 'walkthrough');
const models = join(repositoryRoot, 'media', 'models');

/** In a picture that is read at the width of a column of text. */
const mostBoxes = 60;

const blocks = join(repositoryRoot, 'test', 'fixtures', 'walkthrough', 'blocks.ts');

/** What the steps of the walkthrough show: name of the step, file, entry, and how many boxes at most. */
const steps = /** @type {const} */ ([
  ['sample', join(models, 'resnet50.ts'), 'resnet50()', 12],
  ['graph', blocks, 'blocks(16, 32)', 40],
  ['source', join(models, 'lstm.ts'), 'lstmLanguageModel()', 40],
  ['edit', blocks, 'blocks(16, 16, 32)', 40],
  ['beside', join(models, 'densenet.ts'), 'densenet121()', 20],
  ['export', join(models, 'resnet-cifar.ts'), 'resnet1202()', 12],
]);

/** @typedef {import('../src/samples/samples').Sample} Sample */

/** @param {string[]} args */
function run(...args) {
  const failure = `"node ${args.join(' ')}" failed.`;
  return runCommand(process.execPath, args, { cwd: repositoryRoot, failure });
}

/** @param {string[]} args */
const cli = (...args) => run('dist/cli.js', ...args);

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"|]/g, (character) => `&#${character.charCodeAt(0)};`);

/** @param {Sample} sample */
function entryText({ builder, title, size, paper, file }) {
  const source = `../../media/models/${file}`;
  return `### ${escape(title)}

${escape(size)} · ${escape(paper)} · [${file}](${source})

<a href="${builder}.svg"><img src="${builder}.svg" alt="${escape(title)}" height="420"></a>
`;
}

/** @returns {Promise<string>} docs/gallery/README.md */
async function page() {
  const { groupSamples, listSamples } = /** @type {typeof import('../src/samples/samples')} */ (
    await importTypeScript('src/samples/samples.ts')
  );
  const groups = groupSamples(listSamples());
  const sections = groups.map(
    ([group, samples]) => `## ${group}\n\n${samples.map(entryText).join('\n')}`,
  );
  const text = `# Gallery

Every sample network as ResNet Designer draws it, groups closed where the picture would have more than ${mostBoxes} boxes. Made by
\`npm run gallery\`; **Export All Samples…** in the command palette draws the same.

${sections.join('\n')}`;
  const file = join(gallery, 'README.md');
  return format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
}

/**
 * Draws everything into a folder.
 * @param {string} folder
 */
async function drawInto(folder) {
  const [samples, pictures] = [join(folder, 'gallery'), join(folder, 'walkthrough')];
  await cli('samples', samples, '--boxes', String(mostBoxes));
  await writeFile(join(samples, 'README.md'), await page());
  await mkdir(pictures);
  for (const [step, file, entry, boxes] of steps)
    for (const theme of ['light', 'dark']) {
      const svg = join(pictures, `${step}-${theme}.svg`);
      const drawing = ['--svg', svg, '--boxes', String(boxes), '--theme', theme];
      await cli('inspect', file, '--entry', entry, ...drawing);
    }
  return /** @type {const} */ ([
    [samples, gallery],
    [pictures, walkthrough],
  ]);
}

/**
 * @param {string} folder
 * @returns {Promise<Map<string, string>>} texts by name
 */
async function textsOf(folder) {
  const names = await readdir(folder).catch(() => []);
  const texts = names.map(
    async (name) => /** @type {const} */ ([name, await readFile(join(folder, name), 'utf8')]),
  );
  return new Map(await Promise.all(texts));
}

/**
 * The names of files that are missing, too many, or not the same.
 * @param {string} drawn
 * @param {string} kept
 */
async function differences(drawn, kept) {
  const [now, before] = [await textsOf(drawn), await textsOf(kept)];
  const names = new Set([...now.keys(), ...before.keys()]);
  return [...names].filter((name) => now.get(name) !== before.get(name));
}

/**
 * @param {string} drawn
 * @param {string} kept
 */
async function replace(drawn, kept) {
  const changed = await differences(drawn, kept);
  await rm(kept, { recursive: true, force: true });
  await mkdir(kept, { recursive: true });
  for (const [name, text] of await textsOf(drawn)) await writeFile(join(kept, name), text);
  progress('gallery', `${kept}: ${changed.length} files changed`);
}

async function main() {
  const check = process.argv.includes('--check');
  if (!check) await run('scripts/build.mjs', 'cli', 'worker');
  const folder = await mkdtemp(join(tmpdir(), 'resnet-designer-gallery-'));
  try {
    for (const [drawn, kept] of await drawInto(folder)) {
      if (!check) await replace(drawn, kept);
      else {
        const stale = await differences(drawn, kept);
        if (stale.length > 0)
          throw new SetupError(`Stale: ${stale.join(', ')}. Run "npm run gallery".`);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main().catch(exitWith);
