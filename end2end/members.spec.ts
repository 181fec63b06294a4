// The tabs that fill a group: Users and Courses.
import {
  addCourse,
  addCourses,
  addGroup,
  addUser,
  addUsers,
  deactivate,
  putIn,
  send,
  synchronize,
  unique,
  versionOf,
  type Group,
} from './support/fixtures.ts';
import { asAdmin, rowsOf, usersTab } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const users = (page: Page) => rowsOf(page.getByRole('region', { name: 'Users' }));
const courses = (page: Page) => page.getByRole('region', { name: 'Courses' }).getByRole('listitem');
const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Group', exact: true }).getByRole('link', { name });
const badge = (page: Page, text: string) => page.getByText(text, { exact: true });

test('+ adds members and courses, and Synchronize enrols the members, as the description says', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines, omar] = await addUsers(page, word, 'Ines', 'Omar');
  const five = ['Bread', 'Cake', 'Pie', 'Tart', 'Waffle'];
  await addCourses(page, ...[...five, 'Zwieback'].map((name) => `${name} ${word}`));
  const [omarsRow, inesRow] = [omar, ines].map((user) => users(page).filter({ hasText: user.name }));

  await visit(page, usersTab(group, word));
  await expect(users(page)).toHaveCount(2);
  await expect(page.getByText('Group member')).toHaveCount(0);
  for (const user of [ines, omar]) await page.getByRole('button', { name: `Add ${user.name} to the group` }).click();
  await expect(page.getByText('Group member')).toHaveCount(2);
  await expect(omarsRow).toContainText('0 of 0 courses');
  await expect(badge(page, '2 members')).toBeVisible();

  await tab(page, 'Courses').click();
  await page.getByRole('searchbox', { name: 'Search courses' }).fill(word);
  await page.getByRole('searchbox', { name: 'Search courses' }).press('Enter');
  await expect(courses(page)).toHaveCount(6);
  for (const [number, name] of five.entries()) {
    await page.getByRole('button', { name: `Add ${name} ${word} to the group` }).click();
    await expect(page.getByText('Group course')).toHaveCount(number + 1);
  }
  await expect(courses(page).filter({ hasText: 'Bread' })).toContainText('2 members lack this course');
  await expect(badge(page, '5 courses')).toBeVisible();

  await tab(page, 'Users').click();
  await expect(omarsRow).toContainText('0 of 5 courses');
  await expect(inesRow).toContainText('0 of 5 courses');
  await expect(badge(page, '10 not enrolled')).toBeVisible();
  await page.getByRole('button', { name: `Synchronize ${omar.name}` }).click();
  await expect(omarsRow).toContainText('5 of 5 courses');
  await expect(inesRow).toContainText('0 of 5 courses');
  await expect(page.getByRole('button', { name: `Synchronize ${omar.name}` })).toHaveCount(0);
  await expect(badge(page, '5 not enrolled')).toBeVisible();

  await page.getByRole('button', { name: `Unassign ${omar.name}` }).click();
  await expect(omarsRow).toContainText('0 of 5 courses');
  await expect(omarsRow).toContainText('Group member');
  await expect(badge(page, '10 not enrolled')).toBeVisible();
});

test('Synchronize and Unassign have their text next to the icon from 1024 pixels on', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines, omar] = await addUsers(page, word, 'Ines', 'Omar');
  await putIn(page, group, { users: [ines, omar], courses: await addCourses(page, `Bread ${word}`) });
  await synchronize(page, group, omar);
  await visit(page, usersTab(group, word));
  for (const [width, shown] of [[1280, true], [1024, true], [390, false]] as const) {
    await page.setViewportSize({ width, height: 844 });
    for (const [name, user] of [['Synchronize', ines], ['Unassign', omar]] as const) {
      const button = page.getByRole('button', { name: `${name} ${user.name}` });
      await expect(button.getByText(name, { exact: true })).toBeVisible({ visible: shown });
      if (!shown) expect((await button.boundingBox())?.width, 'only the icon').toBe(32);
    }
  }
});

