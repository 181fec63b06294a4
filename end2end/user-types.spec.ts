// User types and their permissions, the active role, and acting as another user.
import { addGroup, addType, addUser, addUserOf, demo, LEARNER, unique } from './support/fixtures.ts';
import { asAdmin, enter, permissionBox, row } from './support/steps.ts';
import { axe, expect, ready, test, visit } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

test('the pencil of Learner-Type opens its permissions, where Catalog and Group key are selected', async ({ page }) => {
  await visit(page, '/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'User Types' }).click();
  await expect(page.getByRole('heading', { name: 'User Types', level: 1 })).toBeVisible();
  await expect(row(page, 'SuperAdmin')).toContainText('Built in');
  await expect(page.getByRole('link', { name: 'Edit SuperAdmin' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Edit Learner-Type', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Learner-Type', level: 1 })).toBeVisible();
  await expect(permissionBox(page, 'Learner', 'Learner', 'Catalog')).toBeChecked();
  await expect(permissionBox(page, 'Learner', 'Learner', 'Group key')).toBeChecked();
  await expect(permissionBox(page, 'Administrator', 'Users', 'View')).not.toBeChecked();
  await expect(page.getByText('Learner: Courses, Catalog, Group key.')).toBeVisible();
});

test('SuperAdmin is shown and can’t be edited', async ({ page }) => {
  await visit(page, '/user-types');
  await page.getByRole('link', { name: 'SuperAdmin', exact: true }).click();
  await expect(page.getByText('It can’t be edited.')).toBeVisible();
  await expect(permissionBox(page, 'Administrator', 'Users', 'View')).toBeChecked();
  await expect(permissionBox(page, 'Administrator', 'Users', 'View')).toBeDisabled();
});

test('a new type’s errors appear at their fields, and the form keeps its text', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const name = `Tutors ${unique()}`;
  await visit(page, '/user-types');
  await page.getByRole('link', { name: 'Add user type' }).click();
  await ready(page);
  await page.getByLabel('Default role').selectOption('Instructor');
  await page.getByRole('button', { name: 'Add user type' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription('A name is required.');
  await expect(page.getByText('Choose at least one permission.')).toBeVisible();

  await page.getByLabel('Name', { exact: true }).fill(name);
  await permissionBox(page, 'Learner', 'Learner', 'Catalog').check();
  await page.getByRole('button', { name: 'Add user type' }).click();
  await expect(page.getByLabel('Default role')).toHaveAccessibleDescription(/^No permission of the role Instructor is selected\./);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await expect(permissionBox(page, 'Learner', 'Learner', 'Catalog')).toBeChecked();

  await page.getByLabel('Default role').selectOption('Learner');
  await page.getByLabel('Name', { exact: true }).fill('learner-TYPE');
  await page.getByRole('button', { name: 'Add user type' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription('Another user type has this name.');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add user type' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'User type added.' })).toContainText(name);
  await expect(permissionBox(page, 'Learner', 'Learner', 'Catalog')).toBeChecked();
  await expect(permissionBox(page, 'Learner', 'Learner', 'Group key')).not.toBeChecked();
});

test('clearing Group key hides Join Group on an open page right away, and selecting it shows it again @js', async ({ page, visitor }) => {
  const type = await addType(page, LEARNER);
  const user = await addUserOf(page, type);
  const group = await addGroup(page, `Group ${unique()}`, { key: `Key-${unique()}` });
  const learnerPage = await visitor();
  await enter(learnerPage, demo(user.login));
  await visit(learnerPage, '/');
  await learnerPage.evaluate(() => document.documentElement.setAttribute('data-same-page', ''));
  const join = learnerPage.getByRole('button', { name: 'Join Group' });
  const preview = await learnerPage.locator('form[action^="/api/preview_join"]').getAttribute('action');
  const tryKey = async () => {
    const answer = await learnerPage.request.post(preview ?? '', { form: { key: `wrong-${group.id}` } });
    return answer.status();
  };
  await expect(join).toBeVisible();
  expect(await tryKey()).toBe(422);

  await visit(page, `/user-types/${type.id}`);
  await permissionBox(page, 'Learner', 'Learner', 'Group key').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(join).toHaveCount(0);
  expect(await tryKey()).toBe(403);

  await permissionBox(page, 'Learner', 'Learner', 'Group key').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(join).toBeVisible();
  expect(await tryKey()).toBe(422);
  await expect(learnerPage.locator('html[data-same-page]')).toBeAttached();
});

test('clearing Group key hides Join Group on the next page @no-js', async ({ page, visitor }) => {
  const type = await addType(page, LEARNER);
  const user = await addUserOf(page, type);
  const learnerPage = await visitor();
  await enter(learnerPage, demo(user.login));
  await expect(learnerPage.getByRole('button', { name: 'Join Group' })).toBeVisible();
  await visit(page, `/user-types/${type.id}`);
  await permissionBox(page, 'Learner', 'Learner', 'Group key').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(permissionBox(page, 'Learner', 'Learner', 'Group key')).not.toBeChecked();
  await visit(learnerPage, '/');
  await expect(learnerPage.getByRole('button', { name: 'Join Group' })).toHaveCount(0);
});

test('a section selects all its permissions, and is indeterminate with some @js', async ({ page }) => {
  await visit(page, '/user-types/new');
  const section = (name: string) => page.getByRole('checkbox', { name, exact: true });
  await page.getByRole('group', { name: 'Administrator', exact: true }).getByRole('checkbox', { name: 'Groups', exact: true }).check();
  await expect(permissionBox(page, 'Administrator', 'Groups', 'Keys')).toBeChecked();
  const mixed = () => section('Administrator').evaluate((box: HTMLInputElement) => box.indeterminate);
  expect(await mixed()).toBe(true);
  await expect(page.getByText('Administrator: Groups (view, add, edit and delete')).toBeVisible();
  await section('Administrator').focus();
  await page.keyboard.press('Space');
  await expect(permissionBox(page, 'Administrator', 'Users', 'View')).toBeChecked();
  expect(await mixed()).toBe(false);
  await permissionBox(page, 'Administrator', 'Users', 'View').uncheck();
  expect(await mixed()).toBe(true);
  await expect(page.getByText(/^No effect yet: Administrator > Users > Add and edit/)).toBeVisible();

  await page.getByLabel('Search permissions').fill('learner key');
  await expect(permissionBox(page, 'Learner', 'Learner', 'Group key')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Administrator', exact: true })).toHaveCount(0);
  await page.getByLabel('Search permissions').fill('nothing is called so');
  await expect(page.getByText('No permission matches these words.')).toBeVisible();
});

test('a type is cloned, renamed and deleted, and its users move', async ({ page }) => {
  const type = await addType(page, LEARNER);
  await visit(page, '/user-types');
  await page.getByRole('button', { name: `Clone ${type.name}` }).click();
  await expect(page.getByRole('heading', { name: `Copy of ${type.name}`, level: 1 })).toBeVisible();
  await ready(page);
  const name = `Renamed ${unique()}`;
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();

  const user = await addUserOf(page, type);
  await visit(page, '/user-types');
  await page.getByRole('link', { name: `Delete ${type.name}` }).click();
  await expect(page.getByRole('dialog', { name: 'Delete a user type' })).toContainText('1 user of this type');
  await ready(page);
  await page.getByLabel('Its users move to').selectOption({ label: name });
  await page.getByRole('button', { name: 'Delete user type' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('link', { name: type.name, exact: true })).toHaveCount(0);
  await expect(row(page, name)).toContainText('1 user');
  await visit(page, `/users/${user.id}/info`);
  await expect(page.getByLabel('User type').getByRole('option', { selected: true })).toHaveText(name);
});

test('a user with several roles switches in the account menu, and the pages follow', async ({ page, visitor }) => {
  const type = await addType(page, [...LEARNER, 'administrator.groups.view'], 'administrator');
  const user = await addUserOf(page, type);
  const userPage = await visitor();
  await enter(userPage, demo(user.login));
  await visit(userPage, '/');
  const nav = userPage.getByRole('navigation', { name: 'Main' });
  await expect(nav.getByRole('link', { name: 'Groups' })).toBeVisible();
  await userPage.getByLabel(`Account menu of ${user.name}`).click();
  await userPage.getByRole('button', { name: 'Learner', exact: true }).click();
  await expect(userPage.getByRole('heading', { name: 'My courses', level: 1 })).toBeVisible();
  await expect(nav.getByRole('link', { name: 'Groups' })).toHaveCount(0);
  await ready(userPage);
  await userPage.getByLabel(`Account menu of ${user.name}`).click();
  await expect(userPage.getByRole('button', { name: 'Learner', exact: true })).toHaveAttribute('aria-current', 'true');
  await userPage.getByRole('button', { name: 'Administrator', exact: true }).click();
  await expect(userPage.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible();
});

test('an administrator acts as a learner, sees so on every page, and returns', async ({ page, visitor, forgive }) => {
  forgive(/status of 403/);
  const user = await addUser(page, 'Lara', unique());
  // A session of its own, as the other tests share one.
  const own = await visitor();
  await enter(own, demo('admin'));
  await visit(own, `/users/${user.id}/info`);
  await own.getByRole('button', { name: 'Act as this user' }).click();
  const banner = own.getByRole('region', { name: 'Acting as another user' });
  await expect(banner).toContainText(`You are acting as ${user.name}.`);
  await expect(own.getByRole('heading', { name: 'My courses', level: 1 })).toBeVisible();
  await ready(own);
  await axe(own);
  await own.goto('/users');
  await expect(own.getByText('You don’t have permission to do this.')).toBeVisible();
  await expect(banner).toBeVisible();
  await ready(own);
  await banner.getByRole('button', { name: 'Stop acting' }).click();
  await expect(own).toHaveURL(`/users/${user.id}/info`);
  await expect(banner).toHaveCount(0);
  await expect(own.getByRole('heading', { name: user.name, level: 1 })).toBeVisible();
});
