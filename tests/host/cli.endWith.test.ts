import { afterEach, expect, it, vi } from 'vitest';
import { endWith } from '../../host/cli/endWith.ts';
import { InputProblemError } from '../../host/files/inputProblem.ts';
import { Interrupted } from '../../host/run/interrupted.ts';
import { WindowFault } from '../../host/run/runWindows.ts';

afterEach(() => vi.unstubAllEnvs());

function ending(error: unknown): { code: number; text: string } {
  let text = '';
  const code = endWith(error, (part) => {
    text += part;
  });
  return { code, text };
}

it('lists every problem with its place, and what would be right', () => {
  const problems = [
    { file: 'a.yaml', line: 3, column: 5, path: 'pools.x.replicas', message: 'must be more than 0, got 0' },
    {
      file: 'a.yaml',
      path: '',
      message: 'is not a scenario',
      suggestion: 'a scenario begins with fleetcast: 1',
    },
    { file: 'b.csv', line: 7, path: 'tokens', message: 'is not a number' },
  ];
  expect(ending(new InputProblemError(problems))).toEqual({
    code: 2,
    text:
      'a.yaml:3:5: pools.x.replicas: must be more than 0, got 0\n' +
      'a.yaml: is not a scenario\n  a scenario begins with fleetcast: 1\n' +
      'b.csv:7: tokens: is not a number\n',
  });
});

it('says how to go on after an interruption', () => {
  const { code, text } = ending(new Interrupted(3, 10));
  expect(code).toBe(3);
  expect(text).toContain('3 of 10 windows done');
  expect(text).toContain('same command again');
  expect(ending(new Interrupted()).text).not.toContain('0 of 0');
});

it('owns up to a fault, with the stack only where asked for', () => {
  const fault = new TypeError('x is not a function');
  const plain = ending(fault);
  expect(plain.code).toBe(1);
  expect(plain.text).toContain('x is not a function');
  expect(plain.text).toContain('report');
  expect(plain.text).not.toContain('endWith.test');
  vi.stubEnv('FLEETCAST_DEBUG', '1');
  expect(ending(fault).text).toContain('endWith.test');
  expect(ending('just a text').text).toContain('just a text');
});

it('tells a full disk from a fault, also in a worker', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), {
    code: 'ENOSPC',
    path: '/out/x.csv',
  });
  expect(ending(full)).toEqual({
    code: 1,
    text: 'fleetcast: /out/x.csv: there is no space left on the disk.\n',
  });
  const inWorker = new WindowFault('replication 0, hours 0 to 24', {
    kind: 'fault',
    message: 'ENOSPC',
    stack: '',
    code: 'ENOSPC',
  });
  expect(ending(inWorker)).toEqual({ code: 1, text: 'fleetcast: there is no space left on the disk.\n' });
});
