// Taking a course: units, progress, the reasons for it, and what remains after leaving a group.
import { demo, type Course } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { asAdmin, card, enter, expectSamePage, mark, myCourses, myGroups } from './support/steps.ts';
import { expect, scriptsRun, visit, type Page } from './support/test.ts';

const outline = (page: Page) => page.getByRole('navigation', { name: 'Units' });
const line = (page: Page, name: string) => outline(page).getByRole('link', { name });
const isOpen = (page: Page, name: string) =>
  expect(page.getByRole('heading', { name, level: 2, exact: true })).toBeVisible();

/** Opens a unit by the outline. */
async function open(page: Page, name: string) {
  await line(page, name).click();
  await isOpen(page, name);
}

/** Completes the open unit, which leads to `next`. */
async function complete(page: Page, name: string, next: string | RegExp) {
  await isOpen(page, name);
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  if (typeof next === 'string') await isOpen(page, next);
  else await expect(page.getByRole('heading', { name: next, level: 1 })).toBeVisible();
}

const isCompleted = (page: Page, name: string) => expect(line(page, name)).toContainText(', completed');

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
  await complete(page, 'Begin', 'Go on');
  await expectProgress(page, course, 1);
  await isCompleted(page, 'Begin');
  await complete(page, 'Go on', 'End');
  await expectProgress(page, course, 2);
  await expect(completedBadge(page, course)).toHaveCount(0);
  await visit(page, '/');
  await expect(card(page, course)).toContainText('2 of 3 units');
  await expect(page.getByRole('progressbar', { name: `Progress in ${course.name}` })).toHaveAttribute('value', '66');
});

test('a course is finished with one button, and says what comes next', async ({ page, portal }) => {
  const [course, after] = [await portal.course(), await portal.course()];
  const [learner, group] = [await portal.learner(), await portal.group({ courses: [course, after] })];
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${course.id}`);
  await expect(page).toHaveURL(new RegExp(`/courses/${course.id}/units/\\d+$`));
  await complete(page, 'Begin', 'Go on');
  await complete(page, 'Go on', 'End');
  await complete(page, 'End', /^Course completed$/);
  await expect(page).toHaveURL(new RegExp(`/courses/${course.id}/completed$`));
  await expect(page.getByRole('main')).toContainText(course.name);
  await expect(page.getByRole('main').getByRole('link', { name: 'Home' })).toBeVisible();
  const next = page.getByRole('region', { name: 'What comes next' });
  await expect(next.getByRole('listitem')).toHaveCount(1);
  await next.getByRole('link', { name: after.name }).click();
  await isOpen(page, 'Begin');
  await expect(page.getByRole('heading', { name: after.name, level: 1 })).toBeVisible();
});

test('a completed course stays completed, and opens on its last page', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${course.id}`);
  await complete(page, 'Begin', 'Go on');
  await complete(page, 'Go on', 'End');
  await complete(page, 'End', /^Course completed$/);
  await visit(page, `/courses/${course.id}`);
  await page.getByRole('link', { name: 'Look through it again' }).click();
  await isOpen(page, 'Begin');
  await expectProgress(page, course, 3);
  await expect(completedBadge(page, course)).toBeVisible();
  await page.getByRole('link', { name: 'Next' }).click();
  await isOpen(page, 'Go on');
  // Taking a unit back does not undo the completion of the course.
  await page.getByRole('button', { name: 'Mark as not completed' }).click();
  await expect(page.getByRole('button', { name: 'Complete and continue' })).toBeVisible();
  await expectProgress(page, course, 2);
  await expect(completedBadge(page, course)).toBeVisible();
  await visit(page, '/');
  await expect(card(page, course).getByText('Completed', { exact: true })).toBeVisible();
  await expect(card(page, course)).toContainText('2 of 3 units');
});

test('units are read in any order, and the course opens where it was left', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${course.id}`);
  await expect(line(page, 'Begin')).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('link', { name: 'Previous' })).toHaveCount(0);
  await complete(page, 'Begin', 'Go on');
  await page.getByRole('link', { name: 'Next' }).click();
  await isOpen(page, 'End');
  await expect(line(page, 'End')).toHaveAttribute('aria-current', 'page');
  await page.getByRole('link', { name: 'Previous' }).click();
  await isOpen(page, 'Go on');
  await open(page, 'Begin');
  await visit(page, `/courses/${course.id}`);
  await isOpen(page, 'Go on');
  // What was skipped follows the last unit.
  await open(page, 'End');
  await complete(page, 'End', 'Go on');
  await complete(page, 'Go on', /^Course completed$/);
});

test('on a phone the outline is a sheet', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, learner, `/courses/${course.id}`);
  await expect(outline(page)).toBeHidden();
  await page.getByRole('button', { name: 'Unit 1 of 3' }).click();
  await expect(outline(page)).toBeVisible();
  await line(page, 'End').click();
  await isOpen(page, 'End');
  await expect(outline(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Unit 3 of 3' })).toBeVisible();
});

test('a unit added while the course is open enters the outline, and the unit stays @js', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${course.id}`);
  await isOpen(page, 'Begin');
  await page.getByRole('article').evaluate((article) => article.setAttribute('data-same', ''));
  await portal.addUnit(course, 'More');
  await expect(line(page, 'More')).toBeVisible();
  await expectProgress(page, course, 0);
  await isOpen(page, 'Begin');
  await expect(page.locator('article[data-same]')).toBeVisible();
});