test('members come first, then the others, each by name', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [, , zoe] = await addUsers(page, word, 'Adam', 'Ines', 'Zoe');
  await putIn(page, group, { users: [zoe] });
  await visit(page, usersTab(group, word));
  await expect(users(page)).toContainText(['Zoe', 'Adam', 'Ines']);
  await expect(users(page).first()).toContainText(`${zoe.login} · ${zoe.login}@example.net · Learner-Type`);
});

test('one course is counted as one', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await putIn(page, group, { users: await addUsers(page, word, 'Ines'), courses: await addCourses(page, `Bread ${word}`) });
  await visit(page, usersTab(group, word));
  await expect(users(page)).toContainText(/0 of 1 course(?!s)/);
  await expect(badge(page, '1 member')).toBeVisible();
  await expect(badge(page, '1 course')).toBeVisible();
  await tab(page, 'Courses').click();
  await expect(courses(page).filter({ hasText: word })).toContainText('1 member lacks this course');
});

test('a member without enrolments is removed right away', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines] = await addUsers(page, word, 'Ines');
  await putIn(page, group, { users: [ines], courses: await addCourses(page, `Bread ${word}`) });
  await visit(page, usersTab(group, word));
  await page.getByRole('button', { name: `Remove ${ines.name} from the group` }).click();
  await expect(page.getByRole('button', { name: `Add ${ines.name} to the group` })).toBeVisible();
  await expect(page.getByText('Group member')).toHaveCount(0);
  await expect(badge(page, '0 members')).toBeVisible();
});

async function oneEnrolledMember(page: Page, word: string) {
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines] = await addUsers(page, word, 'Ines');
  await putIn(page, group, { users: [ines], courses: await addCourses(page, `Bread ${word}`, `Cake ${word}`) });
  await synchronize(page, group, ines);
  return { group, ines };
}
const overall = (page: Page, word: string) => visit(page, `/users?q=${word}`);

test('removing an enrolled member shows a dialog, and Keep access keeps the courses', async ({ page }) => {
  const word = unique();
  const { group, ines } = await oneEnrolledMember(page, word);
  await visit(page, usersTab(group, word));
  await page.getByRole('link', { name: `Remove ${ines.name} from the group` }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove a member' });
  await expect(dialog).toContainText(`${ines.name} will leave the group “${group.name}”.`);
  await expect(dialog).toContainText('This group gave 2 enrolments to 1 member. Progress is kept either way');
  await expect(dialog.getByLabel('Keep access')).toBeChecked();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Add ${ines.name} to the group` })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/users\\?q=${word}$`));
  await overall(page, word);
  await expect(users(page)).toContainText(/0 groups\s*2 courses/);
});

test('removing an enrolled member with Withdraw access removes the courses', async ({ page }) => {
  const word = unique();
  const { group, ines } = await oneEnrolledMember(page, word);
  await visit(page, usersTab(group, word));
  await page.getByRole('link', { name: `Remove ${ines.name} from the group` }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove a member' });
  await dialog.getByLabel('Withdraw access').check();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: `Add ${ines.name} to the group` })).toBeVisible();
  await overall(page, word);
  await expect(users(page)).toContainText(/0 groups\s*0 courses/);
});

test('the removal dialog can be cancelled, and preselects the group’s own policy', async ({ page }) => {
  const word = unique();
  const { group, ines } = await oneEnrolledMember(page, word);
  const version = await versionOf(page, `/groups/${group.id}/info`);
  const fields = { group: group.id, version, name: group.name, removal_policy: 'withdraw_access' };
  await send(page, 'update_group', fields);
  await visit(page, usersTab(group, word));
  await page.getByRole('link', { name: `Remove ${ines.name} from the group` }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove a member' });
  await expect(dialog.getByLabel('Withdraw access')).toBeChecked();
  await dialog.getByRole('link', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(users(page)).toContainText('2 of 2 courses');
});

test('with the policy Automatically, + enrols right away', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines] = await addUsers(page, word, 'Ines');
  await putIn(page, group, { courses: await addCourses(page, `Bread ${word}`, `Cake ${word}`) });
  const version = await versionOf(page, `/groups/${group.id}/info`);
  const fields = { group: group.id, version, name: group.name, enrolment_policy: 'automatically' };
  await send(page, 'update_group', fields);
  await visit(page, usersTab(group, word));
  await page.getByRole('button', { name: `Add ${ines.name} to the group` }).click();
  await expect(users(page)).toContainText('2 of 2 courses');
  await expect(badge(page, 'In sync')).toBeVisible();
});

