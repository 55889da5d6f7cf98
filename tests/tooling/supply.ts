// `npm run supply` writes docs/dependencies.md: each package that package.json names, with licence, last release and
// reason. A test holds that it lists what there is; when a package was last released is asked of the registry.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Lock } from './completeLock.ts';
import { DEPENDENCY_REASONS } from './dependencyReasons.ts';
import { ROOT } from './runTool.ts';

/** Of each package by name: `2.0.1, 2026-01-31`, the newest version and when it came out. */
type Releases = Readonly<Record<string, string>>;

type Manifest = Readonly<Record<keyof typeof PARTS, Readonly<Record<string, string>>>>;

/** Parts of package.json, and what the page calls them. */
const PARTS = {
  dependencies: 'What the program runs with',
  optionalDependencies: 'Node itself, one package a platform',
  devDependencies: 'What builds and checks it, and what the window is built of',
} as const;

const PAGE = join(ROOT, 'docs', 'dependencies.md');
const UNKNOWN = 'not told';

/** The page as it stands. */
export function dependenciesPage(): string {
  return readFileSync(PAGE, 'utf8');
}

/** The page as it should be, with releases as they were read on a day such as 2026-01-31. */
export function writtenPage(releases: Releases, day: string): string {
  const manifest = read('package.json') as Manifest;
  const { packages } = read('package-lock.json') as Lock;
  const parts = Object.entries(PARTS).map(([part, title]) => {
    const rows = Object.entries(manifest[part as keyof typeof PARTS]).map(([name, version]) => {
      const licence = packages[`node_modules/${name}`]?.license ?? UNKNOWN;
      return `| ${name} | ${version} | ${licence} | ${releases[name] ?? UNKNOWN} | ${DEPENDENCY_REASONS[name]} |`;
    });
    return [
      `## ${title}`,
      '',
      '| package | here | licence | last release | why |',
      '|---|---|---|---|---|',
      ...rows,
    ];
  });
  return [
    '# Dependencies',
    '',
    'Written by `npm run supply`; the reasons stand in `tests/tooling/dependencyReasons.ts`. Last releases as the',
    `registry told them on ${day} (a mirror may tell the day on which it took them over).`,
    '',
    ...parts.flatMap((part) => [...part, '']),
    '## Licences of all of them',
    '',
    'With what they bring along, everything in `package-lock.json`. Those that tell none are packages for other',
    'platforms of tools that are listed above.',
    '',
    '| licence | packages |',
    '|---|---|',
    ...licences(packages).map(([licence, count]) => `| ${licence} | ${count} |`),
    '',
  ].join('\n');
}

/** The releases and the day that a page tells. */
export function toldBy(page: string): { releases: Releases; day: string } {
  const rows = page.matchAll(/^\| (\S+) \| \d\S* \| [^|]+ \| ([^|]+) \| [^|]+ \|$/gm);
  const releases = Object.fromEntries([...rows].map(([, name, release]) => [name, release]));
  return { releases, day: /told them on (\S+)/.exec(page)?.[1] ?? '' };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
}

function licences(packages: Lock['packages']): [string, number][] {
  const counts = new Map<string, number>();
  for (const [path, { license = UNKNOWN }] of Object.entries(packages)) {
    if (path !== '') counts.set(license, (counts.get(license) ?? 0) + 1);
  }
  return [...counts].sort(([a, some], [b, others]) => others - some || a.localeCompare(b, 'en'));
}

/** Asks the registry through npm; undefined where it does not answer. */
async function lastRelease(name: string): Promise<string | undefined> {
  try {
    const args = ['view', '--json', name, 'dist-tags.latest', 'time'];
    const { stdout } = await promisify(execFile)('npm', args, {
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    });
    const told = JSON.parse(stdout) as { 'dist-tags.latest': string; time: Record<string, string> };
    const latest = told['dist-tags.latest'];
    return `${latest}, ${told.time[latest].slice(0, 10)}`;
  } catch {
    return undefined;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const before = toldBy(dependenciesPage());
  const asked: Record<string, string> = {};
  for (const name of Object.keys(DEPENDENCY_REASONS)) {
    const release = await lastRelease(name);
    if (release !== undefined) asked[name] = release;
  }
  const isReached = Object.keys(asked).length > 0;
  const day = isReached ? new Date().toISOString().slice(0, 10) : before.day;
  writeFileSync(PAGE, writtenPage({ ...before.releases, ...asked }, day));
  if (!isReached) process.stderr.write('The registry did not answer: last releases are as they were.\n');
}
