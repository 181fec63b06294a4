// A user's Groups and Courses tabs, and deleting a user.
import {
  addCourse,
  addCourses,
  addGroup,
  addUnit,
  addUser,
  demoPassword,
  putIn,
  send,
  synchronize,
  unique,
} from './support/fixtures.ts';
import { asAdmin, rowsOf } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const region = (page: Page, name: string) => page.getByRole('region', { name });

test('a user’s tabs have URLs of their own, and back works', async ({ page }) => {
  const ines = await addUser(page, 'Ines', unique());
  await visit(page, `/users/${ines.id}`);
  await expect(page).toHaveURL(`/users/${ines.id}/info`);
  const tabs = page.getByRole('navigation', { name: 'User' });
  await tabs.getByRole('link', { name: 'Groups' }).click();
  await expect(page).toHaveURL(`/users/${ines.id}/groups`);
  await expect(tabs.getByRole('link', { name: 'Groups' })).toHaveAttribute('aria-current', 'page');
  await tabs.getByRole('link', { name: 'Courses' }).click();
  await expect(region(page, 'Courses')).toBeVisible();
  await page.goBack();
  await expect(region(page, 'Groups')).toBeVisible();
});

test('a user is added to a group, synchronized and unassigned on the Groups tab', async ({ page }) => {
  const word = unique();
  const ines = await addUser(page, 'Ines', word);
  const group = await addGroup(page, `Bakers ${word}`);
  await putIn(page, group, { courses: await addCourses(page, `Bread ${word}`, `Cake ${word}`) });
  await visit(page, `/users/${ines.id}/groups?q=${word}`);
  const item = region(page, 'Groups').getByRole('listitem').filter({ hasText: group.name });
  await item.getByRole('button', { name: `Add ${ines.name} to ${group.name}` }).click();
  await expect(item).toContainText('Group member');
  await expect(item).toContainText('0 of 2 courses');
  await item.getByRole('button', { name: `Synchronize ${ines.name} with ${group.name}` }).click();
  await expect(item).toContainText('2 of 2 courses');
  await item.getByRole('button', { name: `Unassign ${ines.name} from the courses of ${group.name}` }).click();
  await expect(item).toContainText('0 of 2 courses');
  await visit(page, `/users/${ines.id}/groups?q=${word}&filter=out_of_sync`);
  await expect(region(page, 'Groups')).toContainText(group.name);
  await visit(page, `/users/${ines.id}/groups?q=${word}&filter=not_members`);
  await expect(page.getByText('No group found')).toBeVisible();
});

test('removing a user from a group on their tab shows the same dialog', async ({ page }) => {
  const word = unique();
  const ines = await addUser(page, 'Ines', word);
  const group = await addGroup(page, `Bakers ${word}`);
  const [bread] = await addCourses(page, `Bread ${word}`);
  await putIn(page, group, { users: [ines], courses: [bread] });
  await synchronize(page, group, ines);
  await visit(page, `/users/${ines.id}/groups?q=${word}`);
  await page.getByRole('link', { name: `Remove ${ines.name} from ${group.name}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove a member' });
  await expect(dialog).toContainText(`${ines.name} will leave the group “${group.name}”.`);
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Add ${ines.name} to ${group.name}` })).toBeVisible();
  await visit(page, `/users/${ines.id}/courses?q=${word}`);
  await expect(region(page, 'Courses')).toContainText(`Kept from ${group.name} · since`);
});

test('a user is enrolled directly and removed, and the tab shows the reason', async ({ page }) => {
  const word = unique();
  const ines = await addUser(page, 'Ines', word);
  const group = await addGroup(page, `Bakers ${word}`);
  const bread = await addCourse(page, `Bread ${word}`);
  await addUnit(page, bread, 'Dough');
  await visit(page, `/users/${ines.id}/courses?q=${word}`);
  const item = region(page, 'Courses').getByRole('listitem').filter({ hasText: bread.name }).first();
  await item.getByRole('button', { name: `Enrol directly in ${bread.name}` }).click();
  await expect(item).toContainText('Enrolled');
  await expect(item).toContainText(/Enrolled directly by .+ · since/);
  await expect(item).toContainText('0% completed');
  await putIn(page, group, { users: [ines], courses: [bread] });
  await synchronize(page, group, ines);
  await visit(page, `/users/${ines.id}/courses?q=${word}`);
  await expect(item).toContainText(`From ${group.name} · since`);
  await item.getByRole('button', { name: `Remove direct enrolment in ${bread.name}` }).click();
  await expect(item).not.toContainText('Enrolled directly');
  await expect(item).toContainText(`From ${group.name}`);
});

test('learners see why they have a course', async ({ page, visitor }) => {
  const word = unique();
  const ines = await addUser(page, 'Ines', word, demoPassword());
  const bread = await addCourse(page, `Bread ${word}`);
  await send(page, 'grant_course', { user: ines.id, course: bread.id });
  const learnerPage = await visitor();
  await send(learnerPage, 'sign_in', { login: ines.login, password: demoPassword() });
  await visit(learnerPage, '/');
  await expect(learnerPage.getByRole('region', { name: 'My courses' })).toContainText('Enrolled directly');
  await learnerPage.getByRole('link', { name: bread.name }).click();
  await expect(learnerPage.getByText('You have this course by direct enrolment.')).toBeVisible();
});

test('a user is deleted after a dialog that says what will be lost', async ({ page }) => {
  const word = unique();
  const ines = await addUser(page, 'Ines', word);
  const group = await addGroup(page, `Bakers ${word}`);
  await putIn(page, group, { users: [ines] });
  await visit(page, `/users/${ines.id}/info`);
  await page.getByRole('link', { name: 'Delete user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete a user' });
  await expect(dialog).toContainText('1 membership');
  await dialog.getByRole('button', { name: 'Delete user' }).click();
  await expect(page).toHaveURL('/users');
  await visit(page, `/users?q=${word}`);
  await expect(page.getByText('No users found')).toBeVisible();
  await visit(page, `/groups/${group.id}/activity`);
  await expect(page.getByText(`added ${ines.name} to the group`)).toBeVisible();
});

test('users can’t delete their own account', async ({ page, forgive }) => {
  forgive(/status of 409/);
  await visit(page, '/users?q=admin');
  await rowsOf(page.getByRole('region', { name: 'Users' })).filter({ hasText: 'SuperAdmin' }).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Delete user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete a user' });
  await dialog.getByRole('button', { name: 'Delete user' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('You can’t delete your own account. Ask another administrator.');
});
