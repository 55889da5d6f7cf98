import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enter, expect, expectAccessible, type Page, test } from './fixtures.ts';
import { openText } from './openText.ts';

const undo = (page: Page, step: RegExp) => page.getByRole('button', { name: step });
const group = (page: Page, name: string) => page.getByRole('region', { name });
const field = (page: Page, name: RegExp) => group(page, 'Jobs: job').getByRole('textbox', { name });

async function choose(page: Page, name: RegExp, option: RegExp): Promise<void> {
  await group(page, 'Jobs: job').getByRole('combobox', { name }).click();
  await page.getByRole('option', { name: option }).click();
}

/** The end of the document: what is out of sight is not drawn. */
async function expectYaml(page: Page, text: RegExp): Promise<void> {
  await page.getByText('YAML', { exact: true }).first().click();
  await page.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+End');
  await expect(page.locator('.cm-content')).toContainText(text);
  await page.getByText('Form', { exact: true }).first().click();
}

const CAPPED = readFileSync(
  join(import.meta.dirname, '..', '..', 'scenarios', 'overnight-captions', 'capped.yaml'),
  'utf8',
);

async function addJob(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: /^Open Support assistant/ }).click();
  await page.getByRole('button', { name: /^Jobs/ }).click();
  await page.getByRole('button', { name: 'Add a job', exact: true }).click();
  await expect(undo(page, /^Undo: job added/)).toBeEnabled();
}

test('a job is added, changed field by field, and removed', async ({ page, server }) => {
  await addJob(page, server.address);
  await expect(field(page, /^Items/)).toHaveValue('10000');
  await enter(field(page, /^Items/), '2,500');
  await expect(undo(page, /^Undo: items of job: 10000 → 2500/)).toBeEnabled();
  await enter(field(page, /^Starts at/), '02:30');
  await enter(field(page, /^Done within/), '90 min');
  await enter(field(page, /^In flight/), '32');
  await enter(field(page, /^Saved every/), '100');
  await enter(field(page, /^Tenant/), 'back office');
  await enter(field(page, /^Prompt tokens/), '100 to 300');
  await expect(field(page, /^Cost cap/)).toHaveCount(0);
  await choose(page, /^Replicas are there/, /^only while/);
  await enter(field(page, /^Cost cap/), '40');
  await expect(undo(page, /^Undo: cost cap of job: nothing → 40/)).toBeEnabled();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await expectYaml(
    page,
    /items: 2500.*at: "?02:30"?.*deadline: 90min.*inFlight: 32.*checkpoint: 100.*costCap: 40.*fleet: while-running/s,
  );

  // A cap counts only replicas of its own.
  await choose(page, /^Replicas are there/, /^always/);
  await expect(field(page, /^Cost cap/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Duplicate job', exact: true }).click();
  await expect(group(page, 'Jobs: job-2')).toBeVisible();
  await page.getByRole('button', { name: 'Remove job-2', exact: true }).click();
  await page.getByRole('button', { name: 'Remove job', exact: true }).click();
  await expect(group(page, 'Jobs: job')).toHaveCount(0);
  await expectYaml(page, /price: \{ instance: \S+ \}$/);
});

test('a renamed pool takes its jobs along, and problems stand at their fields', async ({ page, server }) => {
  await addJob(page, server.address);
  const fleet = group(page, 'Fleet: h100');
  await enter(fleet.getByRole('textbox', { name: /^Name/ }), 'servers');
  const servedBy = group(page, 'Jobs: job').getByRole('combobox', { name: /^Served by/ });
  await expect(servedBy).toHaveValue('servers');
  await enter(field(page, /^Items/), 'many');
  await expect(group(page, 'Jobs: job').getByText(/must be a number, got “many”/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Jobs 1 problem/ })).toBeVisible();
  await enter(field(page, /^Items/), '200');
  await enter(field(page, /^Name/), 'chat');
  await expect(group(page, 'Jobs: chat').getByText(/is the id of a workload/)).toBeVisible();
});

test('a job that its cap stopped is bad news; nothing is offered that its pool cannot have', async ({
  page,
  server,
}) => {
  await openText(page, server.address, 'Overnight captions on spot, capped', CAPPED);
  const verdict = page.getByText(/leaves 18,290 of 50,000 items/).first();
  await expect(verdict.locator('svg.fc-bad')).toBeVisible();
  // Its replicas are the job's own, and on spot.
  await expect(page.getByRole('button', { name: 'Try policies' })).toBeDisabled();
  await expect(page.getByText(/Its replicas are there while job captions runs/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Search deployments' })).toBeDisabled();
  await expect(page.getByText(/Hardware is searched for at prices on demand/)).toBeVisible();
});
