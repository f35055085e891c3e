/**
 * Writes THIRD_PARTY_NOTICES.md: every package that is in the bundles (dist/packages.json, which
 * scripts/build.mjs leaves there), with its version, its licence and the licence's text. With --check
 * it writes nothing, and fails when the file is not what the last build needs.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from './lib/dependencies.mjs';
import { exitWith, SetupError } from './lib/failure.mjs';

const file = join(repositoryRoot, 'THIRD_PARTY_NOTICES.md');
const packageList = join(repositoryRoot, 'dist', 'packages.json');

/**
 * @typedef {object} Notice
 * @property {string} name
 * @property {string} version
 * @property {string} licence
 * @property {string} source where its source code is
 * @property {string} text
 */

/** Copyright lines of packages that name a licence and carry no text of it. */
const copyrights = new Map([
  ['seedrandom', 'Copyright 2019 David Bau.'],
  ['tr46', 'Copyright (c) Sebastian Mayr'],
  [
    '@tensorflow/tfjs-layers',
    'Copyright (c) 2015 - 2018, François Chollet, Google LLC, Microsoft, LLC, and the respective contributors.',
  ],
]);

const preamble = `# Third-party notices

ResNet Designer's bundles contain these packages. Written by \`node scripts/notices.mjs\` after a build.

elkjs is offered under EPL-2.0 or GPL-3.0-or-later; ResNet Designer distributes it, unchanged, under
EPL-2.0. The source code of elkjs is at <https://github.com/kieler/elkjs>, and that of the Eclipse Layout
Kernel, which it is compiled from, at <https://github.com/eclipse-elk/elk>; both are available under the
same licence. No contributor to them gives any warranty or accepts any liability for ResNet Designer.

@resvg/resvg-wasm is distributed, unchanged, under MPL-2.0. Its source code and that of resvg, usvg and
tiny-skia, which are compiled into it, are at the address below and at <https://github.com/linebender/resvg>.
`;

/** What is shipped beside the bundles and is no package: the fonts of PNGs. */
const fonts = { name: 'DejaVu Sans', version: '2.37', licence: 'Bitstream Vera' };

/** @param {string} path */
const read = (path) => readFile(join(repositoryRoot, path), 'utf8');

/** The texts that several packages refer to by name, taken from packages that carry them. */
async function standardText(/** @type {string} */ licence, /** @type {string} */ name) {
  const mit = (await read('LICENSE')).replace(/^[\s\S]*?(?=Permission is)/, '');
  const apache = await read('node_modules/long/LICENSE');
  if (licence === 'MPL-2.0') return read('node_modules/axe-core/LICENSE');
  const withCopyright = `${copyrights.get(name) ?? ''}\n\n${mit}`;
  if (licence === 'Apache-2.0') return apache;
  if (licence === 'MIT' && copyrights.has(name)) return withCopyright;
  if (licence === 'Apache-2.0 AND MIT' && copyrights.has(name))
    return `${withCopyright}\n${apache}`;
  throw new SetupError(
    `"${name}" (${licence}) carries no licence text: name its copyright in scripts/notices.mjs.`,
  );
}

/** @param {string} name */
async function licenceText(name) {
  const files = await readdir(join(repositoryRoot, 'node_modules', name));
  const licences = files.filter((candidate) => /^(licen[cs]e|copying|notice)/i.test(candidate));
  const texts = await Promise.all(
    licences.sort().map((one) => read(`node_modules/${name}/${one}`)),
  );
  return texts.length === 0 ? undefined : texts.join('\n');
}

/** @param {string} url as npm writes it: `git+https://…​.git`, `github:a/b`, `a/b` */
function webAddress(url) {
  const plain = url
    .replace(/^git\+/, '')
    .replace(/^git:/, 'https:')
    .replace(/\.git$/, '');
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(plain)?.[1];
  return short === undefined
    ? plain.replace(/^ssh:\/\/git@/, 'https://')
    : `https://github.com/${short}`;
}

/** @param {string} name @returns {Promise<Notice>} */
async function noticeOf(name) {
  const { version, license, repository } = JSON.parse(
    await read(`node_modules/${name}/package.json`),
  );
  const text = (await licenceText(name)) ?? (await standardText(license, name));
  const source = webAddress(repository?.url ?? repository ?? '');
  return { name, version, licence: license, source, text: text.replaceAll('\r', '').trimEnd() };
}

/** @returns {Promise<Notice>} */
async function fontNotice() {
  const text = await read('media/fonts/LICENSE.txt');
  return { ...fonts, source: 'https://dejavu-fonts.github.io', text: text.trimEnd() };
}

/** Licence texts with the packages that are under them; equal texts stand once. */
function textSections(/** @type {readonly Notice[]} */ notices) {
  /** @type {Map<string, Notice[]>} */
  const same = new Map();
  for (const notice of notices) {
    const words = notice.text.replaceAll(/\s+/g, ' ');
    same.set(words, [...(same.get(words) ?? []), notice]);
  }
  return [...same.values()].map((group) => {
    const names = group.map(({ name }) => name).join(', ');
    return `## ${names}\n\n\`\`\`\`text\n${group[0]?.text ?? ''}\n\`\`\`\`\n`;
  });
}

async function noticesText() {
  if (!existsSync(packageList)) throw new SetupError('Run "npm run build" before the notices.');
  /** @type {string[]} */
  const names = JSON.parse(await readFile(packageList, 'utf8'));
  const notices = [...(await Promise.all(names.map(noticeOf))), await fontNotice()];
  const rows = notices.map((n) => `| ${n.name} | ${n.version} | ${n.licence} | <${n.source}> |`);
  const table = ['| Package | Version | Licence | Source |', '| --- | --- | --- | --- |', ...rows];
  const text = [preamble, table.join('\n'), ...textSections(notices)].join('\n');
  return format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
}

async function main() {
  const text = await noticesText();
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  if (process.argv.includes('--check')) {
    throw new SetupError('THIRD_PARTY_NOTICES.md is stale. Run "node scripts/notices.mjs".');
  }
  await writeFile(file, text);
  console.log('notices: THIRD_PARTY_NOTICES.md written');
}

await main().catch(exitWith);
