import { enter, expect, expectAccessible, type Page, test } from './fixtures.ts';

const undo = (page: Page, step: RegExp) => page.getByRole('button', { name: step });
const fleet = (page: Page) => page.getByRole('region', { name: 'Fleet: h100' });
const field = (page: Page, name: RegExp) => fleet(page).getByRole('textbox', { name });

async function choose(page: Page, name: RegExp, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name }).click();
  await page.getByRole('option', { name: option }).click();
}

async function openFleet(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: /^Open Support assistant/ }).click();
  await expect(field(page, /^Replicas/)).toHaveValue('2');
}

test('an HPA pool is built by clicking, a step an entry, and undone to what it was', async ({
  page,
  server,
}) => {
  await openFleet(page, server.address);
  await choose(page, /^Number of replicas/, /by metrics/);
  await expect(undo(page, /^Undo: number of replicas of h100: fixed → by metrics/)).toBeEnabled();
  await expect(field(page, /^Replicas, at most/)).toHaveValue('4');
  await expect(field(page, /^Replicas, at the start/)).toHaveValue('2');

  await enter(field(page, /^Replicas, at most/), '6');
  await expect(undo(page, /^Undo: replicas, at most of h100: 4 → 6/)).toBeEnabled();
  const first = page.getByRole('group', { name: 'Metric 1' });
  await enter(first.getByRole('textbox', { name: /^Target/ }), '20');
  await page.getByRole('button', { name: 'Add a metric' }).click();
  const second = page.getByRole('group', { name: 'Metric 2' });
  await expect(second.getByRole('textbox', { name: /^Target/ })).toHaveValue('70%');
  await second.getByRole('combobox', { name: /^Follows/ }).click();
  await page.getByRole('option', { name: 'TTFT p95' }).click();
  await enter(second.getByRole('textbox', { name: /^Target/ }), '800ms');
  await enter(second.getByRole('textbox', { name: /^Taken over/ }), '2min');
  await expect(first.getByRole('textbox', { name: /^Taken over/ })).toHaveCount(0);

  // A sleeping HPA is told at its field, with what would be right.
  await enter(field(page, /^Replicas, at least/), '0');
  await expect(fleet(page).getByText(/kind: schedule can go to 0/)).toBeVisible();
  await enter(field(page, /^Replicas, at least/), '1');

  await page.getByText(/how fast it may scale/).click();
  await enter(field(page, /^Down: rules/), '1 pod in 60s, 10% in 2min');
  await choose(page, /^Down: of several/, /smallest/);
  await choose(page, /^Start-up/, /like one of the catalogue/);
  await enter(field(page, /^Image/), 'p50 40s p90 90s');
  await enter(field(page, /^Drains for/), '5min');
  await choose(page, /^A lost request/, /last token/);
  await enter(field(page, /^A drill/), 'replica 1 at 90min');
  await expect(field(page, /^Repair takes/)).toHaveValue('10min');
  await expectAccessible(page);

  await page.getByText('YAML', { exact: true }).first().click();
  const yaml = page.locator('.cm-content');
  await expect(yaml).toContainText(
    'autoscale: { kind: hpa, min: 1, max: 6, start: 2, metrics: [ { metric: outstanding, averageValue: 20 }, { metric: ttftP95, value: 800ms, windowSeconds: 2min } ]',
  );
  await expect(yaml).toContainText(
    'scaleDown: { selectPolicy: Min, policies: [ { type: Pods, value: 1, periodSeconds: 60 }, { type: Percent, value: 10, periodSeconds: 2min } ] }',
  );
  await expect(yaml).toContainText(
    /startUp: \{ preset: new-node-network-disk, image: \{ lognormal: \{ p50: 40, p90: 90 \} \} \}/,
  );
  await expect(yaml).toContainText('failures: { repair: 10min, at: [ { second: 90min, replica: 1 } ] }');
  await page.getByText('Form', { exact: true }).first().click();
  await enter(field(page, /^GPUs of a machine/), '16');
  await expect(undo(page, /^Undo: machines of h100/)).toBeEnabled();

  await choose(page, /^Number of replicas/, /^fixed/);
  await expect(field(page, /^Replicas/)).toHaveValue('2');
});

test('a week of numbers and a forecast have fields of their own', async ({ page, server }) => {
  await openFleet(page, server.address);
  await choose(page, /^Number of replicas/, /by the clock/);
  await expect(field(page, /^Week/)).toHaveValue('Mon 07:00 2, Fri 19:00 1');
  await enter(field(page, /^Week/), 'Mon 07:00 3, Mon 7:00 1');
  await expect(fleet(page).getByText('is the instant of an earlier entry')).toBeVisible();
  await enter(field(page, /^Week/), 'weekdays 3');
  await expect(fleet(page).getByText('“weekdays 3” is not understood.')).toBeVisible();
  await enter(field(page, /^Week/), 'Mon 07:00 3, Fri 19:00 0');
  await expect(undo(page, /^Undo: week of h100/)).toBeEnabled();

  await choose(page, /^Number of replicas/, /by a forecast/);
  await enter(field(page, /^A replica carries/), '3.5');
  await enter(field(page, /^Margin/), '30%');
  await choose(page, /^Start-up/, /as usual, from the catalogue/);
  await expect(
    fleet(page).getByText(/^New node, image pulled, weights from a network disk: decision 5 s/),
  ).toBeVisible();
});

