// Moments are typed and read on the clock of the browser.
import { addGroup, unique } from './support/fixtures.ts';
import { asAdmin } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const keys = (page: Page) => page.getByRole('region', { name: 'Keys' }).getByRole('listitem');
const expiry = (page: Page) => keys(page).getByLabel('Expiry');
const nextYear = new Date().getUTCFullYear() + 1;

async function openLimits(page: Page) {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
  const path = `/groups/${group.id}/keys`;
  await visit(page, path);
  await keys(page).getByText('Key limits').click();
  return path;
}

for (const [timezoneId, shown] of [
  ['America/New_York', 'Eastern Daylight Time'],
  ['Europe/Berlin', 'Central European Summer Time'],
  ['Pacific/Auckland', 'New Zealand Standard Time'],
] as const) {
  test.describe(timezoneId, () => {
    test.use({ timezoneId });

    test('an expiry means the same when it is typed and when it is read @js', async ({ page }) => {
      const path = await openLimits(page);
      await expect(expiry(page)).toHaveAccessibleDescription(`Time zone: ${timezoneId}`);
      await expiry(page).fill(`${nextYear}-06-30T23:59`);
      await keys(page).getByRole('button', { name: 'Save limits' }).click();
      const time = keys(page).locator('time', { hasText: `30 Jun ${nextYear}, 23:59` });
      await expect(time).toHaveAttribute('title', new RegExp(shown));
      await visit(page, path);
      await keys(page).getByText('Key limits').click();
      await expect(expiry(page)).toHaveValue(`${nextYear}-06-30T23:59`);
    });
  });
}

test.describe('on the night when the clocks go forward', () => {
  test.use({ timezoneId: 'Europe/Berlin' });

  test('a time that is skipped becomes the next one, and the field says so @js', async ({ page }) => {
    await openLimits(page);
    await expiry(page).fill('2027-03-28T02:30');
    await expiry(page).blur();
    await expect(expiry(page)).toHaveValue('2027-03-28T03:30');
    await expect(expiry(page)).toHaveAccessibleDescription(/the clocks skip 02:30/);
    await expiry(page).fill('2027-03-29T02:30');
    await expiry(page).blur();
    await expect(expiry(page)).toHaveAccessibleDescription('Time zone: Europe/Berlin');
  });
});

test('a date that is half typed stays when the field is left @js', async ({ page }) => {
  await openLimits(page);
  await expiry(page).focus();
  await page.keyboard.type('06');
  await expiry(page).blur();
  expect(await expiry(page).evaluate((input: HTMLInputElement) => input.validity.badInput)).toBe(true);
});

test.describe('without a script', () => {
  test.use({ timezoneId: 'Europe/Berlin' });

  test('a moment is in UTC, and the field says so @no-js', async ({ page }) => {
    await openLimits(page);
    await expect(expiry(page)).toHaveAccessibleDescription('Time zone: UTC');
    await expiry(page).fill(`${nextYear}-06-30T23:59`);
    await keys(page).getByRole('button', { name: 'Save limits' }).click();
    await expect(keys(page)).toContainText(`30 Jun ${nextYear}, 23:59 UTC`);
  });
});
