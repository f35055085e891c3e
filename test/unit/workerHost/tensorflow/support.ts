/** Folders that look like installed TensorFlows, and programs that answer as a Python interpreter would. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { libraryNames } from '../../../../src/workerHost/tensorflow/builds';

export class Places {
  readonly root = mkdtempSync(path.join(os.tmpdir(), 'resnet-designer-tensorflow-'));

  write(file: string, text = ''): string {
    const full = path.join(this.root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  /** `<name>/tensorflow` as pip leaves it; gives that folder. */
  sitePackages(name: string, version: string, cuda = false): string {
    for (const library of libraryNames()) this.write(path.join(name, 'tensorflow', library));
    this.write(path.join(name, `tensorflow_cpu-${version}.dist-info`, 'METADATA'));
    const info = `build_info = collections.OrderedDict([("is_cuda_build", ${cuda ? 'True' : 'False'})])`;
    this.write(path.join(name, 'tensorflow', 'python', 'platform', 'build_info.py'), info);
    return path.join(this.root, name, 'tensorflow');
  }

  /** A program that runs a script of Node.js; its arguments are `args`. */
  program(name: string, script: string): string {
    const text = `#!${process.execPath}\nconst args = process.argv.slice(2);\n${script}\n`;
    const file = this.write(name, text);
    chmodSync(file, 0o755);
    return file;
  }

  /** A Python whose TensorFlow is in a folder, or that has none. */
  python(name: string, folder: string | null, version: string | null = null): string {
    const answer = JSON.stringify({ folder, version });
    return this.program(name, `console.log('a greeting'); console.log(${JSON.stringify(answer)});`);
  }
}

/** Removed when the tests of the file are done. */
export function usePlaces(): Places {
  const places = new Places();
  afterAll(() => rmSync(places.root, { recursive: true, force: true }));
  return places;
}
