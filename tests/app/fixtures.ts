import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page, test as base } from '@playwright/test';
import { copyAnsweredExamples } from './answeredExamples.ts';
import { makeDataDirectory, type Server, startServer } from './server.ts';

export { expect, type Page };

/** What went wrong in a page without a test asking: any of it fails the test at its end. */
export interface PageFaults {
  /** Takes faults that the test brings about itself. */
  allow(fault: RegExp): void;
}

type Fixtures = {
  needsChromium: void;
  /** A server of this test's own, on a data directory in which nothing was done yet but Home opened. */
  server: Server;
  faults: PageFaults;
};

/**
 * Playwright's `test` with a server (of the test's own, or `sharedServer` by those that leave no traces
 * that matter to others), and with a `page` that fails its test for any error in the console,
 * any violation of the content security policy, and any request that leaves this machine.
 */
export const test = base.extend<Fixtures, { sharedServer: Server }>({
  needsChromium: [
    // Playwright reads from the first pattern what a fixture needs; an empty one is refused by the linter.
    async ({ browserName: _name }, use, info) => {
      const reason = process.env.FLEETCAST_NO_CHROMIUM;
      info.skip(reason !== undefined, reason ?? '');
      await use();
    },
    { auto: true },
  ],
  server: async ({ context }, use, info) =>
    useServer(async (server) => {
      await use(server);
      // A page cannot say why nobody answers it.
      if (info.status !== info.expectedStatus) process.stderr.write(stateOf(server));
      // A page that outlives its server would report that as a fault.
      for (const page of context.pages()) await page.close();
    }),
  sharedServer: [async ({ browserName: _name }, use) => useServer(use), { scope: 'worker' }],
  faults: async ({ context }, use) => {
    const seen: string[] = [];
    // Chromium says so of what it does not know of the policy (docs/decisions/0006).
    const allowed: RegExp[] = [/^console: Unrecognized Content-Security-Policy directive 'webrtc'/];
    context.on('console', (message) => {
      if (message.type() === 'error') seen.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => seen.push(`uncaught: ${error.error().message}`));
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      const isLocal = ['data:', 'blob:'].includes(protocol) || hostname === '127.0.0.1';
      if (!isLocal) seen.push(`left the machine: ${request.url()}`);
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`policy violated: ${violatedDirective} ${blockedURI}`);
      });
    });
    await use({ allow: (fault) => allowed.push(fault) });
    expect(
      seen.filter((fault) => !allowed.some((pattern) => pattern.test(fault))),
      'faults in the page',
    ).toEqual([]);
  },
  // Whoever has a page has its faults looked at.
  page: async ({ page, faults: _faults }, use) => use(page),
});

function stateOf({ process: { exitCode, signalCode }, output }: Server): string {
  const end = signalCode ?? exitCode;
  return `The server of this test ${end === null ? 'still ran' : `had ended (${end})`}, and had written:\n${output()}\n`;
}

async function useServer(use: (server: Server) => Promise<void>): Promise<void> {
  const data = makeDataDirectory();
  copyAnsweredExamples(data.path);
  const server = await startServer(data.path);
  await use(server);
  await server.stop();
  data.remove();
}

/**
 * Fails for anything that axe finds wrong with what the page shows now. Only what is wrong is described node by
 * node, and in the page itself: the app has no frames, for whose sake axe would carry every node of every rule over
 * to a second page. All rules run on all nodes all the same, in a quarter of the time.
 */
export async function expectAccessible(page: Page): Promise<void> {
  expect(page.frames()).toHaveLength(1);
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`),
  );
  expect(found, found.join('\n')).toEqual([]);
}

/** Types a value into a field of the form, and takes it with Enter. */
export async function enter(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
}

/** Counts how often the person presses a button of the mouse from here on, in whichever page of it. */
export async function countClicks(page: Page): Promise<() => number> {
  let clicks = 0;
  await page.exposeFunction('fleetcastCountsClick', () => {
    clicks += 1;
  });
  await page.addInitScript(() => {
    const counted = window as unknown as { fleetcastCountsClick(): void };
    addEventListener('pointerdown', ({ isTrusted }) => isTrusted && counted.fleetcastCountsClick(), true);
  });
  return () => clicks;
}
