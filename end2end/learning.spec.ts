// Taking a course: units, progress, the reasons for it, and what remains after leaving a group.
import { demo, type Course } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { card, enter, expectSamePage, mark, myCourses, myGroups } from './support/steps.ts';
import { expect, visit, type Page } from './support/test.ts';

const unit = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: false }) });

async function complete(page: Page, name: string) {
  await unit(page, name).getByRole('button', { name: 'Mark as completed' }).click();
  await expect(unit(page, name).getByRole('button', { name: 'Completed', exact: true })).toBeVisible();
}

async function expectProgress(page: Page, course: Course, done: number) {
  const percent = Math.floor((done * 100) / course.units.length);
  await expect(page.getByText(`${done} of ${course.units.length} units completed`)).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('value', `${percent}`);
}

const completedBadge = (page: Page, course: Course) =>
  page.getByRole('heading', { name: course.name, level: 1 }).locator('..').getByText('Completed', { exact: true });

test('units are completed one by one, and home shows the progress', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner);
  await expect(card(page, course)).toContainText('0 of 3 units');
  await page.getByRole('link', { name: course.name }).click();
  await expect(page.getByRole('heading', { name: course.name, level: 1 })).toBeVisible();
  await expect(page.getByText('The text of Begin.')).toBeVisible();
  await expect(page.getByRole('emphasis').first()).toHaveText('Begin'); // Markdown
  await expectProgress(page, course, 0);
  await complete(page, 'Begin');
  await expectProgress(page, course, 1);
  await complete(page, 'Go on');
  await expectProgress(page, course, 2);
  await expect(completedBadge(page, course)).toHaveCount(0);
  await visit(page, '/');
  await expect(card(page, course)).toContainText('2 of 3 units');
  await expect(page.getByRole('progressbar', { name: `Progress in ${course.name}` })).toHaveAttribute('value', '66');
});

test('the last unit makes the course Completed permanently', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${course.id}`);
  for (const name of course.units) await complete(page, name);
  await expectProgress(page, course, 3);
  await expect(completedBadge(page, course)).toBeVisible();
  // Unmarking a unit does not undo the completion of the course.
  await unit(page, 'End').getByRole('button', { name: 'Completed', exact: true }).click();
  await expect(unit(page, 'End').getByRole('button', { name: 'Mark as completed' })).toBeVisible();
  await expectProgress(page, course, 2);
  await expect(completedBadge(page, course)).toBeVisible();
  await visit(page, '/');
  await expect(card(page, course).getByText('Completed', { exact: true })).toBeVisible();
  await expect(card(page, course)).toContainText('2 of 3 units');
});

test('completing a unit updates the page in place, and the open home @js', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner);
  await mark(page);
  const other = await page.context().newPage();
  await visit(other, `/courses/${course.id}`);
  await mark(other);
  await complete(other, 'Begin');
  await expectProgress(other, course, 1);
  await expectSamePage(other);
  await page.bringToFront();
  await expect(card(page, course)).toContainText('1 of 3 units');
  await expectSamePage(page);
});

test('a course names the groups it comes from', async ({ page, portal }) => {
  const [learner, course] = [await portal.learner(), await portal.course()];
  const [first, second] = [await portal.group({ courses: [course] }), await portal.group({ courses: [course] })];
  await portal.join(first, learner);
  await portal.join(second, learner);
  await enter(page, learner, `/courses/${course.id}`);
  // As lists have them: 2 before 10.
  const inOrder = new Intl.Collator('en', { numeric: true }).compare;
  const [one, other] = [first.name, second.name].sort(inOrder);
  const why = page.getByText(/^You have this course/);
  await expect(why).toHaveText(`You have this course from ${one}, and from ${other}.`);
  await visit(page, '/');
  await expect(card(page, course)).toHaveCount(1);
  await expect(card(page, course)).toContainText(`From ${one}, From ${other}`);
  await portal.remove(first, learner, 'withdraw_access');
  await visit(page, `/courses/${course.id}`);
  await expect(why).toHaveText(`You have this course from ${second.name}.`);
});

test('a course without an enrolment is not found', async ({ page, portal, forgive }) => {
  forgive(/status of 404/);
  const [learner, course] = [await portal.learner(), await portal.course()];
  await enter(page, learner);
  for (const address of [`/courses/${course.id}`, '/courses/999999', '/courses/nonsense']) {
    const response = await page.goto(address);
    expect(response?.status()).toBe(404);
    await expect(page).toHaveTitle(/^Not found/);
    await expect(page.getByText('Not found', { exact: true })).toBeVisible();
    await expect(page.getByText(course.name)).toHaveCount(0);
  }
});

test('a member gets the group’s course only by synchronizing', async ({ page, portal, forgive }) => {
  forgive(/status of 404/);
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.add(group, learner);
  await enter(page, learner);
  await expect(myGroups(page)).toContainText(group.name);
  await expect(myCourses(page)).toContainText('No courses yet');
  await page.goto(`/courses/${course.id}`);
  await expect(page.getByText('Not found', { exact: true })).toBeVisible();
  await portal.synchronize(group, learner);
  await visit(page, `/courses/${course.id}`);
  await expect(page.getByRole('heading', { name: course.name, level: 1 })).toBeVisible();
});

test('a member removed with keep access keeps the course and continues', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${course.id}`);
  await complete(page, 'Begin');
  await portal.remove(group, learner, 'keep_access');
  await visit(page, '/');
  await expect(myGroups(page)).toContainText('You’re not in a group yet.');
  await expect(card(page, course)).toContainText(`Kept from ${group.name}`);
  await visit(page, `/courses/${course.id}`);
  await expectProgress(page, course, 1);
  await complete(page, 'Go on');
  await expectProgress(page, course, 2);
});

test('a member removed with withdraw access loses the course, and resumes it on return', async ({ page, portal, forgive }) => {
  forgive(/status of 404/);
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${course.id}`);
  await complete(page, 'Begin');
  await complete(page, 'Go on');
  await portal.remove(group, learner, 'withdraw_access');
  await visit(page, '/');
  await expect(myCourses(page)).toContainText('No courses yet');
  await page.goto(`/courses/${course.id}`);
  await expect(page.getByText('Not found', { exact: true })).toBeVisible();
  await portal.join(group, learner);
  await visit(page, `/courses/${course.id}`);
  await expectProgress(page, course, 2);
  await expect(unit(page, 'Begin').getByRole('button', { name: 'Completed', exact: true })).toBeVisible();
  await expect(unit(page, 'End').getByRole('button', { name: 'Mark as completed' })).toBeVisible();
});

test('the demo’s learner has one completed and one started course', async ({ page }) => {
  await enter(page, demo('learner'));
  const home = myCourses(page).getByRole('listitem');
  await expect(home.filter({ hasText: 'Welcome to the company' }).getByText('Completed', { exact: true })).toBeVisible();
  await expect(home.filter({ hasText: 'Code of conduct' })).toContainText(/2 of \d units/);
});
