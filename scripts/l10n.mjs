/** `npm run l10n`: writes l10n/bundle.l10n.json, the texts of the extension host and of the webview for translators. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bundleFile, localisationBundle } from './lib/localisedTexts.mjs';

await mkdir(dirname(bundleFile), { recursive: true });
await writeFile(bundleFile, await localisationBundle());
