// The portal's activity log: its lines, its filters, its CSV file.
import { readFileSync } from 'node:fs';
import { addCourse, addGroup, addUser, putIn, unique } from './support/fixtures.ts';
import { asAdmin, download } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const scriptsRun = () => test.info().project.use.javaScriptEnabled !== false;

const lines = (page: Page) => page.getByRole('region', { name: 'Activity' }).locator('ol > li');

async function sampleGroup(page: Page) {
  const word = unique();
  const ines = await addUser(page, 'Ines', word);
  const group = await addGroup(page, `Bakers ${word}`);
  const bread = await addCourse(page, `Bread ${word}`);
  await putIn(page, group, { users: [ines], courses: [bread] });
  return { word, ines, group, bread };
}

test('the newest changes come first, and each links to all changes of its group, user or course', async ({ page }) => {
  const { ines, group } = await sampleGroup(page);
  await visit(page, '/activity');
  const line = lines(page).filter({ hasText: `added ${ines.name} to the group` });
  await line.getByRole('link', { name: `Show only group ${group.name}` }).click();
  await expect(page).toHaveURL(`/activity?group=${group.id}`);
  await expect(page.getByText(`About ${group.name}`)).toBeVisible();
  await expect(lines(page)).toHaveCount(3);
  await page.getByRole('link', { name: 'About any group' }).click();
  await expect(page).toHaveURL('/activity');
});

test('the lines of one kind are shown alone, together with the other filters', async ({ page }) => {
  const { ines, group, bread } = await sampleGroup(page);
  await visit(page, `/activity?group=${group.id}`);
  await page.getByLabel('Kind').selectOption({ label: 'Member added' });
  if (!scriptsRun()) await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(`/activity?group=${group.id}&kind=member.add`);
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText(`added ${ines.name} to the group`);
  await page.getByRole('link', { name: 'Export', exact: true }).click();
  const file = readFileSync(await (await download(page, 'Export activity')).path(), 'utf8').trim().split('\n');
  expect(file).toHaveLength(2);
  await page.getByRole('dialog').getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: 'About any group' }).click();
  // A link made on the server may write the dot as %2E.
  await expect(page).toHaveURL(/\/activity\?kind=member(\.|%2E)add$/);
  await expect(page.getByLabel('Kind')).toHaveValue('member.add');
  await visit(page, `/activity?course=${bread.id}&kind=key.add`);
  await expect(page.getByText('No matches. Remove a filter.')).toBeVisible();
  await page.getByLabel('Kind').selectOption({ label: 'All kinds' });
  if (!scriptsRun()) await page.getByRole('button', { name: 'Show' }).click();
  await expect(lines(page)).not.toHaveCount(0);
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
  await visit(page, `/groups/${group.id}/activity`);
  await page.getByRole('link', { name: 'Open in the portal’s activity log' }).click();
  await expect(page.getByText(`About ${group.name}`)).toBeVisible();
});

test('what is shown can be downloaded as a file', async ({ page }) => {
  const { ines, group } = await sampleGroup(page);
  await visit(page, `/activity?group=${group.id}`);
  await page.getByRole('link', { name: 'Export', exact: true }).click();
  const file = readFileSync(await (await download(page, 'Export activity')).path(), 'utf8').trim().split('\n');
  expect(file[0]).toContain('When (UTC),Who,What,Group,User,Course,Address');
  expect(file).toHaveLength(4);
  expect(file.join()).toContain(`added ${ines.name} to the group,${group.name},${ines.name},`);
});
