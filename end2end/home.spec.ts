// The home pages: figures and what waits for administrators, what instructors teach, where learners continue.
import { add, addGroup, addType, addUserOf, demo, demoPassword, send, unique } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { asAdmin, card, enter, expectSamePage, mark, myCourses, myGroups, row } from './support/steps.ts';
import { axe, expect, visit, type Page } from './support/test.ts';

const figure = (page: Page, label: string) => page.getByRole('region', { name: 'Figures' }).getByRole('link', { name: label });
const attention = (page: Page) => page.getByRole('region', { name: 'Needs attention' });
const recent = (page: Page) => page.getByRole('region', { name: 'Recent joins and purchases' });
const steps = (page: Page) => page.getByRole('region', { name: 'First steps' });

/** An administrator of a new branch, which has nothing yet. */
async function branchAdministrator(page: Page) {
  const word = unique();
  const branch = await add(page, 'create_branch', { name: `Branch ${word}` });
  const html = await (await page.request.get('/users/new')).text();
  const type = html.match(/<option value="(\d+)"[^>]*>Admin-Type/)?.[1] ?? '';
  const login = `bea.${word}`;
  const fields = { first_name: 'Bea', last_name: word, login, email: `${login}@example.net`, user_type: type };
  await add(page, 'create_user', { ...fields, password: demoPassword(), branch });
  return { branch, user: demo(login) };
}

test('an administrator sees the figures, and the days behind the line', async ({ page }) => {
  await asAdmin(page);
  await visit(page, '/');
  for (const label of ['Active users', 'Groups', 'Enrolments', 'Completions in 30 days']) {
    await expect(figure(page, label)).toBeVisible();
  }
  await expect(page.getByRole('img', { name: /completed/i })).toBeVisible();
  await expect(page.getByText('Completed courses by day, in UTC')).toBeHidden();
  await page.getByText('By day', { exact: true }).click();
  await expect(page.getByText(/Completed courses by day, in UTC|No course was completed/).first()).toBeVisible();
  await figure(page, 'Active users').click();
  await expect(page).toHaveURL('/users?filter=active');
});

test('home leads to what is added most, and says where to go if it has no figures', async ({ page, visitor }) => {
  await asAdmin(page);
  await visit(page, '/');
  const adds = page.getByRole('navigation', { name: 'Add' });
  await expect(adds.getByRole('link')).toHaveText(['Add Group', 'Add user', 'Add course']);
  await adds.getByRole('link', { name: 'Add course' }).click();
  await expect(page).toHaveURL('/courses/new');
  const home = await visitor();
  await enter(home, await addUserOf(page, await addType(page, ['administrator.settings.edit'], 'administrator')));
  await expect(home.getByText('No figures for your user type')).toBeVisible();
  await expect(home.getByRole('navigation', { name: 'Add' }).getByRole('link')).toHaveCount(0);
  await axe(home);
});

test('the figures of a branch follow what happens in it @js', async ({ page, visitor }) => {
  await asAdmin(page);
  const { branch, user } = await branchAdministrator(page);
  const home = await visitor();
  await enter(home, user);
  await expect(figure(home, 'Active users')).toContainText('1');
  await expect(figure(home, 'Groups')).toContainText('0');
  await mark(home);
  await addGroup(page, `Group ${unique()}`, { branch });
  await expect(figure(home, 'Groups')).toContainText('1');
  await expectSamePage(home);
});

test('what needs attention leads to the list that shows it', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ maximum: 1 })];
  await portal.add(group, learner);
  await portal.join(group, await portal.learner());
  await asAdmin(page);
  await visit(page, '/');
  await attention(page).getByRole('link', { name: /enrolments? missing/ }).click();
  await expect(page).toHaveURL('/groups?show=not_enrolled');
  await visit(page, `/groups?show=not_enrolled&q=${encodeURIComponent(group.name)}`);
  await expect(row(page, group.name)).toBeVisible();
  await visit(page, '/');
  await attention(page).getByRole('link', { name: /keys? ending/ }).click();
  await expect(page).toHaveURL('/groups?show=keys_ending');
  await visit(page, `/groups?show=keys_ending&q=${encodeURIComponent(group.name)}`);
  await expect(row(page, group.name)).toBeVisible();
});

