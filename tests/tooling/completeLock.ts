import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

type LockedPackage = {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  bin?: Record<string, string>;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
};

/** The part of package-lock.json (version 3) that is read or written here. */
export type Lock = { packages: Record<string, LockedPackage> };

export type MissingPackage = { path: string; name: string; version: string; dev: boolean };

/** What platform packages call an operating system, and what `process.platform` calls it. */
const SYSTEMS: Record<string, string> = {
  aix: 'aix',
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win: 'win32',
  win32: 'win32',
};
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 's390x', 'riscv64', 'x64'];

/** The C library a name tells; without one the package is for any. */
const C_LIBRARIES = [
  ['gnu', 'glibc'],
  ['gnueabihf', 'glibc'],
  ['musl', 'musl'],
  ['musleabihf', 'musl'],
] as const;

/**
 * The optional packages that a lock names but has no entry for. `npm ci` refuses such a lock, on
 * every machine; `npm install` leaves them out where the registry at hand does not list them.
 */
export function missingFromLock(lock: Lock): MissingPackage[] {
  return Object.values(lock.packages).flatMap((from) =>
    Object.entries(from.optionalDependencies ?? {})
      .map(([name, version]) => ({ path: `node_modules/${name}`, name, version, dev: from.dev === true }))
      .filter(({ path }) => lock.packages[path] === undefined),
  );
}

/**
 * The lock with an entry for every missing platform package: exact version, system, processor
 * and C library read from its name. Packages of Node have no command in it: npm 10 would remove `node` again with
 * those that are for other platforms (host/node/linkNode.mjs makes it). Throws for a range, or a name that does not tell
 * a platform.
 */
export function completeLock(lock: Lock): Lock {
  const packages = { ...lock.packages };
  for (const { path, name, version, dev } of missingFromLock(lock)) {
    const { cpu, libc, os } = platformOf(name, version);
    packages[path] = { version, cpu, ...(dev && { dev }), ...(libc && { libc }), optional: true, os };
  }
  for (const [path, { bin, ...others }] of Object.entries(packages)) {
    if (bin?.node !== undefined) packages[path] = others;
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

function platformOf(
  name: string,
  version: string,
): Pick<LockedPackage, 'libc'> & { os: string[]; cpu: string[] } {
  const words = name.split(/[/-]/);
  const libc = C_LIBRARIES.find(([word]) => words.includes(word))?.[1];
  const os = words.map((word) => SYSTEMS[word]).find((system) => system !== undefined);
  const cpu = words.find((word) => PROCESSORS.includes(word));
  if (os === undefined || cpu === undefined || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`${name}@${version}: not a platform package with an exact version`);
  }
  return { os: [os], cpu: [cpu], ...(libc !== undefined && { libc: [libc] }) };
}

/** Tells the hash of a package's contents; undefined where the registry at hand does not have it. */
type AskIntegrity = (name: string, version: string) => Promise<string | undefined>;

/** The lock with the hash of every package that the registry at hand has: of what npm did not install here, too. */
export async function withIntegrity(lock: Lock, ask: AskIntegrity): Promise<Lock> {
  const packages = { ...lock.packages };
  for (const [path, locked] of Object.entries(packages)) {
    const { version, integrity, ...others } = locked;
    if (path === '' || integrity !== undefined || version === undefined) continue;
    const found = await ask(path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), version);
    if (found !== undefined) packages[path] = { version, integrity: found, ...others };
  }
  return { ...lock, packages };
}

async function askNpm(name: string, version: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(
      'npm',
      ['view', '--json', `${name}@${version}`, 'dist.integrity'],
      { shell: process.platform === 'win32' },
    );
    return JSON.parse(stdout) as string;
  } catch {
    return undefined;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = new URL('../../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  const complete = await withIntegrity(completeLock(lock), askNpm);
  writeFileSync(file, `${JSON.stringify(complete, undefined, 2)}\n`);
}
