// The Keys tab: a group's keys, their limits and their redemptions.
import { addGroup, addUser, demo, demoPassword, send, unique, type Group, type TestUser } from './support/fixtures.ts';
import { asAdmin } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const keys = (page: Page) => page.getByRole('region', { name: 'Keys' }).getByRole('listitem');
const adding = (page: Page) => page.getByRole('region', { name: 'Add a key' });
const keyField = (page: Page) => adding(page).getByRole('textbox', { name: /^Group key/ });
const openLimits = (page: Page) => keys(page).getByText('Key limits').click();
const keysTab = (group: Group) => `/groups/${group.id}/keys`;
const generated = /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}$/;
const nextYear = new Date().getUTCFullYear() + 1;

/** A page signed in as this user, who has the demo's password. */
async function signedIn(visitor: () => Promise<Page>, user: TestUser) {
  const learnerPage = await visitor();
  await send(learnerPage, 'sign_in', demo(user.login));
  return learnerPage;
}

async function join(learnerPage: Page, key: string) {
  await send(learnerPage, 'preview_join', { key });
  await send(learnerPage, 'join_group', { key });
}

test('a generated key is added, and the next one is another', async ({ page }) => {
  const group = await addGroup(page, `Bakers ${unique()}`);
  await visit(page, keysTab(group));
  await expect(page.getByText('No keys yet')).toBeVisible();
  await expect(keyField(page)).toHaveValue(generated);
  const key = await keyField(page).inputValue();
  await adding(page).getByRole('button', { name: 'Add key' }).click();
  await expect(keys(page)).toHaveCount(1);
  await expect(keys(page)).toContainText(key);
  await expect(keys(page)).toContainText('Open');
  await expect(keys(page)).toContainText('0 used, no limit');
  await expect(keyField(page)).not.toHaveValue(key);
  await expect(keyField(page)).toHaveValue(generated);
});

test('a typed key is added with limits', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await visit(page, keysTab(group));
  await keyField(page).fill(`key_${word}`);
  await adding(page).getByText('Key limits').click();
  await adding(page).getByLabel('Maximum redemptions').fill('1200');
  await adding(page).getByLabel('Start').fill(`${nextYear}-01-01T08:00`);
  await adding(page).getByRole('button', { name: 'Add key' }).click();
  await expect(keys(page)).toContainText(`key_${word}`);
  await expect(keys(page)).toContainText('0 of 1,200 used');
  await expect(keys(page)).toContainText('Not yet open');
});

