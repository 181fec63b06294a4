// The profile: names, password, sessions.
import { demo, send, versionOf } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { asAdmin, enter, signIn } from './support/steps.ts';
import { expect, ready, visit } from './support/test.ts';

test('users change their own name and address', async ({ page, portal, forgive }) => {
  forgive(/status of 422/);
  const learner = await portal.learner();
  await enter(page, learner, '/');
  await page.getByLabel(`Account menu of ${learner.name}`).click();
  await page.getByRole('link', { name: 'Profile' }).click();
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
  await ready(page);
  await expect(page.getByText(learner.login, { exact: true })).toBeVisible();
  await page.getByLabel('E-mail').fill('nowhere');
  await page.getByLabel('First name').fill('Larissa');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('This does not look like an e-mail address.');
  await expect(page.getByLabel('First name')).toHaveValue('Larissa');
  // This portal sends no e-mail, so a new address counts at once; it takes the password.
  await page.getByLabel('E-mail').fill(`${learner.login}@example.com`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Your password')).toHaveAccessibleDescription('This isn’t your current password.');
  await page.getByLabel('Your password').fill(learner.password);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel(learner.name.replace('Lara', 'Account menu of Larissa'))).toBeVisible();
});

test('a new password requires the current one, and ends all other sessions', async ({ page, visitor, portal, forgive }) => {
  forgive(/status of (422|401)/);
  const learner = await portal.learner();
  const other = await visitor();
  await signIn(other, learner);
  await enter(page, learner, '/profile');
  await page.getByLabel('Current password').fill('something else');
  await page.getByLabel('New password').fill('quite another battery');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('Current password')).toHaveAccessibleDescription('This isn’t your current password.');
  await page.getByLabel('Current password').fill(learner.password);
  await page.getByLabel('New password').fill('quite another battery');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('region', { name: 'Sessions' }).getByRole('button', { name: 'Sign out', exact: true })).toHaveCount(0);
  await visit(page, '/profile');
  await expect(page.getByText('This browser')).toBeVisible();
  await other.goto('/profile');
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await signIn(other, { ...learner, password: 'quite another battery' });
});

test('other sessions can be listed and ended', async ({ page, visitor, portal, forgive }) => {
  forgive(/status of 401/);
  const learner = await portal.learner();
  const [phone, library] = [await visitor(), await visitor()];
  await signIn(phone, learner);
  await signIn(library, learner);
  await enter(page, learner, '/profile');
  const sessions = page.getByRole('region', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions.filter({ hasText: 'This browser' })).toHaveCount(1);
  await expect(sessions.first()).toContainText('Chrome on Linux');
  const before = await sessions.count();
  await sessions.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await expect(sessions).toHaveCount(before - 1);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(sessions).toHaveCount(1);
  await library.goto('/profile');
  await expect(library).toHaveURL(/\/sign-in/);
});

test('a login that is the address is asked about when that changes', async ({ page, portal, visitor, forgive }) => {
  forgive(/status of 422/);
  const learner = await portal.learner();
  const [old, fresh] = [`${learner.login}@example.net`, `${learner.login}@example.com`];
  const admin = await visitor();
  await asAdmin(admin);
  await enter(page, learner, '/profile');
  await expect(page.getByText('If the e-mail address changes')).toHaveCount(0);
  const editor = `/users/${learner.id}/info`;
  const html = await (await admin.request.get(editor)).text();
  const type = html.match(/<option value="(\d+)"[^>]*>Learner-Type/)?.[1] ?? '';
  const version = await versionOf(admin, editor);
  const [firstName = '', lastName = ''] = learner.name.split(' ');
  const names = { first_name: firstName, last_name: lastName };
  await send(admin, 'update_user', { user: learner.id, version, ...names, email: old, login: old, user_type: type });

  await visit(page, '/profile');
  await page.getByLabel('E-mail').fill(fresh);
  await page.getByLabel('Your password').fill(learner.password);
  await page.getByRole('button', { name: 'Save' }).click();
  const question = page.getByRole('region', { name: 'About you' }).getByText('Choose whether the login changes, too.');
  await expect(question).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(fresh);
  await page.getByLabel('Change the login, too').check();
  await page.getByLabel('Your password').fill(learner.password);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(question).toHaveCount(0);
  await visit(page, '/profile');
  await expect(page.getByRole('definition').filter({ hasText: fresh })).toBeVisible();
});

test('the profile requires its permission', async ({ page }) => {
  await enter(page, demo('admin'), '/profile');
  await expect(page.getByText('SuperAdmin').last()).toBeVisible();
});
