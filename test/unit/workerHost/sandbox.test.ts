import { describe, expect, it } from 'vitest';
import { cleanEnvironment, nodeArguments, versionOf } from '../../../src/workerHost/sandbox';

describe('the worker process', () => {
  it.each([
    ['20.11.0', '--experimental-permission'],
    ['v22.12.0', '--experimental-permission'],
    ['22.13.0', '--permission'],
    ['23.4.0', '--experimental-permission'],
    ['23.5.0', '--permission'],
    ['v24.1.0', '--permission'],
  ])('of Node %s is started with %s', (version, flag) => {
    expect(nodeArguments(version, 100)[0]).toBe(flag);
  });

  it('may read files and nothing else, with room above its own memory limit', () => {
    const given = nodeArguments('24.0.0', 1000);
    expect(given.filter((argument) => argument.startsWith('--allow'))).toEqual([
      '--allow-fs-read=*',
    ]);
    expect(given).toContain('--max-old-space-size=1200');
  });

  it("gets the user's variables, and none that would change how it runs", () => {
    const env = {
      PATH: '/bin',
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '0',
      VSCODE_PID: '1',
    };
    expect(cleanEnvironment(env)).toEqual({ PATH: '/bin', ELECTRON_RUN_AS_NODE: '1' });
  });

  it('runs on a program that tells its version', async () => {
    expect(await versionOf('')).toBe(process.versions.node);
    expect(await versionOf(process.execPath)).toBe(process.versions.node);
    await expect(versionOf('/nowhere/node')).rejects.toThrow();
    await expect(versionOf('/nowhere/node')).rejects.toThrow();
  });
});
