// The portal's activity log: its lines by day, its filters, its CSV file; and a group's.
import { readFileSync } from 'node:fs';
import { addCourse, addGroup, addUser, addUsers, putIn, send, unique, type Group } from './support/fixtures.ts';
import { asAdmin, download } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const scriptsRun = () => test.info().project.use.javaScriptEnabled !== false;

const activity = (page: Page) => page.getByRole('region', { name: 'Activity' });
const lines = (page: Page) => activity(page).locator('ol > li');
const show = async (page: Page) => {
  if (!scriptsRun()) await page.getByRole('button', { name: 'Show', exact: true }).click();
};
const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
// Days without a value are in the address of a form that the browser sends.
const noDays = '(&from=&to=)?';

async function sampleGroup(page: Page) {
  const word = unique();
  const ines = await addUser(page, 'Ines', word);
  const group = await addGroup(page, `Bakers ${word}`);
  const bread = await addCourse(page, `Bread ${word}`);
  await putIn(page, group, { users: [ines], courses: [bread] });
  return { word, ines, group, bread };
}

/** A group to which three people were added. */
async function threeAdded(page: Page) {
  const word = unique();
  const users = await addUsers(page, word, 'Ana', 'Ben', 'Cleo');
  const group = await addGroup(page, `Bakers ${word}`);
  await putIn(page, group, { users });
  return { word, users, group };
}

const tab = (group: Group) => `/groups/${group.id}/activity`;

test('the newest changes come first, and each links to all changes of its group, user or course', async ({ page }) => {
  const { ines, group } = await sampleGroup(page);
  await visit(page, '/activity');
  const line = lines(page).filter({ hasText: `added ${ines.name} to ${group.name}` });
  await line.getByRole('link', { name: `Show only group ${group.name}` }).click();
  await expect(page).toHaveURL(`/activity?group=${group.id}`);
  await expect(page.getByText(`About ${group.name}`)).toBeVisible();
  await expect(lines(page)).toHaveCount(3);
  await page.getByRole('link', { name: 'About any group' }).click();
  await expect(page).toHaveURL('/activity');
});

test('names are links while what they name exists', async ({ page }) => {
  const { ines, group, bread } = await sampleGroup(page);
  await visit(page, `/activity?group=${group.id}`);
  const added = lines(page).filter({ hasText: `added ${ines.name} to ${group.name}` });
  const link = (name: string) => added.getByRole('link', { name, exact: true });
  await expect(link(ines.name)).toHaveAttribute('href', `/users/${ines.id}/info`);
  await expect(link(group.name)).toHaveAttribute('href', `/groups/${group.id}/users`);
  await expect(link('Ada Okonkwo')).toHaveAttribute('href', /^\/users\/\d+\/info$/);
  const course = lines(page).getByRole('link', { name: bread.name, exact: true });
  await expect(course).toHaveAttribute('href', `/courses/${bread.id}/edit`);
  await send(page, 'delete_user', { user: ines.id });
  await visit(page, `/activity?group=${group.id}`);
  await expect(added).toContainText(`added ${ines.name} to`);
  await expect(link(ines.name)).toHaveCount(0);
  await link(group.name).click();
  await expect(page.getByRole('heading', { level: 1, name: group.name })).toBeVisible();
});

test('what someone repeats is told once, and opens to the single lines', async ({ page }) => {
  const { users, group } = await threeAdded(page);
  for (const [path, name] of [
    [`/activity?group=${group.id}`, group.name],
    [tab(group), 'the group'],
  ] as const) {
    await visit(page, path);
    await expect(lines(page)).toHaveCount(2);
    const told = lines(page).filter({ hasText: `Ada Okonkwo added 3 people to ${name}` });
    for (const user of users) await expect(told.getByText(`added ${user.name} to ${name}`)).toBeHidden();
    await told.getByText('3 entries').click();
    for (const user of users) await expect(told.getByText(`added ${user.name} to ${name}`)).toBeVisible();
    await told.getByText('3 entries').click();
    for (const user of users) await expect(told.getByText(`added ${user.name} to ${name}`)).toBeHidden();
  }
  await send(page, 'remove_member', { group: group.id, user: users[0]?.id ?? '', policy: 'keep_access' });
  await visit(page, tab(group));
  await expect(lines(page)).toHaveCount(3);
});