test('the limits of a key never overlap, nor exceed their box', async ({ page }) => {
  const group = await addGroup(page, `Bakers ${unique()}`);
  for (const path of ['/groups/new', keysTab(group)]) {
    await visit(page, path);
    const form = page.getByRole('region', { name: path === '/groups/new' ? 'Add group' : 'Add a key' });
    await form.getByText('Key limits').click();
    for (const width of [320, 390, 700, 1024, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await test.step(`${path} at ${width}`, () => expectLimitsApart(form));
    }
  }
});

/** Expects that no input crosses another or its box, and that those in a row have the same top. */
async function expectLimitsApart(form: ReturnType<Page['locator']>) {
  const boxOf = async (what: ReturnType<Page['locator']>) => (await what.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const around = await boxOf(form.locator('details'));
  const inputs = await Promise.all(['Maximum redemptions', 'Start', 'Expiry'].map((label) => boxOf(form.getByLabel(label))));
  for (const [place, box] of inputs.entries()) {
    expect(box.x >= around.x && box.x + box.width <= around.x + around.width, `inside its box: ${JSON.stringify(box)}`).toBe(true);
    for (const other of inputs.slice(place + 1)) {
      const apart = box.x + box.width <= other.x || other.x + other.width <= box.x || box.y + box.height <= other.y;
      expect(apart, `${JSON.stringify(box)} and ${JSON.stringify(other)}`).toBe(true);
      const isOneRow = Math.abs(box.y - other.y) < box.height;
      expect(isOneRow ? box.y : other.y, 'one top in a row').toBe(other.y);
    }
  }
}

test('a key that is in use elsewhere is refused next to the field, which keeps it', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const word = unique();
  await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
  const group = await addGroup(page, `Cooks ${word}`);
  await visit(page, keysTab(group));
  await keyField(page).fill(`KEY${word}`);
  await adding(page).getByRole('button', { name: 'Add key' }).click();
  await expect(keyField(page)).toHaveAccessibleDescription('This key is in use. Choose another.');
  await expect(keyField(page)).toHaveValue(`KEY${word}`);
  await expect(page.getByText('No keys yet')).toBeVisible();
});

test('a key is paused and resumed', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
  await visit(page, keysTab(group));
  await keys(page).getByRole('button', { name: 'Pause' }).click();
  await expect(keys(page).getByText('Paused', { exact: true })).toBeVisible();
  await visit(page, `/groups?q=${word}`);
  await expect(page.getByRole('region', { name: 'Groups' })).toContainText('Key: paused');
  await visit(page, keysTab(group));
  await keys(page).getByRole('button', { name: 'Resume' }).click();
  await expect(keys(page).getByText('Open', { exact: true })).toBeVisible();
  await expect(keys(page).getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('limits are set and removed', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
  await visit(page, keysTab(group));
  await openLimits(page);
  await keys(page).getByLabel('Maximum redemptions').fill('5');
  await keys(page).getByLabel('Expiry').fill('2026-01-01T08:00');
  await keys(page).getByRole('button', { name: 'Save limits' }).click();
  await expect(keys(page)).toContainText('0 of 5 used');
  await expect(keys(page)).toContainText('Expired');

  await visit(page, keysTab(group));
  await openLimits(page);
  await expect(keys(page).getByLabel('Expiry')).toHaveValue('2026-01-01T08:00');
  await keys(page).getByLabel('Maximum redemptions').fill('');
  await keys(page).getByLabel('Expiry').fill('');
  await keys(page).getByRole('button', { name: 'Save limits' }).click();
  await expect(keys(page)).toContainText('0 used, no limit');
  await expect(keys(page).getByText('Open', { exact: true })).toBeVisible();
});

test('invalid limits are refused next to their field, at that key only', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `one-${word}` });
  await send(page, 'create_key', { group: group.id, key: `two-${word}` });
  await visit(page, keysTab(group));
  const one = keys(page).filter({ hasText: `one-${word}` });
  const two = keys(page).filter({ hasText: `two-${word}` });
  await one.getByText('Key limits').click();
  await one.getByLabel('Maximum redemptions').fill('many');
  await one.getByRole('button', { name: 'Save limits' }).click();
  await expect(one.getByLabel('Maximum redemptions')).toHaveAccessibleDescription('Enter a whole number from 1 to 1,000,000, or leave empty for no limit.');
  await expect(one.getByLabel('Maximum redemptions')).toBeVisible();
  await expect(one.getByLabel('Maximum redemptions')).toHaveValue('many');
  await expect(two.getByLabel('Maximum redemptions')).toHaveValue('');
  await expect(two.getByLabel('Maximum redemptions')).toHaveAttribute('aria-invalid', 'false');
});

test('the limits of one key never appear at another @js', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `one-${word}` });
  await visit(page, keysTab(group));
  await openLimits(page);
  await keys(page).getByLabel('Maximum redemptions').fill('5');
  await keys(page).getByRole('button', { name: 'Save limits' }).click();
  await expect(keys(page)).toContainText('0 of 5 used');
  await keyField(page).fill(`two-${word}`);
  await adding(page).getByRole('button', { name: 'Add key' }).click();
  await expect(keys(page)).toHaveCount(2);
  await expect(keys(page).filter({ hasText: `two-${word}` }).getByLabel('Maximum redemptions')).toHaveValue('');
  await expect(keys(page).filter({ hasText: `one-${word}` }).getByLabel('Maximum redemptions')).toHaveValue('5');
});

