import { describe, expect, it } from 'vitest';
import { diagnosticLine } from '../../../src/cli/diagnostics';
import { exitCodeOf } from '../../../src/cli/exitCode';
import { styleFor } from '../../../src/cli/terminal';
import { inTerminalWords } from '../../../src/cli/wording';
import { plainStyle } from '../../../src/model/style';
import type { Failure } from '../../../src/protocol/failure';

const failure: Failure = { code: 'model-threw', severity: 'error', message: 'No.' };

describe('styleFor', () => {
  const stream = (isTTY: boolean) => ({ isTTY }) as NodeJS.WriteStream;

  it('colours a terminal only, and not where NO_COLOR is set', () => {
    const painted = styleFor(stream(true), {}).error('x');
    expect(painted).toBe('\u001b[31mx\u001b[0m');
    expect(styleFor(stream(true), { NO_COLOR: '' }).error('x')).toBe(painted);
    expect(styleFor(stream(true), { NO_COLOR: '1' }).error('x')).toBe('x');
    expect(styleFor(stream(true), { TERM: 'dumb' }).error('x')).toBe('x');
    expect(styleFor(stream(false), {}).error('x')).toBe('x');
  });
});

describe('diagnosticLine', () => {
  const at = (file: string): Failure => ({ ...failure, source: { file, line: 3, column: 7 } });

  it('is file:line:column severity code message', () => {
    const line = diagnosticLine(at('/home/me/net.ts'), '/home/me', plainStyle);
    expect(line).toBe('net.ts:3:7 error model-threw No.');
    expect(diagnosticLine(failure, '/home/me', plainStyle)).toBe('error model-threw No.');
  });

  it('names files outside the working folder by their whole path', () => {
    expect(diagnosticLine(at('/home/net.ts'), '/home/me', plainStyle)).toMatch(
      /^\/home\/net\.ts:3/,
    );
  });
});

describe('exitCodeOf', () => {
  const coded = (code: Failure['code'], severity: Failure['severity'] = 'error'): Failure => ({
    ...failure,
    code,
    severity,
  });

  it.each([
    [[], 0],
    [[coded('run-stopped', 'information')], 0],
    [[coded('shape-mismatch')], 1],
    [[coded('run-stopped', 'information'), coded('time-limit')], 1],
    [[coded('file-not-found')], 2],
    [[coded('worker-start-failed')], 3],
    [[coded('cancelled')], 130],
  ])('%j ends with %i', (failures, code) => {
    expect(exitCodeOf(failures)).toBe(code);
  });
});

describe('inTerminalWords', () => {
  it('names options where the editor has settings and commands', () => {
    const message =
      'Stop, or raise the setting "resnetDesigner.inspect.timeLimitSeconds", then run "Inspect Again".';
    expect(inTerminalWords({ ...failure, message }).message).toBe(
      'Stop, or raise --time-limit, then run the command again.',
    );
  });
});