for (const timezoneId of ['America/Los_Angeles', 'Pacific/Auckland']) {
  test.describe(`on a clock far away, ${timezoneId}`, () => {
    test.use({ timezoneId });

    test('days are in UTC before the script runs and after, and times say how long ago they were', async ({ page }) => {
      const { group } = await sampleGroup(page);
      const path = `/activity?group=${group.id}`;
      const today = day(0);
      const html = await (await page.request.get(path)).text();
      expect(html).toMatch(new RegExp(`<time datetime="${today}"[^>]*>(<!>|<!--[^>]*-->)*Today`));
      await visit(page, path);
      const heads = activity(page).getByRole('heading', { level: 2 });
      await expect(heads).toHaveText(['Today']);
      await expect(heads.locator('time')).toHaveAttribute('datetime', today);
      const time = lines(page).first().locator('time');
      await expect(time).toHaveText(/^(just now|\d+ min ago)$/);
      await expect(time).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      const zone = timezoneId.startsWith('Pacific') ? /New Zealand (Standard|Daylight) Time/ : /Pacific (Standard|Daylight) Time/;
      await expect(time).toHaveAttribute('title', scriptsRun() ? zone : /UTC$/);
    });
  });
}

test('the lines of one kind are shown alone, together with the other filters', async ({ page }) => {
  const { ines, group, bread } = await sampleGroup(page);
  await visit(page, `/activity?group=${group.id}`);
  await page.getByLabel('Kind').selectOption({ label: 'Member added' });
  await show(page);
  await expect(page).toHaveURL(new RegExp(`/activity\\?group=${group.id}&kind=member\\.add${noDays}$`));
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText(`added ${ines.name} to ${group.name}`);
  await page.getByRole('link', { name: 'Export', exact: true }).click();
  const file = readFileSync(await (await download(page, 'Export activity')).path(), 'utf8').trim().split('\n');
  expect(file).toHaveLength(2);
  await page.getByRole('dialog').getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: 'About any group' }).click();
  // In any order.
  await expect(page).toHaveURL(/\/activity\?(?!.*group=).*kind=member\.add/);
  await expect(page.getByLabel('Kind')).toHaveValue('member.add');
  await visit(page, `/activity?course=${bread.id}&kind=key.add`);
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByLabel('Kind').selectOption({ label: 'All kinds' });
  await show(page);
  await expect(lines(page)).not.toHaveCount(0);
});

test('the lines of some days are shown, and the filters can be cleared', async ({ page }) => {
  const { group } = await sampleGroup(page);
  await visit(page, `/activity?group=${group.id}&from=${day(-1)}&to=${day(1)}`);
  await expect(page.getByLabel('From')).toHaveValue(day(-1));
  await expect(page.getByLabel('To', { exact: true })).toHaveValue(day(1));
  await expect(lines(page)).toHaveCount(3);
  await page.getByLabel('To', { exact: true }).fill(day(-1));
  await show(page);
  await expect(page).toHaveURL(new RegExp(`to=${day(-1)}`));
  await expect(activity(page).getByText('Nothing matches')).toBeVisible();
  await activity(page).getByRole('link', { name: 'Clear filters' }).last().click();
  await expect(page).toHaveURL('/activity');
  await expect(page.getByLabel('To', { exact: true })).toHaveValue('');
  await expect(activity(page).getByRole('link', { name: 'Clear filters' })).toHaveCount(0);
  await expect(lines(page)).not.toHaveCount(0);
});