test('the page says that access has ended @js', async ({ page, portal, forgive }) => {
  forgive(/status of 404/);
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${course.id}`);
  await isOpen(page, 'Begin');
  await portal.remove(group, learner, 'withdraw_access');
  await expect(page.getByText('Your access to this course has ended')).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(0);
  await page.getByRole('main').getByRole('link', { name: 'Home' }).click();
  await expect(myCourses(page)).toContainText('No courses yet');
});

test('a video of a known site is loaded by a click', async ({ page, portal }) => {
  const [learner, course] = [await portal.learner(), await portal.course({ units: [] })];
  await portal.addUnit(course, 'Watch', { kind: 'video', content: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ' });
  await portal.addUnit(course, 'Listen', { kind: 'video', content: 'https://sounds.example/talk.mp3' });
  await portal.addUnit(course, 'Film', { kind: 'video', content: 'https://films.example/talk.mp4' });
  await portal.addUnit(course, 'Elsewhere', { kind: 'video', content: 'https://films.example/watch/9' });
  const group = await portal.group({ courses: [course] });
  await portal.join(group, learner);
  const asked: string[] = [];
  await page.context().route('https://www.youtube-nocookie.com/**', async (route) => {
    asked.push(route.request().url());
    await route.fulfill({ contentType: 'text/html', body: '<p>The player</p>' });
  });
  await enter(page, learner, `/courses/${course.id}`);
  await isOpen(page, 'Watch');
  await expect(page.getByRole('link', { name: 'Watch on YouTube' })).toHaveAttribute('href', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ');
  await expect(page.locator('iframe')).toHaveCount(0);
  if (scriptsRun()) {
    expect(asked).toEqual([]);
    await page.getByRole('button', { name: 'Play video' }).click();
    await expect(page.frameLocator('iframe').getByText('The player')).toBeVisible();
    expect(asked[0]).toContain('https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ');
  } else {
    await expect(page.getByRole('button', { name: 'Play video' })).toHaveCount(0);
  }
  await open(page, 'Listen');
  await expect(page.locator('audio')).toHaveAttribute('src', 'https://sounds.example/talk.mp3');
  await open(page, 'Film');
  await expect(page.locator('video')).toHaveAttribute('src', 'https://films.example/talk.mp4');
  await open(page, 'Elsewhere');
  await expect(page.getByRole('article').getByRole('link')).toHaveAttribute('href', 'https://films.example/watch/9');
});

test('those who manage a course preview it, and nothing is recorded', async ({ page, portal }) => {
  const course = await portal.course();
  await asAdmin(page);
  await visit(page, `/courses/${course.id}/edit`);
  await page.getByRole('link', { name: 'Preview' }).click();
  await isOpen(page, 'Begin');
  const strip = page.getByRole('complementary', { name: 'Preview' });
  await expect(strip).toContainText('Nothing is recorded.');
  await expect(page.getByRole('button', { name: 'Complete and continue' })).toHaveCount(0);
  for (const next of ['Go on', 'End']) {
    await page.getByRole('link', { name: 'Next' }).click();
    await isOpen(page, next);
  }
  await expectProgress(page, course, 0);
  await strip.getByRole('link', { name: 'Back to the editor' }).click();
  await expect(page).toHaveURL(new RegExp(`/courses/${course.id}/edit$`));
  await visit(page, `/courses/${course.id}/learners`);
  await expect(page.getByText('No learners yet')).toBeVisible();
  // The learner's address leads there, too.
  await visit(page, `/courses/${course.id}`);
  await expect(page).toHaveURL(new RegExp(`/courses/${course.id}/preview/\\d+$`));
  await isOpen(page, 'Begin');
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
  await complete(other, 'Begin', 'Go on');
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
  await complete(page, 'Begin', 'Go on');
  await portal.remove(group, learner, 'keep_access');
  await visit(page, '/');
  await expect(myGroups(page)).toContainText('You’re not in a group yet.');
  await expect(card(page, course)).toContainText(`Kept from ${group.name}`);
  await visit(page, `/courses/${course.id}`);
  await expectProgress(page, course, 1);
  await complete(page, 'Go on', 'End');
  await expectProgress(page, course, 2);
});

test('a member removed with withdraw access loses the course, and resumes it on return', async ({ page, portal, forgive }) => {
  forgive(/status of 404/);
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await portal.join(group, learner);
  await enter(page, learner, `/courses/${course.id}`);
  await complete(page, 'Begin', 'Go on');
  await complete(page, 'Go on', 'End');
  await portal.remove(group, learner, 'withdraw_access');
  await visit(page, '/');
  await expect(myCourses(page)).toContainText('No courses yet');
  await page.goto(`/courses/${course.id}`);
  await expect(page.getByText('Not found', { exact: true })).toBeVisible();
  await portal.join(group, learner);
  await visit(page, `/courses/${course.id}`);
  await expectProgress(page, course, 2);
  await isCompleted(page, 'Begin');
  await isOpen(page, 'End');
});

test('the demo’s learner has one completed and one started course', async ({ page }) => {
  await enter(page, demo('learner'));
  const home = myCourses(page).getByRole('listitem');
  await expect(home.filter({ hasText: 'Welcome to the company' }).getByText('Completed', { exact: true })).toBeVisible();
  await expect(home.filter({ hasText: 'Code of conduct' })).toContainText(/2 of \d units/);
});
