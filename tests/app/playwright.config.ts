import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** What measures time. */
const MEASURED = ['firstAnswer.spec.ts', 'policyTime.spec.ts'];

const reports = join(import.meta.dirname, '..', '..', '.reports');

/**
 * Browser tests against the served app, and the desktop's where Electron's runtime is there. Two at a time: most wait
 * for pages, as what the examples come to is simulated once, before all of them.
 */
export default defineConfig({
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  retries: process.env.CI === undefined ? 0 : 1,
  // Limits for what is stuck: a busy neighbour must not fail a test.
  timeout: 6 * 60_000,
  expect: { timeout: 2 * 60_000 },
  reporter: [['list'], ['json', { outputFile: join(reports, 'app.json') }]],
  outputDir: join(reports, 'app'),
  use: {
    // Of the second try only (or of all with `--trace on`): film and copies of every page take 35 % of all the work.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      ...(process.env.FLEETCAST_CHROMIUM !== undefined && { executablePath: process.env.FLEETCAST_CHROMIUM }),
    },
  },
  projects: [
    { name: 'app', testDir: import.meta.dirname, testMatch: '*.spec.ts', testIgnore: MEASURED },
    // Alone, after the others.
    { name: 'measured', testDir: import.meta.dirname, testMatch: MEASURED, dependencies: ['app'] },
    {
      name: 'desktop',
      testDir: join(import.meta.dirname, '..', 'electron', 'e2e'),
      testMatch: '*.spec.ts',
    },
  ],
});
