/** Takes over the translations that the host wrote into the page. To be imported before all that holds texts. */
import * as v from 'valibot';
import { setTranslations } from './l10n';

const tableSchema = v.record(v.string(), v.string());

function tableOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

const parsed = v.safeParse(
  tableSchema,
  tableOf(document.getElementById('l10n')?.textContent ?? '{}'),
);
if (parsed.success) setTranslations(parsed.output);
