import { enter, expect, expectAccessible, type Page, test } from './fixtures.ts';

const undo = (page: Page, step: RegExp) => page.getByRole('button', { name: step });
const fleet = (page: Page) => page.getByRole('region', { name: 'Fleet: h100' });
const field = (page: Page, name: RegExp) => fleet(page).getByRole('textbox', { name });

async function choose(page: Page, name: RegExp, option: RegExp): Promise<void> {
  await fleet(page).getByRole('combobox', { name }).click();
  await page.getByRole('option', { name: option }).click();
}

async function expectYaml(page: Page, ...texts: readonly string[]): Promise<void> {
  await page.getByText('YAML', { exact: true }).first().click();
  for (const text of texts) await expect(page.locator('.cm-content')).toContainText(text);
  await page.getByText('Form', { exact: true }).first().click();
}

test.beforeEach(async ({ page, server }) => {
  await page.goto(server.address);
  await page.getByRole('button', { name: /^Open Support assistant/ }).click();
  await expect(field(page, /^Replicas/)).toHaveValue('2');
});

test('spot is put under a pool by clicking, and undone to what was', async ({ page }) => {
  await choose(page, /^Machines/, /^spot/);
  await expect(undo(page, /^Undo: machines of h100: on demand → spot/)).toBeEnabled();
  await expect(field(page, /^On demand always/)).toHaveValue('1');
  await expect(fleet(page).getByText(/skypilot-org\/spot-traces/)).toBeVisible();
  await expect(field(page, /^With their whole zone/)).toHaveAttribute('placeholder', '92%');
  await expect(field(page, /^Notice/)).toHaveAttribute('placeholder', '30 s');
  await enter(field(page, /^Spread over/), '3');
  await choose(page, /^Interruptions/, /after a mean/);
  await enter(field(page, /^A node lives/), '8');
  await enter(field(page, /^With their whole zone/), '50%');
  // Lives know no shortage: a fallback is told to never act.
  await expect(field(page, /^Goes back after/)).toHaveCount(0);
  await choose(page, /^Without spot/, /^on demand/);
  await expect(fleet(page).getByText(/^never acts: by meanHours/)).toBeVisible();
  await enter(field(page, /^Goes back after/), '10min');
  await expect(field(page, /^Off on demand/)).toHaveValue('60%');
  await enter(field(page, /^Off on demand/), '62%');
  await enter(field(page, /^GPUs of a machine/), '16');
  await expectAccessible(page);
  await expectYaml(
    page,
    '{ kind: on-demand, replicas: 1, gpusPerNode: 16 }',
    '{ kind: spot, interruptions: { meanHours: 8 }, zones: 3, price: { discount: 62% }, together: { share: 50% }, fallback: on-demand, returnAfter: 10min }',
  );

  // A trace says itself what goes together; without a fallback there is nothing to go back from.
  await choose(page, /^Interruptions/, /as a trace has it/);
  await expect(fleet(page).getByText(/spot\.txt: cannot be read/)).toBeVisible();
  await expect(field(page, /^With their whole zone/)).toHaveCount(0);
  await choose(page, /^Interruptions/, /law/);
  await expect(field(page, /^A node lives/)).toHaveValue('p50 1h p90 10h');
  await choose(page, /^Without spot/, /^waits/);
  await expect(field(page, /^Goes back after/)).toHaveCount(0);
  await enter(field(page, /^On demand always/), '');
  await expectYaml(
    page,
    'capacity: [ { kind: spot, interruptions: { law: { lognormal: { p50: 1h, p90: 10h } } }, price: { discount: 62% } } ]',
  );
  await enter(field(page, /^On demand always/), '2');
  await expect(field(page, /^On demand always/)).toHaveValue('2');
  await choose(page, /^Machines/, /^on demand/);
  await expect(field(page, /^Notice/)).toHaveCount(0);
});

test('failures come by chance or in a drill, and go with their last cause', async ({ page }) => {
  await enter(field(page, /^A replica runs/), '4000');
  await expect(undo(page, /^Undo: failures of h100/)).toBeEnabled();
  await expect(field(page, /^Repair takes/)).toHaveValue('3h');
  await enter(field(page, /^A zone runs/), '8760');
  await enter(field(page, /^Spread over/), '2');
  await enter(field(page, /^A zone’s repair takes/), 'p50 1h p90 4h');
  await enter(field(page, /^A drill/), 'replica 1 at 90min');
  await expectYaml(
    page,
    'failures: { repair: 3h, meanHours: 4000, zone: { meanHours: 8760, repair: { lognormal: { p50: 3600, p90: 14400 } }, zones: 2 }, at: [ { second: 90min, replica: 1 } ] }',
  );
  await enter(field(page, /^A zone runs/), '');
  await expect(field(page, /^A zone’s repair takes/)).toHaveCount(0);
  await enter(field(page, /^A drill/), '');
  await enter(field(page, /^A replica runs/), '');
  await expect(field(page, /^Repair takes/)).toHaveCount(0);
  await expectAccessible(page);
});

test('capacity is reserved by clicking, replicas stand by and are rolled out, and it is undone to what was', async ({
  page,
}) => {
  await fleet(page).getByRole('button', { name: 'Add a reservation' }).click();
  const first = fleet(page).getByRole('group', { name: 'reservation 1' });
  await enter(first.getByRole('textbox', { name: /^Machines reserved/ }), '2');
  await first.getByRole('combobox', { name: /^Price of these machines/ }).click();
  await page.getByRole('option', { name: /^so much off on demand/ }).click();
  await expect(first.getByRole('textbox', { name: /^Off on demand/ })).toHaveValue('20%');
  await fleet(page).getByRole('button', { name: 'Add a capacity block' }).click();
  const block = fleet(page).getByRole('group', { name: 'capacity block 2' });
  await enter(block.getByRole('textbox', { name: /^Reserved until/ }), '2026-01-07T12:00');
  await enter(field(page, /^Standing by/), '1');
  await enter(field(page, /^Rolled out at/), '2026-01-06T10:00');
  await enter(field(page, /^More meanwhile/), '1');
  await choose(page, /^Stock on demand/, /as a trace has it/);
  await expect(fleet(page).getByText(/spot\.txt: cannot be read/)).toBeVisible();
  await choose(page, /^Stock on demand/, /as many as are asked for/);
  await expectAccessible(page);
  await expectYaml(
    page,
    '{ kind: reservation, nodes: 2, price: { discount: 20% } }',
    '{ kind: capacity-block, nodes: 1, from: 2026-01-05, until: 2026-01-07T12:00, price: { perGpuHour: 5 } }',
    'warmStandby: 1',
    'rollout: { at: 2026-01-06T10:00, surge: 1 }',
  );
  await enter(field(page, /^Rolled out at/), '');
  await expect(field(page, /^More meanwhile/)).toHaveCount(0);
  await block.getByRole('button', { name: 'Remove capacity block 2' }).click();
  await first.getByRole('button', { name: 'Remove reservation 1' }).click();
  await enter(field(page, /^Standing by/), '');
  await expect(fleet(page).getByText(/^differs/)).toHaveCount(0);
});