test('a person is found by name, and their lines are shown', async ({ page }) => {
  const { word, ines, group } = await sampleGroup(page);
  for (const path of ['/activity', tab(group)]) {
    await visit(page, path);
    const box = page.getByRole('searchbox', { name: 'Find a person' });
    await box.fill(`nobody ${word}`);
    if (!scriptsRun()) await box.press('Enter');
    await expect(page.getByText('No one found')).toBeVisible();
    await box.fill(word);
    if (!scriptsRun()) await box.press('Enter');
    const found = page.getByRole('list', { name: 'People found' });
    await found.getByRole('link', { name: `Show only user ${ines.name}` }).click();
    await expect(page).toHaveURL(`${path}?user=${ines.id}`);
    await expect(found).toHaveCount(0);
    await expect(box).toHaveValue('');
    await expect(page.getByText(`About ${ines.name}`)).toBeVisible();
    await expect(lines(page)).toHaveCount(path === '/activity' ? 2 : 1);
  }
});

test('a group’s lines are filtered, too', async ({ page }) => {
  const { word, group } = await threeAdded(page);
  await visit(page, tab(group));
  await page.getByLabel('Kind').selectOption({ label: 'Group added' });
  await show(page);
  await expect(lines(page)).toHaveText([new RegExp(`added the group Bakers ${word}`)]);
  await page.getByLabel('Kind').selectOption({ label: 'Key added' });
  await show(page);
  await expect(activity(page).getByText('Nothing matches')).toBeVisible();
  await activity(page).getByRole('link', { name: 'Clear filters' }).last().click();
  await expect(page).toHaveURL(tab(group));
  await expect(lines(page)).toHaveCount(2);
});

test('an open page of a group follows what happens @js', async ({ page }) => {
  const { group } = await threeAdded(page);
  const [dora] = await addUsers(page, unique(), 'Dora');
  await visit(page, tab(group));
  await expect(lines(page).first()).toContainText('added 3 people to the group');
  if (dora) await putIn(page, group, { users: [dora] });
  await expect(lines(page).first()).toContainText('added 4 people to the group');
});

test('a phone shows lines without scrolling sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { group } = await threeAdded(page);
  for (const path of [`/activity?group=${group.id}&from=${day(-1)}`, tab(group)]) {
    await visit(page, path);
    await lines(page).first().getByText('3 entries').click();
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(sideways).toBe(0);
    const [mark, time] = [lines(page).first().locator('.act-mark'), lines(page).first().locator('.activity-time')];
    const [above, below] = [await mark.boundingBox(), await time.boundingBox()];
    expect(below?.y).toBeGreaterThan(above?.y ?? 0);
  }
});

test('a user, a group and a course link to their own activity', async ({ page }) => {
  const { ines, group, bread } = await sampleGroup(page);
  await visit(page, `/users/${ines.id}/info`);
  await page.getByRole('link', { name: 'User activity' }).click();
  await expect(page.getByText(`About ${ines.name}`)).toBeVisible();
  await expect(lines(page)).toHaveCount(2);
  await visit(page, `/courses/${bread.id}/edit`);
  await page.getByRole('link', { name: 'Course activity' }).click();
  await expect(page.getByText(`About ${bread.name}`)).toBeVisible();
  await visit(page, tab(group));
  await page.getByRole('link', { name: 'Open in the portal’s activity log' }).click();
  await expect(page.getByText(`About ${group.name}`)).toBeVisible();
});

test('what is shown can be downloaded as a file', async ({ page }) => {
  const { ines, group } = await sampleGroup(page);
  await visit(page, `/activity?group=${group.id}&from=${day(-1)}`);
  await page.getByRole('link', { name: 'Export', exact: true }).click();
  const file = readFileSync(await (await download(page, 'Export activity')).path(), 'utf8').trim().split('\n');
  expect(file[0]).toContain('When (UTC),Who,What,Group,User,Course,Address');
  expect(file).toHaveLength(4);
  expect(file.join()).toContain(`added ${ines.name} to the group,${group.name},${ines.name},`);
});
