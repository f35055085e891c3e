/** JSON text in which a layer, a skip and a diagnostic are one line each; of a profile, a node and a kernel. */
import type { Profile } from '../protocol/profile';
import type { Report } from './report';

function valueText(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  const lines = value.map((item: unknown) => `    ${JSON.stringify(item)}`);
  return `[\n${lines.join(',\n')}\n  ]`;
}

/** Line by line, so that `grep`, `diff` and people can read what thousands of layers make long. */
export function reportText(report: Report | Profile): string {
  const fields = Object.entries(report).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${valueText(value)}`,
  );
  return `{\n${fields.join(',\n')}\n}\n`;
}
