// The shortest path through the product: signing in, adding a group, accessible pages.
import { demo } from './support/fixtures.ts';
import { enter } from './support/steps.ts';
import { axe, expect, test, visit } from './support/test.ts';

test('a guest signs in and lands on the requested page', async ({ page }) => {
  await page.goto('/groups');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await enter(page, demo('admin'));
  await visit(page, '/groups');
  await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
});

test('a wrong password is refused with an error, and the form keeps the login', async ({ page }) => {
  await visit(page, '/sign-in');
  await page.getByLabel('Login or e-mail').fill(`nobody-${test.info().project.name.length}`);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The login or the password is wrong.');
  await expect(page.getByLabel('Login or e-mail')).toHaveValue(/^nobody-/);
});

test('an administrator adds a group and lands on its Users tab', async ({ page }) => {
  await enter(page, demo('admin'));
  await visit(page, '/groups/new');
  const name = `Bakers ${test.info().project.name}`;
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add group' }).click();
  await expect(page).toHaveURL(/\/groups\/\d+\/users\?done=added$/);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
});

test('an administrator’s pages have no accessibility violation', async ({ page }) => {
  await enter(page, demo('admin'));
  for (const path of ['/', '/groups', '/groups/2/users', '/groups/2/keys', '/users', '/courses']) {
    await visit(page, path);
    await axe(page);
  }
});

test('a learner without the permission sees no Join Group', async ({ page }) => {
  await enter(page, demo('nokey'));
  await visit(page, '/');
  await expect(page.getByRole('heading', { name: 'My groups' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Join Group' })).toHaveCount(0);
});
