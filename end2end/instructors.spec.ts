// Instructors: how they are assigned, what they see, and what they do with what they teach.
import {
  addCourse,
  addGroup,
  addType,
  addUnit,
  addUser,
  addUserOf,
  deactivate,
  demo,
  LEARNER,
  putIn,
  send,
  synchronize,
  unique,
  type Course,
  type Group,
  type TestUser,
} from './support/fixtures.ts';
import { asAdmin, enter, permissionBox, row, rowsOf, usersTab } from './support/steps.ts';
import { axe, expect, ready, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const TEACHING = ['courses.view', 'courses.edit', 'groups.view', 'groups.edit', 'groups.members', 'groups.assign', 'groups.keys'];
const TRAINER = [...TEACHING.map((code) => `instructor.${code}`), ...LEARNER];

const panel = (page: Page) => page.getByRole('region', { name: 'Instructors' });
const users = (page: Page) => rowsOf(page.getByRole('region', { name: 'Users' }));
const courses = (page: Page) => page.getByRole('region', { name: 'Courses' }).getByRole('listitem');
const groups = (page: Page) => rowsOf(page.getByRole('region', { name: 'Groups' }));
const learners = (page: Page) => page.getByRole('region', { name: 'Learners' }).getByRole('listitem');

type Taught = { type: Awaited<ReturnType<typeof addType>>; user: TestUser; course: Course; group: Group };

/** A course of one unit, a group with it, and an instructor of both, who has a user type of their own. */
async function taught(page: Page): Promise<Taught> {
  const word = unique();
  const type = await addType(page, TRAINER, 'instructor');
  const user = await addUserOf(page, type, 'Ida');
  const [course, group] = [await addCourse(page, `Baking ${word}`), await addGroup(page, `Bakers ${word}`)];
  await addUnit(page, course, 'Flour');
  await putIn(page, group, { courses: [course] });
  for (const code of [`course-${course.id}`, `group-${group.id}`]) {
    await send(page, 'add_instructor', { taught: code, user: user.id });
  }
  return { type, user, course, group };
}

/** Adds the user as an instructor, in the dialog of the open page. */
async function assignInstructor(page: Page, user: TestUser) {
  await panel(page).getByRole('link', { name: 'Add instructor' }).click();
  const question = page.getByRole('dialog', { name: 'Add instructor' });
  await expect(question).toBeVisible();
  await ready(page);
  await question.getByRole('searchbox').fill(user.login);
  await question.getByRole('searchbox').press('Enter');
  await question.getByRole('button', { name: `Add ${user.name} to the instructors` }).click();
  await expect(question.getByText('No users found.'), 'an instructor is no candidate').toBeVisible();
  await question.getByRole('link', { name: 'Close' }).click();
  await expect(question).toHaveCount(0);
  await expect(panel(page).getByRole('listitem')).toContainText([user.name]);
}

test('an instructor sees exactly the course and the group they are assigned to', async ({ page, visitor, forgive }) => {
  forgive(/status of 404/);
  const word = unique();
  const user = await addUserOf(page, await addType(page, TRAINER, 'instructor'), 'Ida');
  const [course, group] = [await addCourse(page, `Baking ${word}`), await addGroup(page, `Bakers ${word}`)];
  const [strange, foreign] = [await addCourse(page, `Strange ${word}`), await addGroup(page, `Foreign ${word}`)];
  const instructorPage = await visitor();
  await enter(instructorPage, demo(user.login));
  await visit(instructorPage, '/');
  await expect(instructorPage.getByText('Nothing to teach yet')).toBeVisible();

  await visit(page, `/courses/${course.id}/edit`);
  await expect(panel(page)).toContainText('This course has no instructors yet.');
  await assignInstructor(page, user);
  await visit(page, `/groups/${group.id}/info`);
  await assignInstructor(page, user);

  await visit(instructorPage, '/');
  await expect(instructorPage.getByText('You teach 1 course.')).toBeVisible();
  await expect(instructorPage.getByText('Nothing to teach yet')).toHaveCount(0);
  await instructorPage.getByRole('link', { name: 'Groups', exact: true }).last().click();
  await expect(groups(instructorPage)).toHaveCount(1);
  await expect(groups(instructorPage)).toContainText(group.name);
  await visit(instructorPage, '/courses');
  await expect(courses(instructorPage)).toHaveCount(1);
  await expect(courses(instructorPage)).toContainText(course.name);
  await expect(instructorPage.getByRole('link', { name: 'Categories' })).toHaveCount(0);
  for (const path of [`/groups/${foreign.id}/users`, `/courses/${strange.id}/edit`, `/courses/${strange.id}/learners`]) {
    await visit(instructorPage, path);
    await expect(instructorPage.getByText('Not found', { exact: true })).toBeVisible();
  }

  // Instructors see who teaches but can't change it.
  await visit(instructorPage, `/groups/${group.id}/info`);
  await expect(panel(instructorPage)).toContainText(user.name);
  await expect(panel(instructorPage).getByRole('link')).toHaveCount(0);
  await expect(panel(instructorPage).getByRole('button')).toHaveCount(0);

  await visit(page, `/groups/${group.id}/info`);
  await panel(page).getByRole('button', { name: `Remove ${user.name} from the instructors` }).click();
  await expect(panel(page)).toContainText('This group has no instructors yet.');
  await visit(instructorPage, `/groups/${group.id}/users`);
  await expect(instructorPage.getByText('Not found', { exact: true })).toBeVisible();
});

test('an instructor who can no longer teach stays listed, with a mark', async ({ page }) => {
  const { user, course } = await taught(page);
  await deactivate(page, user);
  await visit(page, `/courses/${course.id}/edit`);
  await expect(panel(page).getByText('Inactive', { exact: true })).toBeVisible();
  await expect(panel(page).getByRole('link', { name: user.name })).toBeVisible();
});

test('an instructor fills their group, synchronizes it, and sees their learners’ progress', async ({ page, visitor }) => {
  const { user, course, group } = await taught(page);
  const learner = await addUser(page, 'Omar', unique());
  const instructorPage = await visitor();
  await enter(instructorPage, demo(user.login));
  await visit(instructorPage, usersTab(group, learner.login));
  const omar = users(instructorPage).filter({ hasText: learner.name });
  await expect(omar.getByRole('link')).toHaveCount(0);
  await instructorPage.getByRole('button', { name: `Add ${learner.name} to the group` }).click();
  await expect(omar).toContainText('0 of 1 course');
  await instructorPage.getByRole('button', { name: `Synchronize ${learner.name}` }).click();
  await expect(omar).toContainText('1 of 1 course');

  await visit(instructorPage, `/courses/${course.id}/edit`);
  await instructorPage.getByRole('navigation', { name: 'Course', exact: true }).getByRole('link', { name: 'Learners' }).click();
  await expect(learners(instructorPage).filter({ hasText: learner.name })).toContainText('0 of 1 unit');
  await expect(learners(instructorPage).filter({ hasText: learner.name })).toContainText(`From ${group.name}`);
  await ready(instructorPage);
  await instructorPage.getByRole('searchbox', { name: 'Search learners' }).fill('nobody is called so');
  await instructorPage.getByRole('searchbox', { name: 'Search learners' }).press('Enter');
  await expect(instructorPage.getByText('No learners found')).toBeVisible();
});

test('a learner who has completed everything is shown as such', async ({ page, visitor }) => {
  const { course, group } = await taught(page);
  const learner = await addUserOf(page, await addType(page, LEARNER));
  await putIn(page, group, { users: [learner] });
  await synchronize(page, group, learner);
  const learnerPage = await visitor();
  await enter(learnerPage, demo(learner.login));
  await visit(learnerPage, `/courses/${course.id}`);
  await learnerPage.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(learnerPage.getByRole('heading', { name: 'Course completed' })).toBeVisible();
  await visit(page, `/courses/${course.id}/learners`);
  await expect(learners(page)).toContainText(['1 of 1 unit']);
  await expect(learners(page).getByText('Completed', { exact: true })).toBeVisible();
});

test('an instructor adds a unit, a course and a group of their own', async ({ page, visitor }) => {
  const { user, course } = await taught(page);
  const instructorPage = await visitor();
  await enter(instructorPage, demo(user.login));
  await visit(instructorPage, `/courses/${course.id}/edit`);
  const adding = instructorPage.getByRole('region', { name: 'Units' }).locator('form').filter({ has: instructorPage.getByRole('button', { name: 'Add unit' }) });
  await adding.getByLabel('Name').fill('Water');
  await adding.getByLabel('Content').fill('Not too warm.');
  await adding.getByRole('button', { name: 'Add unit' }).click();
  await expect(instructorPage.getByRole('button', { name: 'Delete Water' })).toBeVisible();

  const word = unique();
  await visit(instructorPage, '/courses/new');
  await instructorPage.getByLabel('Name').fill(`Cakes ${word}`);
  await instructorPage.getByRole('button', { name: 'Add course' }).click();
  await expect(instructorPage).toHaveURL(/\/courses\/\d+\/edit\?done=added$/);
  await expect(panel(instructorPage)).toContainText(user.name);

  await visit(instructorPage, '/groups/new');
  await instructorPage.getByLabel('Name', { exact: true }).fill(`Cooks ${word}`);
  await instructorPage.getByRole('button', { name: 'Add group' }).click();
  await expect(instructorPage).toHaveURL(/\/groups\/\d+\/users\?done=added$/);
  await instructorPage.getByRole('navigation', { name: 'Group', exact: true }).getByRole('link', { name: 'Courses' }).click();
  // Only the instructor's own courses can be chosen.
  await expect(courses(instructorPage)).toHaveCount(2);
  await expect(row(instructorPage, `Cakes ${word}`)).toBeVisible();
});

test('an instructor sees foreign courses in their group but can’t change them', async ({ page, visitor }) => {
  const { user, course, group } = await taught(page);
  const strange = await addCourse(page, `Strange ${unique()}`);
  await putIn(page, group, { courses: [strange] });
  const instructorPage = await visitor();
  await enter(instructorPage, demo(user.login));
  await visit(instructorPage, `/groups/${group.id}/courses`);
  await expect(row(instructorPage, strange.name)).toContainText('Group course');
  await expect(row(instructorPage, strange.name).getByRole('link')).toHaveCount(0);
  await expect(row(instructorPage, strange.name).getByRole('button')).toHaveCount(0);
  await expect(row(instructorPage, course.name).getByRole('link', { name: course.name })).toBeVisible();
});

test('clearing the permission closes the open page right away @js', async ({ page, visitor, forgive }) => {
  forgive(/status of 403/);
  const { type, user, group } = await taught(page);
  const instructorPage = await visitor();
  await enter(instructorPage, demo(user.login));
  await visit(instructorPage, '/');
  const nav = instructorPage.getByRole('navigation', { name: 'Main' });
  await expect(nav.getByRole('link', { name: 'Groups' })).toBeVisible();
  await visit(page, `/user-types/${type.id}`);
  await permissionBox(page, 'Instructor', 'Groups', 'View').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(nav.getByRole('link', { name: 'Groups' })).toHaveCount(0);
  await expect(nav.getByRole('link', { name: 'Courses' })).toBeVisible();
  await visit(instructorPage, `/groups/${group.id}/users`);
  await expect(instructorPage.getByText('You don’t have permission to do this.')).toBeVisible();
});

test('clearing the permission forbids the next page @no-js', async ({ page, visitor }) => {
  const { type, user } = await taught(page);
  const instructorPage = await visitor();
  await enter(instructorPage, demo(user.login));
  await expect(instructorPage.getByRole('link', { name: 'Add Group' })).toBeVisible();
  await visit(page, `/user-types/${type.id}`);
  await permissionBox(page, 'Instructor', 'Groups', 'Add, edit and delete').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(permissionBox(page, 'Instructor', 'Groups', 'Add, edit and delete')).not.toBeChecked();
  await visit(instructorPage, '/');
  await expect(instructorPage.getByRole('link', { name: 'Add course' })).toBeVisible();
  await expect(instructorPage.getByRole('link', { name: 'Add Group' })).toHaveCount(0);
});

test('an instructor switches to their own courses and back', async ({ page, visitor }) => {
  const { user } = await taught(page);
  const instructorPage = await visitor();
  await enter(instructorPage, demo(user.login));
  await visit(instructorPage, '/groups');
  for (const [role, heading] of [['Learner', 'My courses'], ['Instructor', 'Home']]) {
    await instructorPage.getByLabel(`Account menu of ${user.name}`).click();
    await instructorPage.getByRole('button', { name: role, exact: true }).click();
    await expect(instructorPage.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await ready(instructorPage);
  }
  await axe(instructorPage);
});
