import { CONFIGS } from '../engine/catalog/modelConfigs.ts';
import { enter, expect, expectAccessible, type Page, test } from './fixtures.ts';

async function openExample(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: /^Open Support assistant/ }).click();
  await expect(verdict(page)).toBeVisible();
}

const verdict = (page: Page) => page.getByRole('heading', { name: /a month/ });
const replicas = (page: Page) => page.getByRole('textbox', { name: /^Replicas/ });
const nothingToUndo = (page: Page) => page.getByRole('button', { name: /^Nothing to undo/ });

/** The example is again, and the host has answered it, what the shared server's other guests expect to find. */
async function expectAsFound(page: Page): Promise<void> {
  await expect(nothingToUndo(page)).toBeVisible();
  await expect(verdict(page)).toContainText('USD 129,195 a month; both service levels are met');
}

test('nothing is written until it is whole, Escape restores, one step an entry, and nothing moves meanwhile', async ({
  page,
  sharedServer,
}) => {
  await openExample(page, sharedServer.address);
  const place = async () => [
    (await page.getByRole('textbox', { name: /^GPUs per replica/ }).boundingBox())?.y,
    (await verdict(page).boundingBox())?.y,
  ];
  // Focus scrolls the field into sight.
  await replicas(page).focus();
  const before = await place();
  await replicas(page).pressSequentially('x');
  expect(await place()).toEqual(before);
  await expect(nothingToUndo(page)).toBeVisible();
  await expect(replicas(page)).not.toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await expect(replicas(page)).toHaveValue('2');
  await expect(nothingToUndo(page)).toBeVisible();

  // Two entries at once are two steps.
  await enter(replicas(page), '3');
  await enter(replicas(page), '4');
  await expect(verdict(page)).toContainText('258,391');
  expect((await place())[1]).toBe(before[1]);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(replicas(page)).toHaveValue('3');

  // A press elsewhere takes what was typed, and is not lost by what then moves.
  await replicas(page).fill('minus');
  await page.getByRole('button', { name: 'Duplicate h100', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Duplicate h100-2', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo: h100 duplicated' })).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByRole('button', { name: 'Undo: replicas of h100: 3 → minus' })).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');

  // What is typed counts for an action by its key.
  await replicas(page).fill('3');
  await page.keyboard.press('F5');
  await expect(page.getByRole('button', { name: 'Undo: replicas of h100: 2 → 3' })).toBeEnabled();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+z');
  await expectAsFound(page);
});

test('a rate is said as people know it: mean or peak, by the hour or in tokens, the other beside it', async ({
  page,
  sharedServer,
}) => {
  await openExample(page, sharedServer.address);
  const chat = page.getByRole('region', { name: 'Workload: chat' });
  const rate = chat.getByRole('textbox', { name: /^Rate/ });
  const both = chat.locator('[data-demand]');
  await enter(rate, '12');
  await expect(both).toHaveText('Mean 12/s, peak 20/s.');
  await expect(
    chat.getByRole('img', { name: /^The week, hour by hour\. Peak 1\.67 × the mean, / }),
  ).toBeVisible();
  await chat.getByRole('radiogroup', { name: 'Rate is' }).getByText('peak').click();
  await expect(both).toHaveText('Mean 7.19/s, peak 12/s.');
  await enter(rate, '40M output tokens a day');
  await expect(both).toHaveText(/^At \d+ tokens a request on average: mean [\d.]+\/s, peak [\d.]+\/s\.$/);
  await chat.getByRole('combobox', { name: 'Rate counts' }).click();
  await page.getByRole('option', { name: 'requests/day', exact: true }).click();
  await expect(both).toHaveText(/^Mean 463\/s/);
  await page.getByText('YAML', { exact: true }).first().click();
  await expect(page.locator('.cm-content')).toContainText('rate: 40M/day,');
  for (let step = 0; step < 4; step++) await page.keyboard.press('ControlOrMeta+z');
  await expectAsFound(page);
});

test('the catalogue is searched by size, family, memory and kind, and written by a pick', async ({
  page,
  server,
}) => {
  await openExample(page, server.address);
  await page.getByRole('button', { name: /^Model & serving/ }).click();
  const model = page.getByRole('combobox', { name: /^Model( \(changed\))?$/ });
  const options = page.getByRole('option');
  for (const [search, found] of [
    [
      '30B',
      /^qwen3-30b-a3b30\.5B parameters \(3\.\dB a token\), 6\d GB in bf16, mixture of experts, .*USD [\d.]+ an hour/,
    ],
    ['embed', /^bert-base110M parameters/],
    ['moe mla', /^deepseek-v2/],
    ['vision', /llava-1\.5-7b/],
  ] as const) {
    await model.fill(search);
    await expect(options.filter({ hasText: found }).first()).toBeVisible();
  }
  await expect(nothingToUndo(page)).toBeVisible();
  // A search that is left without a pick is no entry.
  await page.keyboard.press('Tab');
  await expect(model).toHaveValue('llama-3.1-70b');
  const accelerator = page.getByRole('combobox', { name: /^Accelerator/ });
  await accelerator.fill('80 GB');
  await expect(options.first()).toContainText('80 GB');
  await page.keyboard.press('Escape');
  await model.fill('8b llama-3.1');
  await page.keyboard.press('Enter');
  await expect(model).toHaveValue('llama-3.1-8b');
  await expect(
    page.getByRole('button', { name: 'Undo: model of h100: llama-3.1-70b → llama-3.1-8b' }),
  ).toBeEnabled();
  await expectAccessible(page);
  // A name that nothing has is written, and answered.
  await model.fill('llama-9b-of-ours');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/the catalogue has no model/).first()).toBeVisible();
});

test('a model of one’s own: its config.json is pasted, or its size is given with one that it is like', async ({
  page,
  server,
}) => {
  await openExample(page, server.address);
  await page.getByRole('button', { name: /^Model & serving/ }).click();
  await page.getByRole('button', { name: 'A model of your own …' }).click();
  const dialog = page.getByRole('dialog', { name: 'A model of your own' });
  const pasted = dialog.getByRole('textbox', { name: 'config.json' });
  await pasted.fill('{ "model_type": "mamba" }');
  await expect(dialog.getByText(/^Not read: mamba is a state-space model/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Use this model' })).toBeDisabled();
  await pasted.fill(JSON.stringify(CONFIGS['llama-3.1-8b']));
  await expect(dialog.getByText('own LlamaForCausalLM: 8.03B parameters, 32 layers')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Use this model' }).click();
  await expect(page.getByRole('button', { name: 'Undo: model of h100: own LlamaForCausalLM' })).toBeEnabled();
  await expect(
    page.getByText(/8\.03B parameters, 32 layers, width 4,096, context 131,072 tokens/),
  ).toBeVisible();

  await page.getByRole('button', { name: 'Another of your own …' }).click();
  await dialog.getByRole('tab', { name: 'Only its size' }).click();
  await dialog.getByRole('textbox', { name: 'Parameters' }).fill('30 billion');
  const like = dialog.getByRole('combobox', { name: 'Built like' });
  await like.fill('qwen3-32b');
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Use this model' }).click();
  // While it goes, there are two fields of that name.
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('textbox', { name: /^Parameters/ })).toHaveValue('30B');
  await expect(
    page.getByText(/of a model that resembles qwen3-32b at 30 billion parameters/).first(),
  ).toBeVisible();
});
