// `npm run build:desktop`: puts into electron/dist the JavaScript that Electron starts, as its Node takes no
// TypeScript. The files stay in the places that they have here, so that what looks for something beside
// itself (the catalogue, the calibration, the worker, the examples) finds it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { hashOf } from './nativeFiles.ts';

const ELECTRON = import.meta.dirname;
const ROOT = join(ELECTRON, '..');
const DIST = join(ELECTRON, 'dist');

/** What goes along as it is. */
const AS_THEY_ARE = [
  'scenarios/*.yaml',
  'scenarios/overnight-captions/*.yaml',
  'scenarios/sleeping-assistant/*.yaml',
  'scenarios/spot-assistant/*.yaml',
  'scenarios/zone-loss/*.yaml',
  'scenarios/calibration/*',
  'scenarios/catalog/*',
  'scenarios/prices/*',
  'scenarios/traces/*.csv',
];

rmSync(DIST, { recursive: true, force: true });
compile();
nameWorkers();
for (const file of AS_THEY_ARE.flatMap((pattern) => globSync(pattern, { cwd: ROOT }))) {
  cpSync(join(ROOT, file), join(DIST, file));
}
await bundlePreload();
listNativeFiles();

function compile(): void {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const command = [join(typescript, 'bin', 'tsc'), '-p', join(ELECTRON, 'tsconfig.build.json')];
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) throw new Error('the compiler failed');
}

/** Hashes of what stays outside the archive (`asarUnpack` of builder.json), for main to compare before it is loaded. */
function listNativeFiles(): void {
  const { asarUnpack } = JSON.parse(readFileSync(join(ELECTRON, 'builder.json'), 'utf8')) as {
    asarUnpack: string[];
  };
  const files = asarUnpack.flatMap((pattern) => globSync(pattern.replace('**/', ''), { cwd: ROOT })).sort();
  if (files.length === 0) throw new Error('no native file is there to be listed');
  const hashes = Object.fromEntries(
    files.map((file) => [file.replaceAll('\\', '/'), hashOf(join(ROOT, file))]),
  );
  writeFileSync(join(DIST, 'electron', 'nativeFiles.json'), JSON.stringify(hashes, undefined, 2));
}

/** The compiler renames what is imported; a worker is named by an address, and must have been compiled too. */
function nameWorkers(): void {
  for (const file of globSync('host/**/*.js', { cwd: DIST })) {
    const path = join(DIST, file);
    const text = readFileSync(path, 'utf8');
    const renamed = text.replace(
      /(new URL\(')(\.[^']+)\.ts(', import\.meta\.url\))/g,
      (_address, before: string, worker: string, after: string) => {
        if (!existsSync(join(dirname(path), `${worker}.js`)))
          throw new Error(`${file} starts ${worker}.ts, which electron/tsconfig.build.json does not name`);
        return `${before}${worker}.js${after}`;
      },
    );
    if (renamed !== text) writeFileSync(path, renamed);
  }
}

/** A sandboxed preload can require `electron` and nothing else: one file, in the old module format. */
async function bundlePreload(): Promise<void> {
  await build({
    configFile: false,
    root: ELECTRON,
    logLevel: 'error',
    build: {
      outDir: join(DIST, 'electron'),
      emptyOutDir: false,
      minify: false,
      reportCompressedSize: false,
      lib: { entry: join(ELECTRON, 'preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  });
}