test('the users of a group are searched while typing @js', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, usersTab(group));
  await page.getByRole('searchbox', { name: 'Search users' }).pressSequentially(`${word} in`);
  await expect(users(page)).toHaveText([/Ines/]);
  await expect(page).toHaveURL(new RegExp(`q=${word}`));
});

test('the users of a group are filtered, and the filter is in the URL', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines, omar, , rosa] = await addUsers(page, word, 'Ines', 'Omar', 'Pia', 'Rosa');
  await putIn(page, group, { users: [ines, omar, rosa], courses: await addCourses(page, `Bread ${word}`) });
  await synchronize(page, group, ines);
  await deactivate(page, rosa);
  await visit(page, usersTab(group, word));
  const show = page.getByRole('navigation', { name: 'Show' });
  for (const [filter, found] of [
    ['Members', [/Ines/, /Omar/, /Rosa.*Inactive/]],
    ['Not members', [/Pia/]],
    ['Out of sync', [/Omar/]],
    ['All', [/Ines/, /Omar/, /Rosa/, /Pia/]],
  ] as const) {
    await show.getByRole('link', { name: filter, exact: true }).click();
    await expect(users(page)).toHaveText([...found]);
    await expect(show.getByRole('link', { name: filter, exact: true })).toHaveAttribute('aria-current', 'true');
    await visit(page, page.url());
    await expect(users(page)).toHaveText([...found]);
  }
  await page.goto(`${page.url()}&filter=out_of_sync`);
  await expect(page.getByRole('button', { name: `Synchronize ${rosa.name}` })).toHaveCount(0);
});

test('a filter without results says what to do next', async ({ page }) => {
  const group = await addGroup(page, `Bakers ${unique()}`);
  await visit(page, `/groups/${group.id}/users?filter=members`);
  await expect(page.getByText('No members yet')).toBeVisible();
  await visit(page, `/groups/${group.id}/users?filter=out_of_sync`);
  await expect(page.getByText('Everyone is in sync')).toBeVisible();
});

test('the users of a group come in pages, the members on the first', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await visit(page, usersTab(group, 'example.org'));
  await expect(page.getByText('1–50 of 400 users', { exact: true })).toBeVisible();
  await expect(users(page)).toHaveCount(50);
  const names = () => users(page).getByRole('link').allTextContents();
  const first = await users(page).getByRole('link').allTextContents();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/[?&]at=/);
  await expect(users(page).getByRole('link').first()).not.toHaveText(first[0]);
  await expect(users(page)).toHaveCount(50);
  expect((await names()).filter((name) => first.includes(name))).toEqual([]);
  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(users(page).getByRole('link')).toHaveText(first);
});

test('the courses of a group are searched and filtered by category', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await send(page, 'create_category', { name: `Oven ${word}`, parent: '' });
  const html = await (await page.request.get('/courses/new')).text();
  const oven = html.match(new RegExp(`<option value="(\\d+)"[^>]*>Oven ${word}<`))?.[1] ?? '';
  await addCourse(page, `Bread ${word}`, { category: oven });
  await addCourse(page, `Ice ${word}`);
  await visit(page, `/groups/${group.id}/courses`);
  await page.getByRole('searchbox', { name: 'Search courses' }).fill(word);
  await page.getByRole('searchbox', { name: 'Search courses' }).press('Enter');
  await expect(courses(page)).toHaveText([/^Bread/, /^Ice/]);
  await page.getByLabel('Category').selectOption({ label: `Oven ${word}` });
  const show = page.getByRole('button', { name: 'Show' });
  if (await show.isVisible()) await show.click(); // Only without scripts.
  await expect(courses(page)).toHaveText([/^Bread.*Oven/]);
  await expect(page).toHaveURL(new RegExp(`category=${oven}`));
  await page.getByRole('searchbox', { name: 'Search courses' }).fill(`${word} ice`);
  await page.getByRole('searchbox', { name: 'Search courses' }).press('Enter');
  await expect(page.getByText('No courses found')).toBeVisible();
});

