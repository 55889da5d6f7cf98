import { delimiter } from 'node:path';
import { expect, it } from 'vitest';
import { findChromium, type Machine } from './findChromium.ts';

/** A machine with these programs on it; what is run is written down, and may bring further ones. */
function machineWith(programs: string[], more: Partial<Machine> & { brings?: Record<string, string> } = {}) {
  const present = new Set(programs);
  const ran: string[] = [];
  const machine: Machine = {
    environment: { PATH: ['/usr/local/bin', '/usr/bin'].join(delimiter) },
    isRoot: false,
    playwrightsOwn: '/playwright/chrome',
    exists: (path) => present.has(path),
    run: (command, args) => {
      ran.push([command, ...args].join(' '));
      const brought = Object.entries(more.brings ?? {}).find(([part]) => ran.at(-1)?.includes(part));
      if (brought !== undefined) present.add(brought[1]);
      return brought !== undefined || present.has(command);
    },
    ...more,
  };
  return { machine, ran };
}

it('takes the one that FLEETCAST_CHROMIUM names', () => {
  const { machine } = machineWith(['/mine/chrome', '/usr/bin/chromium'], {
    environment: { FLEETCAST_CHROMIUM: '/mine/chrome', PATH: '/usr/bin' },
  });
  expect(findChromium(machine)).toEqual({ executable: '/mine/chrome' });
});

it('takes no other where the named one does not run', () => {
  const { machine } = machineWith(['/usr/bin/chromium'], {
    environment: { FLEETCAST_CHROMIUM: '/mine/chrome', PATH: '/usr/bin' },
  });
  expect(findChromium(machine)).toEqual({ missing: expect.stringContaining('/mine/chrome') });
});

it('takes Playwright’s own before one on the path', () => {
  const { machine } = machineWith(['/playwright/chrome', '/usr/bin/chromium']);
  expect(findChromium(machine)).toEqual({ executable: '/playwright/chrome' });
});

it.each(['chromium', 'chromium-browser', 'google-chrome'])('finds %s on the path', (name) => {
  const { machine, ran } = machineWith([`/usr/bin/${name}`]);
  expect(findChromium(machine)).toEqual({ executable: `/usr/bin/${name}` });
  expect(ran).toEqual([`/usr/bin/${name} --version`]);
});

it('passes over one that is there and does not run', () => {
  const { machine } = machineWith(['/usr/bin/google-chrome'], {
    exists: (path) => path === '/usr/bin/chromium' || path === '/usr/bin/google-chrome',
  });
  expect(findChromium(machine)).toEqual({ executable: '/usr/bin/google-chrome' });
});

it('as root, installs one by apt', () => {
  const { machine, ran } = machineWith(['apt-get'], {
    isRoot: true,
    brings: { 'install --yes': '/usr/bin/chromium' },
  });
  expect(findChromium(machine)).toEqual({ executable: '/usr/bin/chromium' });
  expect(ran).toContain('apt-get -o Acquire::Retries=5 update');
});

it.each([
  ['not as root', ['apt-get'], false],
  ['without apt', [], true],
])('%s, lets Playwright download one', (_, programs, isRoot) => {
  const { machine, ran } = machineWith(programs, {
    isRoot,
    brings: { 'cli.js install chromium': '/playwright/chrome' },
  });
  expect(findChromium(machine)).toEqual({ executable: '/playwright/chrome' });
  expect(ran.join('\n')).not.toMatch(/apt-get .*install/);
});

it('says why there is none', () => {
  const { machine } = machineWith([]);
  expect(findChromium(machine)).toEqual({ missing: expect.stringContaining('none could be installed') });
});
