import { ensureChromium } from '../../../scripts/lib/chromium.mjs';
import { ensureCodeServer } from '../../../scripts/lib/codeServer.mjs';
import { codeServers } from '../../../scripts/lib/versions.mjs';

/** Installs what the tests need before any of them runs, so that no test's time limit counts it. */
export async function setup(): Promise<void> {
  for (const release of Object.values(codeServers)) await ensureCodeServer(release);
  await ensureChromium();
}