test('who joined is among the recent, and a type without orders shows none', async ({ page, portal, visitor }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  await portal.join(group, learner);
  await asAdmin(page);
  await visit(page, '/');
  await expect(recent(page).getByRole('listitem').filter({ hasText: learner.name }).first()).toContainText('joined with the key');
  const type = await addType(page, ['administrator.groups.view', 'administrator.activity.view'], 'administrator');
  const clerk = await addUserOf(page, type);
  const home = await visitor();
  await enter(home, clerk);
  await expect(figure(home, 'Groups')).toBeVisible();
  await expect(figure(home, 'Active users')).toHaveCount(0);
  await expect(home.getByText(/order/i)).toHaveCount(0);
});

test('the first steps are done one by one, and can be closed', async ({ page, visitor }) => {
  await asAdmin(page);
  const { user } = await branchAdministrator(page);
  const home = await visitor();
  await enter(home, user);
  await expect(steps(home)).toContainText('0 of 4 done');
  await axe(home);
  await add(home, 'create_group', { name: `First ${unique()}` });
  await visit(home, '/');
  await expect(steps(home)).toContainText('1 of 4 done');
  await expect(steps(home).getByRole('link', { name: 'Share the group’s key' })).toHaveAttribute('href', /\/groups\/\d+\/keys/);
  await steps(home).getByRole('button', { name: 'Close the first steps' }).click();
  await expect(steps(home)).toHaveCount(0);
  await visit(home, '/');
  await expect(figure(home, 'Groups')).toBeVisible();
  await expect(steps(home)).toHaveCount(0);
});

test('an instructor sees how far their groups and courses are', async ({ page, portal, visitor }) => {
  await asAdmin(page);
  const type = await addType(page, ['instructor.courses.view', 'instructor.groups.view'], 'instructor');
  const teacher = await addUserOf(page, type, 'Ida');
  const [group, learner] = [await portal.group(), await portal.learner()];
  const [course] = group.courses;
  await portal.join(group, learner);
  for (const taught of [`course-${course.id}`, `group-${group.id}`]) {
    await send(page, 'add_instructor', { taught, user: teacher.id });
  }
  const home = await visitor();
  await enter(home, teacher);
  await expect(row(home, group.name)).toContainText('1 member · 1 course');
  await expect(row(home, group.name)).toContainText('0 % completed');
  await expect(row(home, course.name)).toContainText('1 learner');
  await expect(home.getByRole('progressbar', { name: `Completed in ${course.name}` })).toBeVisible();
});

test('a learner continues where they were, and what is completed comes last', async ({ page, portal }) => {
  const learner = await portal.learner();
  const courses = [await portal.course({ units: ['A'] }), await portal.course(), await portal.course()];
  const group = await portal.group({ courses });
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${courses[0].id}`);
  const complete = async () => {
    const button = page.getByRole('button', { name: 'Complete and continue' });
    await expect(button).toBeVisible();
    const unit = page.url();
    await button.click();
    await expect(page).not.toHaveURL(unit);
  };
  await complete();
  await visit(page, `/courses/${courses[1].id}`);
  await complete();
  await visit(page, '/');
  const headings = myCourses(page).getByRole('heading');
  await expect(headings).toHaveText([
    'Continue',
    courses[1].name,
    'Not started',
    courses[2].name,
    'Completed',
    courses[0].name,
  ]);
  await axe(page);
});

test('a group in the sidebar shows only its courses', async ({ page, portal }) => {
  const learner = await portal.learner();
  const [first, second] = [await portal.group(), await portal.group()];
  await portal.join(first, learner);
  await portal.join(second, learner);
  await enter(page, learner);
  await expect(card(page, second.courses[0])).toBeVisible();
  await myGroups(page).getByRole('link', { name: first.name, exact: true }).click();
  await expect(page).toHaveURL(`/?group=${first.id}`);
  await expect(card(page, second.courses[0])).toHaveCount(0);
  await expect(card(page, first.courses[0])).toBeVisible();
  await page.getByRole('link', { name: 'Show all courses' }).click();
  await expect(card(page, second.courses[0])).toBeVisible();
});

test('on a phone Join Group is in view on arrival, and leads to its form', async ({ page, portal }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const learner = await portal.learner();
  await portal.join(await portal.group({ courses: [await portal.course(), await portal.course(), await portal.course()] }), learner);
  await enter(page, learner);
  const link = page.getByRole('link', { name: 'Join Group' });
  await expect(link).toBeInViewport();
  await expect(page.getByLabel('Group key')).not.toBeInViewport();
  await link.click();
  await expect(page.getByLabel('Group key')).toBeInViewport();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(link).toBeHidden();
});
