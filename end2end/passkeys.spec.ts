// Passkeys, with an authenticator that Chromium plays. Browsers have none at a number, so this portal is localhost.
import { ownPortal } from './support/portal.ts';
import { addUser, demoPassword, unique, type TestUser } from './support/fixtures.ts';
import { asAdmin, enter, row } from './support/steps.ts';
import { axe, expect, ready, visit, type Page } from './support/test.ts';

const test = ownPortal('passkeys', { host: 'localhost' });
test.describe.configure({ mode: 'serial' });

/** Gives the page's browser a device that has a finger on it whenever it asks. */
async function plugIn(page: Page) {
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const verify = (isUserVerified: boolean) =>
    device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  return { verify };
}

async function learner(page: Page): Promise<TestUser> {
  await asAdmin(page);
  const user = await addUser(page, 'Pia', unique(), demoPassword());
  await page.context().clearCookies();
  return user;
}

async function addPasskey(page: Page, name: string) {
  await visit(page, '/second-factor');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
}

async function typePassword(page: Page, user: TestUser) {
  await page.goto('/sign-in?next=%2Fprofile');
  await page.getByLabel('Login or e-mail').fill(user.login);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
  await ready(page);
}

test('a passkey is added, used after the password, and removed @js', async ({ page, forgive }) => {
  forgive(/status of (422|409)/);
  const user = await learner(page);
  const device = await plugIn(page);
  await enter(page, user, '/second-factor');
  await visit(page, '/second-factor');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByRole('alert')).toBeVisible(); // It has no name.
  await addPasskey(page, 'Work laptop');
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
  await page.getByRole('button', { name: 'I’ve saved them' }).click();
  await expect(row(page, 'Work laptop')).toContainText('not used yet');
  await axe(page);
  // The device has one already.
  await addPasskey(page, 'Once more');
  await expect(page.getByRole('alert')).toContainText('already has a passkey');

  await page.context().clearCookies();
  await typePassword(page, user);
  await axe(page);
  await device.verify(false);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('The passkey wasn’t used.');
  await device.verify(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page).toHaveURL('/profile');

  await visit(page, '/prove');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByText('Thank you.')).toBeVisible();

  await visit(page, '/second-factor');
  await expect(row(page, 'Work laptop')).toContainText('last used');
  await row(page, 'Work laptop').getByRole('button', { name: 'Remove' }).click();
  await expect(row(page, 'Work laptop')).toHaveCount(0);
  await expect(page.getByText('recovery codes left')).toHaveCount(0);
});

test('without script the page says what passkeys need @no-js', async ({ page }) => {
  const user = await learner(page);
  await enter(page, user, '/second-factor');
  // Playwright does not look into what stands in for a script.
  expect(await page.content()).toContain('Passkeys need JavaScript in this browser.');
  await expect(page.getByRole('button', { name: 'Add a passkey' })).toBeHidden();
});
