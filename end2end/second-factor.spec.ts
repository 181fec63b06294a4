// The second factor: set up on the profile, asked for at sign-in, demanded by a user type.
import { addType, addUserOf, LEARNER, send } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { asAdmin, enter } from './support/steps.ts';
import { axe, expect, visit, type Page } from './support/test.ts';
import { totp } from './support/totp.ts';

/**
 * Sets it up on the open page; returns the secret, a recovery code, and how many steps later than that of now the next
 * code is. The code of half a minute ago is taken, unless it is about to be too old.
 */
async function setUp(page: Page) {
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByRole('img', { name: 'QR code of the secret' })).toBeVisible();
  const secret = await page.getByText('Secret:').locator('code').innerText();
  const step = Date.now() % 30_000 < 20_000 ? -1 : 0;
  await page.getByLabel('Code').fill(totp(secret, step));
  await page.getByRole('button', { name: 'Turn on' }).click();
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const recovery = await codes.first().innerText();
  await page.getByRole('button', { name: 'I’ve saved them' }).click();
  await expect(page.getByText('You have 10 recovery codes left.')).toBeVisible();
  return { secret, recovery, next: step + 1 };
}

async function typePassword(page: Page, user: { login: string; password: string }) {
  await page.goto('/sign-in?next=%2Fprofile');
  await page.getByLabel('Login or e-mail').fill(user.login);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
}

async function typeCode(page: Page, code: string) {
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a second factor is set up, asked for at sign-in, and turned off', async ({ page, visitor, portal, forgive }) => {
  forgive(/status of (422|409)/);
  const learner = await portal.learner();
  await enter(page, learner, '/profile');
  await page.getByRole('link', { name: 'Set up or turn off' }).click();
  await expect(page.getByRole('heading', { name: 'Second factor' })).toBeVisible();
  await visit(page, '/second-factor');
  const { secret, recovery, next } = await setUp(page);
  await axe(page);

  const phone = await visitor();
  await typePassword(phone, learner);
  await axe(phone);
  await typeCode(phone, '000000');
  await expect(phone.getByLabel('Code')).toHaveAccessibleDescription(/^This code is wrong/);
  await typeCode(phone, totp(secret, next));
  await expect(phone).toHaveURL('/profile');

  const library = await visitor();
  await typePassword(library, learner);
  await typeCode(library, recovery);
  await expect(library).toHaveURL('/profile');

  await visit(page, '/second-factor');
  await expect(page.getByText('You have 9 recovery codes left.')).toBeVisible();
  await page.getByLabel('Your password').fill(learner.password);
  await page.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible();
});

test('a user whose type demands a second factor is led to set it up', async ({ page, visitor }) => {
  await asAdmin(page);
  const type = await addType(page, LEARNER);
  await send(page, 'set_second_factor_demand', { user_type: type.id, demanded: 'true' });
  await visit(page, `/user-types/${type.id}`);
  await expect(page.getByLabel('Users of this type need a second factor')).toBeChecked();
  const learner = await addUserOf(page, type);
  const guest = await visitor();
  await guest.goto('/sign-in');
  await guest.getByLabel('Login or e-mail').fill(learner.login);
  await guest.getByLabel('Password').fill(learner.password);
  await guest.getByRole('button', { name: 'Sign in' }).click();
  await expect(guest).toHaveURL('/second-factor');
  await expect(guest.getByText('Your user type needs a second factor.')).toBeVisible();
  await guest.goto('/');
  await expect(guest).toHaveURL('/second-factor');
  await visit(guest, '/second-factor');
  await setUp(guest);
  await guest.goto('/');
  await expect(guest).toHaveURL('/');
});
