// What a page asks after its own act, and how it follows the acts of others.
import { addCourse, addGroup, addUsers, putIn, send, unique } from './support/fixtures.ts';
import { asAdmin, usersTab } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const users = (page: Page) => page.getByRole('region', { name: 'Users' }).getByRole('listitem');

test('+ is one mutation and one read @js', async ({ page, visitor }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines, omar] = await addUsers(page, word, 'Ines', 'Omar');
  const other = await visitor();
  await asAdmin(other);
  await visit(page, usersTab(group, word));
  const sent: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) sent.push(pathname);
  });
  await page.getByRole('button', { name: `Add ${ines.name} to the group` }).click();
  await expect(page.getByText('1 member', { exact: true })).toBeVisible();
  // Events come in order: when the other's has come, the page's own would have, too.
  await putIn(other, group, { users: [omar] });
  await expect(users(page).filter({ hasText: omar.name })).toContainText('Group member');
  expect(sent.slice(0, 2)).toEqual(['/api/add_member', '/api/refresh_group']);
  expect(sent.filter((path) => path === '/api/refresh_group')).toHaveLength(2);
  expect(sent.filter((path) => path === '/api/list_members')).toHaveLength(1);
});

test('an open Users tab follows a join elsewhere, but not while rows are selected @js', async ({ page, visitor }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines, omar] = await addUsers(page, word, 'Ines', 'Omar');
  const other = await visitor();
  await asAdmin(other);
  await visit(page, usersTab(group, word));
  await expect(page.getByText('Group member')).toHaveCount(0);
  await putIn(other, group, { users: [ines] });
  await expect(users(page).filter({ hasText: ines.name })).toContainText('Group member');

  await page.getByRole('checkbox', { name: `Select ${omar.name}` }).check();
  await putIn(other, group, { users: [omar] });
  await expect(page.getByText('2 members', { exact: true })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: `Select ${omar.name}` })).toBeChecked();
  await page.getByRole('checkbox', { name: `Select ${omar.name}` }).uncheck();
  await expect(users(page).filter({ hasText: omar.name })).toContainText('Group member');
});

test('the list of courses follows what others add @js', async ({ page, visitor }) => {
  const word = unique();
  const other = await visitor();
  await asAdmin(other);
  await visit(page, `/courses?q=${word}`);
  await addCourse(other, `Bread ${word}`);
  await expect(page.getByRole('region', { name: 'Courses' })).toContainText(`Bread ${word}`);
});

test('what others do before a page listens, and while it does not, is shown @js', async ({ page, visitor }) => {
  const word = unique();
  const other = await visitor();
  await asAdmin(other);
  const group = await addGroup(other, `Before ${word} 1`);
  let listen = () => {};
  const listens = new Promise<void>((resolve) => (listen = resolve));
  await page.route('**/live?*', async (route) => {
    await listens;
    await route.continue();
  });
  await visit(page, `/groups?q=${word}`);
  await addGroup(other, `Before ${word} 2`);
  listen();
  await expect(page.getByText('2 groups', { exact: true })).toBeVisible();

  await page.unrouteAll();
  await hide(page, true);
  await send(other, 'delete_group', { group: group.id, policy: 'keep_access' });
  await hide(page, false);
  await expect(page.getByText('1 group', { exact: true })).toBeVisible();
});

/** As a browser says that the page is in another tab, or in view again. */
function hide(page: Page, hidden: boolean) {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: hidden ? 'hidden' : 'visible' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);
}

test('an act counts on the page also if its row came again meanwhile @js', async ({ page, visitor }) => {
  const word = unique();
  const other = await visitor();
  await asAdmin(other);
  const group = await addGroup(other, `Bakers ${word}`);
  await putIn(other, group, { courses: [await addCourse(other, `Bread ${word}`)] });
  let answer = () => {};
  const answers = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/remove_group_course', async (route) => {
    const response = await route.fetch();
    await answers;
    await route.fulfill({ response });
  });
  await visit(page, `/groups/${group.id}/courses?q=${word}`);
  await page.getByRole('button', { name: `Remove Bread ${word} from the group` }).click();
  await addCourse(other, `Cake ${word}`);
  await expect(page.getByRole('button', { name: `Add Cake ${word} to the group` })).toBeVisible();
  answer();
  await expect(page.getByText('0 courses', { exact: true })).toBeVisible();
});

test('an answer that a newer one overtook is not shown @js', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines, omar] = await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, usersTab(group, word));
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let answers = 0;
  await page.route('**/api/refresh_group', async (route) => {
    const response = await route.fetch();
    answers += 1;
    if (answers === 1) await held;
    await route.fulfill({ response });
  });
  const first = page.waitForRequest('**/api/refresh_group');
  await page.getByRole('button', { name: `Add ${ines.name} to the group` }).click();
  const late = (await first).response();
  await expect.poll(() => answers).toBe(1);
  await page.getByRole('button', { name: `Add ${omar.name} to the group` }).click();
  await expect(page.getByText('2 members', { exact: true })).toBeVisible();
  release();
  await (await late)?.finished();
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  expect(await page.getByText('2 members', { exact: true }).isVisible()).toBe(true);
});
