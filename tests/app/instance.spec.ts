import { enter, expect, type Page, test } from './fixtures.ts';

const field = (page: Page, name: string) => page.getByLabel(new RegExp(`^${name}( \\(changed\\))?$`)).first();
const verdict = (page: Page) => page.getByRole('heading', { name: /a month/ });
const undo = (page: Page, name: RegExp) => page.getByRole('button', { name });

/** Picks an entry of the catalogue as one does: by a word of it, and the arrow key. */
async function pick(page: Page, name: string, words: string, id: string): Promise<void> {
  await field(page, name).click();
  await field(page, name).fill(words);
  await page.getByRole('option', { name: id }).first().click();
  await expect(field(page, name)).toHaveValue(id);
}

test('the instance goes along with the accelerator and the GPUs of a replica', async ({ page, server }) => {
  await page.goto(server.address);
  await page.getByRole('button', { name: 'New scenario' }).first().click();
  // It opens with what one decides first, and what that costs.
  await expect(field(page, 'Model')).toHaveValue('llama-3.1-8b');
  await expect(field(page, 'Instance')).toHaveValue('gcp/g2-standard-8/us-central1');
  await expect(verdict(page)).toContainText('USD 2,493 a month');

  // What fills each GPU is drawn, and what speaks against it stands at its field.
  await expect(
    page.getByRole('img', { name: /^Weights 1\d\.\d\d GiB \(6\d\.\d%\), .*KV cache \d\.\d\d GiB/ }),
  ).toBeVisible();
  const warning = page.getByText(/^is left out, and the KV cache of 1 × l4-24gb holds 0\.\d\d of a request/);
  await expect(warning).toBeVisible();
  await enter(field(page, 'Longest request'), '4096');
  await expect(warning).toBeHidden();
  await expect(page.locator('[data-memory="pool"]')).toContainText('requests at once (4,096 tokens each)');
  await page.keyboard.press('ControlOrMeta+z');

  await pick(page, 'Model', '70b llama-3.1', 'llama-3.1-70b');
  await pick(page, 'Accelerator', 'h100-sxm', 'h100-sxm-80gb');
  await expect(field(page, 'Instance')).toHaveValue('aws/p5.4xlarge/us-east-1');
  await expect(page.getByRole('status').filter({ hasText: 'The instance is now' })).toHaveText(
    'The instance is now aws/p5.4xlarge/us-east-1, the cheapest that holds 1 × h100-sxm-80gb. Undo takes both back.',
  );

  // Which numbers share the model evenly is offered.
  const degrees = page.getByRole('group', { name: /share .* evenly/ });
  await expect(degrees.getByRole('button')).toHaveText(['1', '2', '4', '8']);
  await degrees.getByRole('button', { name: '4', exact: true }).click();
  await expect(field(page, 'GPUs per replica')).toHaveValue('4');
  await expect(field(page, 'Instance')).toHaveValue('aws/p5.48xlarge/us-east-1');
  // Four replicas of 4 H100 are two instances of 8, at 55.04 an hour: and not 16 instances of one L4.
  await expect(verdict(page)).toContainText('USD 80,358 a month');

  // Only instances that hold them are offered.
  await field(page, 'Instance').click();
  const offered = page.getByRole('option');
  await expect(offered.first()).toContainText('p5.48xlarge');
  await expect(offered.filter({ hasNotText: 'h100-sxm-80gb' })).toHaveCount(0);
  await expect(offered.filter({ hasText: 'a3-highgpu-2g' })).toHaveCount(0);
  await page.keyboard.press('Escape');

  // One step back takes both.
  await undo(page, /^Undo: gPUs per replica of pool: 1 → 4, instance: /).click();
  await expect(field(page, 'GPUs per replica')).toHaveValue('1');
  await expect(field(page, 'Instance')).toHaveValue('aws/p5.4xlarge/us-east-1');
});

test('an instance of another accelerator is refused where it stands', async ({ page, server }) => {
  await page.goto(server.address);
  await page.getByRole('button', { name: 'New scenario' }).first().click();
  await expect(verdict(page)).toBeVisible();
  await field(page, 'Instance').click();
  await field(page, 'Instance').fill('aws/p5.48xlarge/us-east-1');
  await field(page, 'Instance').blur();
  await expect(
    page.getByText('aws/p5.48xlarge/us-east-1 holds 8 × h100-sxm-80gb, not l4-24gb').first(),
  ).toBeVisible();
  await expect(page.getByText(/use aws\/g6\.xlarge\/us-east-1/).first()).toBeVisible();
});