test('KEDA, Knative and Ray Serve have fields of their own', async ({ page, server }) => {
  await openFleet(page, server.address);
  await choose(page, /^Number of replicas/, /\(KEDA\)/);
  await expect(field(page, /^Replicas, at least/)).toHaveValue('0');
  const metric = page.getByRole('group', { name: 'Metric 1' });
  await expect(metric.getByRole('combobox', { name: /^Taken of/ })).toHaveCount(0);
  await enter(metric.getByRole('textbox', { name: /^Wakes above/ }), '5%');
  await expect(fleet(page).getByText(/“5%” is not a number/)).toBeVisible();
  await enter(metric.getByRole('textbox', { name: /^Wakes above/ }), '5');
  await enter(field(page, /^Sleeps after/), '10min');
  await enter(field(page, /^Replicas, without work/), '1');
  await expect(fleet(page).getByText(/must be 0, got 1/)).toBeVisible();
  await expectAccessible(page);

  await choose(page, /^Number of replicas/, /\(Knative\)/);
  await choose(page, /^Follows/, /requests a second/);
  await enter(field(page, /^Panic threshold/), '150%');
  await enter(field(page, /^Stable window/), '2min');
  await choose(page, /^Number of replicas/, /\(Ray Serve\)/);
  await enter(field(page, /^Rises after/), '10');
  await expect(undo(page, /^Undo: rises after of h100/)).toBeEnabled();
  await page.getByText('YAML', { exact: true }).first().click();
  await expect(page.locator('.cm-content')).toContainText(
    'autoscale: { kind: ray-serve, min: 1, max: 4, start: 2, targetOngoingRequests: 12, upscaleDelaySeconds: 10 }',
  );
});

test('a manifest is named, and what is wrong with it is told where it is', async ({ page, server }) => {
  await openFleet(page, server.address);
  await choose(page, /^Number of replicas/, /as a manifest has it/);
  await expect(field(page, /^Manifest/)).toHaveValue('./hpa.yaml');
  await expect(fleet(page).getByText(/hpa\.yaml: cannot be read/)).toBeVisible();
  await enter(field(page, /^Of several, the one called/), 'chat');
  await expect(undo(page, /^Undo: of several, the one called of h100/)).toBeEnabled();
});

test('a fleet that follows its load is run, and its replicas are drawn over the demand', async ({
  page,
  server,
}) => {
  await openFleet(page, server.address);
  const first = page.locator('[data-chart="timeline"] .js-plotly-plot');
  await expect(first).toBeVisible();
  await expect(page.locator('[data-chart="replicas"]')).toHaveCount(0);
  await choose(page, /^Number of replicas/, /by metrics/);
  // What was there before the edit stays in sight until the new figures are there.
  await expect(first).toBeVisible();
  await enter(page.getByRole('group', { name: 'Metric 1' }).getByRole('textbox', { name: /^Target/ }), '30');
  await choose(page, /^Start-up/, /as usual, from the catalogue/);
  await expect(page.locator('[data-chart="replicas"] .js-plotly-plot')).toBeVisible();
  await page.getByRole('button', { name: /^Scenario/ }).click();
  await enter(page.getByRole('textbox', { name: /^Lasts/ }), '1 day');
  await page.keyboard.press('F5');
  await expect(page.getByText(/Simulated in full: [\d,]+ requests/)).toBeVisible();

  const plot = page.locator('[data-chart="replicas"] .js-plotly-plot');
  const lines = await plot.evaluate((element) => {
    const { data } = element as unknown as { data: readonly { name: string; y: readonly number[] }[] };
    return Object.fromEntries(data.map(({ name, y }) => [name.replace(/^.*: /, ''), [...y]]));
  });
  expect(Object.keys(lines)).toEqual(['requests', 'ready', 'on their way', 'wanted', 'paid']);
  // By hour, and the last step once more, to its end.
  expect(lines.ready).toHaveLength(25);
  expect(Math.max(...lines.ready)).toBeGreaterThan(Math.min(...lines.ready) + 0.5);
  for (const [hour, ready] of lines.ready.entries()) {
    expect(ready + lines['on their way'][hour]).toBeCloseTo(lines.wanted[hour], 6);
    expect(lines.paid[hour]).toBeGreaterThanOrEqual(ready - 1e-9);
  }
  await page.getByRole('button', { name: /^Model & serving/ }).click();
  await expect(page.getByText(/^1 to 4 × 8 h100-sxm-80gb, paid as 1 to 4 × /)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Search deployments' })).toBeDisabled();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
});