test('the courses of a group come first, in an order that can be changed', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [bread, cake] = await addCourses(page, `Bread ${word}`, `Cake ${word}`, `Anise ${word}`);
  await putIn(page, group, { courses: [bread, cake] });
  await visit(page, `/groups/${group.id}/courses?q=${word}`);
  await expect(courses(page)).toHaveText([/^Bread/, /^Cake/, /^Anise/]);
  await page.getByRole('button', { name: `Move ${cake.name} up` }).click();
  await expect(courses(page)).toHaveText([/^Cake/, /^Bread/, /^Anise/]);
  await page.getByRole('button', { name: `Move ${cake.name} down` }).click();
  await expect(courses(page)).toHaveText([/^Bread/, /^Cake/, /^Anise/]);
});

test('a course is removed from a group without members right away', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [bread] = await addCourses(page, `Bread ${word}`);
  await putIn(page, group, { courses: [bread] });
  await visit(page, `/groups/${group.id}/courses?q=${word}`);
  await page.getByRole('button', { name: `Remove ${bread.name} from the group` }).click();
  await expect(page.getByRole('button', { name: `Add ${bread.name} to the group` })).toBeVisible();
  await expect(badge(page, '0 courses')).toBeVisible();
});

test('removing a course asks what should happen to its enrolments', async ({ page }) => {
  const word = unique();
  const { group, ines } = await oneEnrolledMember(page, word);
  await visit(page, `/groups/${group.id}/courses?q=${word}`);
  await page.getByRole('link', { name: `Remove Cake ${word} from the group` }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove a course' });
  await expect(dialog).toContainText(`“Cake ${word}” will be removed from the group.`);
  await expect(dialog).toContainText('This group gave 1 enrolment to 1 member.');
  await dialog.getByLabel('Withdraw access').check();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Add Cake ${word} to the group` })).toBeVisible();
  await tab(page, 'Users').click();
  await expect(page.getByRole('listitem').filter({ hasText: ines.name })).toContainText(/1 of 1 course/);
  await overall(page, word);
  await expect(users(page)).toContainText(/1 group\s*1 course/);
});

test('a course that was removed and added again is in the group on every page of the list', async ({ page }) => {
  const word = unique();
  const { group } = await oneEnrolledMember(page, word);
  await visit(page, `/groups/${group.id}/courses?q=${word}`);
  await page.getByRole('link', { name: `Remove Cake ${word} from the group` }).click();
  await page.getByRole('dialog', { name: 'Remove a course' }).getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: `Add Cake ${word} to the group` }).click();
  await expect(courses(page).filter({ hasText: `Cake ${word}` })).toContainText('Group course');
  await page.getByRole('searchbox', { name: 'Search courses' }).fill(`cake ${word}`);
  await page.getByRole('searchbox', { name: 'Search courses' }).press('Enter');
  await expect(page).toHaveURL(/cake/);
  await expect(courses(page)).toHaveText([/^Cake.*Group course/]);
});

test('another administrator’s changes appear without a reload @js', async ({ page, visitor }) => {
  const word = unique();
  const group: Group = await addGroup(page, `Bakers ${word}`);
  const user = await addUser(page, 'Ines', word);
  await visit(page, usersTab(group, word));
  await expect(badge(page, '0 members')).toBeVisible();
  const other = await visitor();
  await asAdmin(other);
  await putIn(other, group, { users: [user] });
  await expect(badge(page, '1 member')).toBeVisible();
});
