/** What NVIDIA's driver for Linux says of itself in /proc; nothing is known elsewhere. */
import { readdirSync, readFileSync } from 'node:fs';

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function cards(): string[] {
  try {
    return readdirSync('/proc/driver/nvidia/gpus');
  } catch {
    return [];
  }
}

/** `NVIDIA H100 80GB HBM3`, the first card. */
export function nvidiaCard(): string | undefined {
  const [first] = cards().sort();
  if (first === undefined) return undefined;
  const text = read(`/proc/driver/nvidia/gpus/${first}/information`) ?? '';
  return /^Model:\s*(.+)$/m.exec(text)?.[1]?.trim();
}

/** `550.54.15` */
export function nvidiaDriver(): string | undefined {
  return /\bModule\S*(?:\s+for\s+\S+)?\s+(\d+\.[\d.]+)/.exec(
    read('/proc/driver/nvidia/version') ?? '',
  )?.[1];
}