test('New key replaces the key; the old one no longer works', async ({ page, visitor }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}`, maximum: '7' });
  const user = await addUser(page, 'Ines', word, demoPassword());
  await visit(page, keysTab(group));
  await keys(page).getByRole('button', { name: 'New key' }).click();
  await expect(page.getByText(`key-${word}`)).toHaveCount(0);
  await expect(keys(page)).toHaveCount(1);
  await expect(keys(page).getByText(generated)).toBeVisible();
  await expect(keys(page)).toContainText('0 of 7 used');

  const learnerPage = await signedIn(visitor, user);
  await expect(join(learnerPage, `key-${word}`)).rejects.toThrow(/refused/);
  await join(learnerPage, await keys(page).getByText(generated).innerText());
  await visit(page, keysTab(group));
  await expect(keys(page)).toContainText('1 of 7 used');
});

test('a removed key no longer works, and members who used it stay', async ({ page, visitor }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
  const [ines, omar] = [await addUser(page, 'Ines', word, demoPassword()), await addUser(page, 'Omar', word, demoPassword())];
  await join(await signedIn(visitor, ines), `key-${word}`);
  await visit(page, keysTab(group));
  await keys(page).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No keys yet')).toBeVisible();
  await expect(page.getByText('1 member', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Redemptions' })).toContainText(ines.name);
  await expect(join(await signedIn(visitor, omar), `key-${word}`)).rejects.toThrow(/refused/);
});

test('redemptions are listed, and the maximum holds', async ({ page, visitor }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}`, maximum: '1' });
  const [ines, omar] = [await addUser(page, 'Ines', word, demoPassword()), await addUser(page, 'Omar', word, demoPassword())];
  await visit(page, keysTab(group));
  await expect(page.getByText('No one has joined with a key yet.')).toBeVisible();
  await join(await signedIn(visitor, ines), `key-${word}`);
  await expect(join(await signedIn(visitor, omar), `key-${word}`)).rejects.toThrow(/refused/);

  await visit(page, keysTab(group));
  await expect(keys(page)).toContainText('1 of 1 used');
  await expect(keys(page)).toContainText('Used up');
  const redemptions = page.getByRole('region', { name: 'Redemptions' }).getByRole('listitem');
  await expect(redemptions).toHaveCount(1);
  await redemptions.getByRole('link', { name: ines.name }).click();
  await expect(page).toHaveURL(new RegExp(`/users/${ines.id}/info$`));
});

test('a redemption appears on an open tab right away @js', async ({ page, visitor }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
  const user = await addUser(page, 'Ines', word, demoPassword());
  await visit(page, keysTab(group));
  await expect(page.getByText('No one has joined with a key yet.')).toBeVisible();
  await join(await signedIn(visitor, user), `key-${word}`);
  await expect(page.getByRole('region', { name: 'Redemptions' })).toContainText(user.name);
  await expect(keys(page)).toContainText('1 used, no limit');
});

test('Copy copies a key to the clipboard @js', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
  await visit(page, keysTab(group));
  await keys(page).getByRole('button', { name: 'Copy the group key' }).click();
  await expect(page.getByRole('status').getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`key-${word}`);
});

test('the activity mentions keys without revealing them', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
  await visit(page, keysTab(group));
  await keys(page).getByRole('button', { name: 'Pause' }).click();
  await expect(keys(page).getByText('Paused', { exact: true })).toBeVisible();
  await visit(page, `/groups/${group.id}/activity`);
  const activity = page.getByRole('region', { name: 'Activity' });
  await expect(activity).toContainText('Ada Okonkwo paused a key');
  await expect(activity).not.toContainText(`key-${word}`);
});
