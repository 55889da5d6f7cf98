import { enter, expect, type Page, test } from './fixtures.ts';

const SMALL = `fleetcast: 1
name: Two GPUs
horizon: { start: 2026-01-05, hours: 24 }
workloads:
  - { id: w, arrivals: { process: poisson, ratePerSecond: 0.2 }, promptTokens: 200, outputTokens: 20, target: p }
pools:
  - { id: p, replicas: 2, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: 3 } }
commitmentPlan: { growth: [{ name: base, perMonth: 0 }] }
`;

/** Opens a scenario of its own in the Decide screen. */
async function decide(page: Page, address: string, text: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'New scenario' }).click();
  await page.getByText('YAML', { exact: true }).first().click();
  await page.locator('.cm-content').fill(text);
  await expect(page.getByText('Two GPUs').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Decide' }).click();
}

test('without offers it says so; entered ones are planned with, tuned by line and slider, bought and given back', async ({
  page,
  server,
}) => {
  await decide(page, server.address, SMALL);
  await expect(page.getByRole('alert')).toContainText('commitmentOffers is missing');
  // An offer is one click; its discount is typed over.
  await page.getByRole('button', { name: 'Add an offer' }).click();
  await enter(page.getByRole('textbox', { name: /^Discount/ }), '40%');
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  // Two GPUs at 3 an hour, 40 % off, for a year.
  await expect(page.getByText('One purchase is expected to save USD 21,024').first()).toBeVisible();

  const figures = page.getByLabel('What this amount comes to');
  await expect(figures).toContainText('Coverage: use that is covered100%');
  const amount = page.getByRole('textbox', { name: 'How much, USD an hour' });
  await expect(amount).toHaveValue('3.6');
  // Half as much covers half of it.
  await amount.fill('1.8');
  await expect(figures).toContainText('Coverage: use that is covered50%');
  const slider = page.getByRole('slider', { name: /^Amount of offer/ });
  await slider.press('ArrowRight');
  await expect(amount).not.toHaveValue('1.8');

  // The line of the chart, dragged to the top of the plot, is more than is needed.
  const line = page.locator('.js-plotly-plot').first().locator('.shapelayer path').first();
  // A level line has no height, which Playwright takes for hidden.
  await expect(line).toBeAttached();
  // A chart that is drawn anew under the hand lets go of it: then it is dragged again, as one would.
  await expect(async () => {
    const [x, y] = await line.evaluate((path) => {
      path.scrollIntoView({ block: 'center' });
      const { left, width, top } = path.getBoundingClientRect();
      return [left + width / 2, top] as const;
    });
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 60, { steps: 5 });
    await page.mouse.up();
    await expect
      .poll(async () => Number(await amount.inputValue()), { timeout: 10_000 })
      .toBeGreaterThan(2.2);
  }).toPass();

  // Bought twice in one go: the second click is of a text that is no more, and does nothing.
  await page.getByRole('button', { name: 'Buy cheapest expected' }).dblclick();
  await expect(page.getByText('Planned before the last edits.')).toBeVisible();
  await expect(page.getByText('One commitment is held already')).toBeVisible();
  // The plan on the screen is of the text before: nothing of it can be bought or tuned any more.
  await expect(page.getByRole('button', { name: /^Buy / })).toHaveCount(0);
  await expect(amount).toBeDisabled();
  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect(page.getByText(/^Buy nothing/).first()).toBeVisible();
  await expect(page.getByText('Planned before the last edits.')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Buy cheapest expected' })).toHaveCount(0);
  await expect(page.getByText('One commitment is held already')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('One commitment is held already')).toBeHidden();
});

const MIXED = SMALL.replace(
  /^ {2}- \{ id: p, .*$/m,
  [
    'p, price: { instance: gcp/a3-highgpu-8g/us-central1 }',
    'q, price: { instance: aws/p4de.24xlarge/us-east-1 }',
  ]
    .map(
      (pool) =>
        `  - { batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, gpusPerReplica: 8, id: ${pool} }`,
    )
    .join('\n'),
);

test('an offer in a mixed fleet is for what it can cover, and says so where it cannot', async ({
  page,
  server,
}) => {
  await decide(page, server.address, MIXED);
  await page.getByRole('button', { name: 'Add an offer' }).click();
  // The first pool's provider, of which there is one kind.
  const kind = page.getByRole('combobox', { name: /^Kind/ });
  const covers = page.getByRole('combobox', { name: /^Covers/ });
  await expect(kind).toHaveValue('Google Cloud committed use discount');
  await expect(covers).toHaveValue('every pool it can cover: p');
  await kind.click();
  await page.getByRole('option', { name: 'AWS Compute Savings Plan' }).click();
  await expect(covers).toHaveValue('every pool it can cover: q');
  await kind.click();
  await page.getByRole('option', { name: 'AWS SageMaker Savings Plan' }).click();
  await expect(page.getByText(/no pool is known to be covered: an AWS SageMaker Savings Plan/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Plan( again)?$/ })).toBeDisabled();
});

test('a plan can be cancelled, and made again', async ({ page, server }) => {
  await page.goto(server.address);
  await page.getByRole('button', { name: /^Plan commitments for / }).click();
  await expect(page.getByRole('progressbar', { name: 'Progress of the plan' })).toBeAttached();
  await page.getByRole('button', { name: 'Cancel the plan' }).click();
  await expect(page.getByRole('button', { name: 'Plan', exact: true })).toBeEnabled();
  await expect(page.getByRole('alert')).toBeHidden();
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Cancel the plan' })).toBeVisible();
});
