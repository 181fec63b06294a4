// Instructors: who makes them, what they see, and what they do with what they teach.
import {
  addCourse,
  addGroup,
  addType,
  addUnit,
  addUser,
  addUserOf,
  asAdmin,
  LEARNER,
  leaf,
  putIn,
  row,
  send,
  signIn,
  synchronize,
  unique,
  usersTab,
  type Course,
  type Group,
  type Person,
} from './support/steps.ts';
import { axe, expect, ready, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const TEACHING = ['courses.view', 'courses.edit', 'groups.view', 'groups.edit', 'groups.members', 'groups.assign', 'groups.keys'];
const TRAINER = [...TEACHING.map((code) => `instructor.${code}`), ...LEARNER];

const panel = (page: Page) => page.getByRole('region', { name: 'Instructors' });
const users = (page: Page) => page.getByRole('region', { name: 'Users' }).getByRole('listitem');
const courses = (page: Page) => page.getByRole('region', { name: 'Courses' }).getByRole('listitem');
const groups = (page: Page) => page.getByRole('region', { name: 'Groups' }).getByRole('listitem');
const learners = (page: Page) => page.getByRole('region', { name: 'Learners' }).getByRole('listitem');

type Taught = { type: Awaited<ReturnType<typeof addType>>; person: Person; course: Course; group: Group };

/** A course of one unit and a group of it, and somebody who teaches both, of a type of his own. */
async function taught(page: Page): Promise<Taught> {
  const word = unique();
  const type = await addType(page, TRAINER, 'instructor');
  const person = await addUserOf(page, type, 'Ida');
  const [course, group] = [await addCourse(page, `Baking ${word}`), await addGroup(page, `Bakers ${word}`)];
  await addUnit(page, course, 'Flour');
  await putIn(page, group, { courses: [course] });
  for (const [path, code] of [
    [`/courses/${course.id}/edit`, `course-${course.id}`],
    [`/groups/${group.id}/info`, `group-${group.id}`],
  ]) {
    const asked = `${path}?add=instructor&q=${person.login}`;
    await send(page, asked, 'add_instructor', { taught: code, user: person.id });
  }
  return { type, person, course, group };
}

/** Finds somebody in the question and adds him, on the page that is open. */
async function appoint(page: Page, person: Person) {
  await panel(page).getByRole('link', { name: 'Add instructor' }).click();
  const question = page.getByRole('dialog', { name: 'Add instructor' });
  await expect(question).toBeVisible();
  await ready(page);
  await question.getByRole('searchbox').fill(person.login);
  await question.getByRole('searchbox').press('Enter');
  await question.getByRole('button', { name: `Add ${person.name} to the instructors` }).click();
  await expect(question.getByText('No users found.'), 'whoever teaches is no candidate').toBeVisible();
  await question.getByRole('link', { name: 'Close' }).click();
  await expect(question).toHaveCount(0);
  await expect(panel(page).getByRole('listitem')).toContainText([person.name]);
}

test('whoever is made an instructor of a course and a group sees exactly these', async ({ page, visitor, forgive }) => {
  forgive(/status of 404/);
  const word = unique();
  const person = await addUserOf(page, await addType(page, TRAINER, 'instructor'), 'Ida');
  const [course, group] = [await addCourse(page, `Baking ${word}`), await addGroup(page, `Bakers ${word}`)];
  const [strange, foreign] = [await addCourse(page, `Strange ${word}`), await addGroup(page, `Foreign ${word}`)];
  const hers = await visitor();
  await signIn(hers, person.login);
  await visit(hers, '/');
  await expect(hers.getByText('Nothing to teach yet')).toBeVisible();

  await visit(page, `/courses/${course.id}/edit`);
  await expect(panel(page)).toContainText('This course has no instructors yet.');
  await appoint(page, person);
  await visit(page, `/groups/${group.id}/info`);
  await appoint(page, person);

  await visit(hers, '/');
  await expect(hers.getByText('You teach 1 course.')).toBeVisible();
  await expect(hers.getByText('Nothing to teach yet')).toHaveCount(0);
  await hers.getByRole('link', { name: 'Groups', exact: true }).last().click();
  await expect(groups(hers)).toHaveCount(1);
  await expect(groups(hers)).toContainText(group.name);
  await visit(hers, '/courses');
  await expect(courses(hers)).toHaveCount(1);
  await expect(courses(hers)).toContainText(course.name);
  await expect(hers.getByRole('link', { name: 'Categories' })).toHaveCount(0);
  for (const path of [`/groups/${foreign.id}/users`, `/courses/${strange.id}/edit`, `/courses/${strange.id}/learners`]) {
    await visit(hers, path);
    await expect(hers.getByText('Not found', { exact: true })).toBeVisible();
  }

  // She sees who teaches, and does not say it.
  await visit(hers, `/groups/${group.id}/info`);
  await expect(panel(hers)).toContainText(person.name);
  await expect(panel(hers).getByRole('link')).toHaveCount(0);
  await expect(panel(hers).getByRole('button')).toHaveCount(0);

  await visit(page, `/groups/${group.id}/info`);
  await panel(page).getByRole('button', { name: `Remove ${person.name} from the instructors` }).click();
  await expect(panel(page)).toContainText('This group has no instructors yet.');
  await visit(hers, `/groups/${group.id}/users`);
  await expect(hers.getByText('Not found', { exact: true })).toBeVisible();
});

test('whoever may teach no longer stays listed, with a mark', async ({ page }) => {
  const { person, course } = await taught(page);
  await send(page, `/users/${person.id}/info`, 'set_user_active', { user: person.id, active: 'false' });
  await visit(page, `/courses/${course.id}/edit`);
  await expect(panel(page).getByText('Inactive', { exact: true })).toBeVisible();
  await expect(panel(page).getByRole('link', { name: person.name })).toBeVisible();
});

test('an instructor fills his group, synchronizes it, and sees how far his learners come', async ({ page, visitor }) => {
  const { person, course, group } = await taught(page);
  const learner = await addUser(page, 'Omar', unique());
  const his = await visitor();
  await signIn(his, person.login);
  await visit(his, usersTab(group, learner.login));
  const omar = users(his).filter({ hasText: learner.name });
  await expect(omar.getByRole('link')).toHaveCount(0);
  await his.getByRole('button', { name: `Add ${learner.name} to the group` }).click();
  await expect(omar).toContainText('0 of 1 course');
  await his.getByRole('button', { name: `Synchronize ${learner.name}` }).click();
  await expect(omar).toContainText('1 of 1 course');

  await visit(his, `/courses/${course.id}/edit`);
  await his.getByRole('navigation', { name: 'Course', exact: true }).getByRole('link', { name: 'Learners' }).click();
  await expect(learners(his).filter({ hasText: learner.name })).toContainText('0 of 1 unit');
  await expect(learners(his).filter({ hasText: learner.name })).toContainText(`From ${group.name}`);
  await ready(his);
  await his.getByRole('searchbox', { name: 'Search learners' }).fill('nobody is called so');
  await his.getByRole('searchbox', { name: 'Search learners' }).press('Enter');
  await expect(his.getByText('No learners found')).toBeVisible();
});

test('a learner who has done everything is shown as such', async ({ page, visitor }) => {
  const { course, group } = await taught(page);
  const learner = await addUserOf(page, await addType(page, LEARNER));
  await putIn(page, group, { users: [learner] });
  await synchronize(page, group, learner);
  const hers = await visitor();
  await signIn(hers, learner.login);
  await visit(hers, `/courses/${course.id}`);
  await hers.getByRole('button', { name: 'Mark as completed' }).first().click();
  await expect(hers.getByText('Completed', { exact: true }).first()).toBeVisible();
  await visit(page, `/courses/${course.id}/learners`);
  await expect(learners(page)).toContainText(['1 of 1 unit']);
  await expect(learners(page).getByText('Completed', { exact: true })).toBeVisible();
});

test('an instructor adds a unit, a course and a group of his own', async ({ page, visitor }) => {
  const { person, course } = await taught(page);
  const his = await visitor();
  await signIn(his, person.login);
  await visit(his, `/courses/${course.id}/edit`);
  const adding = his.getByRole('region', { name: 'Units' }).locator('form').filter({ has: his.getByRole('button', { name: 'Add unit' }) });
  await adding.getByLabel('Name').fill('Water');
  await adding.getByLabel('Content').fill('Not too warm.');
  await adding.getByRole('button', { name: 'Add unit' }).click();
  await expect(his.getByRole('button', { name: 'Delete Water' })).toBeVisible();

  const word = unique();
  await visit(his, '/courses/new');
  await his.getByLabel('Name').fill(`Cakes ${word}`);
  await his.getByRole('button', { name: 'Add course' }).click();
  await expect(his).toHaveURL(/\/courses\/\d+\/edit$/);
  await expect(panel(his)).toContainText(person.name);

  await visit(his, '/groups/new');
  await his.getByLabel('Name', { exact: true }).fill(`Cooks ${word}`);
  await his.getByRole('button', { name: 'Add group' }).click();
  await expect(his).toHaveURL(/\/groups\/\d+\/users$/);
  await his.getByRole('navigation', { name: 'Group', exact: true }).getByRole('link', { name: 'Courses' }).click();
  // His own courses are there to choose from, and no others.
  await expect(courses(his)).toHaveCount(2);
  await expect(row(his, `Cakes ${word}`)).toBeVisible();
});

test('what he does not teach he sees in his group, and leaves alone', async ({ page, visitor }) => {
  const { person, course, group } = await taught(page);
  const strange = await addCourse(page, `Strange ${unique()}`);
  await putIn(page, group, { courses: [strange] });
  const his = await visitor();
  await signIn(his, person.login);
  await visit(his, `/groups/${group.id}/courses`);
  await expect(row(his, strange.name)).toContainText('Group course');
  await expect(row(his, strange.name).getByRole('link')).toHaveCount(0);
  await expect(row(his, strange.name).getByRole('button')).toHaveCount(0);
  await expect(row(his, course.name).getByRole('link', { name: course.name })).toBeVisible();
});

test('unticking the leaf takes the page at once @js', async ({ page, visitor, forgive }) => {
  forgive(/status of 403/);
  const { type, person, group } = await taught(page);
  const his = await visitor();
  await signIn(his, person.login);
  await visit(his, '/');
  const nav = his.getByRole('navigation', { name: 'Main' });
  await expect(nav.getByRole('link', { name: 'Groups' })).toBeVisible();
  await visit(page, `/user-types/${type.id}`);
  await leaf(page, 'Instructor', 'Groups', 'View').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(nav.getByRole('link', { name: 'Groups' })).toHaveCount(0);
  await expect(nav.getByRole('link', { name: 'Courses' })).toBeVisible();
  await visit(his, `/groups/${group.id}/users`);
  await expect(his.getByText('You don’t have permission to do this.')).toBeVisible();
});

test('unticking the leaf takes the next page @no-js', async ({ page, visitor }) => {
  const { type, person } = await taught(page);
  const his = await visitor();
  await signIn(his, person.login);
  await expect(his.getByRole('link', { name: 'Add Group' })).toBeVisible();
  await visit(page, `/user-types/${type.id}`);
  await leaf(page, 'Instructor', 'Groups', 'Add, edit and delete').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(leaf(page, 'Instructor', 'Groups', 'Add, edit and delete')).not.toBeChecked();
  await visit(his, '/');
  await expect(his.getByRole('link', { name: 'Add course' })).toBeVisible();
  await expect(his.getByRole('link', { name: 'Add Group' })).toHaveCount(0);
});

test('whoever teaches switches to his own courses and back', async ({ page, visitor }) => {
  const { person } = await taught(page);
  const his = await visitor();
  await signIn(his, person.login);
  await visit(his, '/groups');
  for (const [role, heading] of [['Learner', 'My courses'], ['Instructor', 'Home']]) {
    await his.getByLabel(`Account menu of ${person.name}`).click();
    await his.getByRole('button', { name: role, exact: true }).click();
    await expect(his.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await ready(his);
  }
  await axe(his);
});
