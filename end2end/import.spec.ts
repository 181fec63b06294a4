// Members as a list: imported after a preview of each line, and exported as CSV.
import { readFileSync } from 'node:fs';
import {
  addCourses,
  addGroup,
  addUser,
  addUsers,
  deactivate,
  putIn,
  synchronize,
  unique,
  type Group,
} from './support/fixtures.ts';
import { asAdmin, download, usersTab } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const listField = (page: Page) => page.getByLabel('Logins or e-mail addresses');
const lines = (page: Page) => page.getByRole('region', { name: 'Import members' }).getByRole('listitem');
const result = (page: Page) => page.getByRole('region', { name: 'Mass action' });

async function done(page: Page, outcome: string) {
  await expect(async () => {
    if (test.info().project.use.javaScriptEnabled === false) await page.reload();
    await expect(result(page)).toContainText(outcome, { timeout: 2000 });
  }).toPass({ timeout: 30_000 });
}

async function members(page: Page, group: Group, count: number) {
  await visit(page, `/groups/${group.id}/users?filter=members`);
  await expect(page.getByText('Group member')).toHaveCount(count);
}

test('a pasted list is previewed line by line, then added, then undone', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines, omar, pia, rosa] = await addUsers(page, word, 'Ines', 'Omar', 'Pia', 'Rosa');
  await putIn(page, group, { users: [pia] });
  await deactivate(page, rosa);
  await visit(page, usersTab(group));
  await page.getByText('Mass actions', { exact: true }).click();
  await page.getByRole('link', { name: 'Import members' }).click();
  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/import$`));
  const typed = [ines.login, `${omar.login.toUpperCase()}@example.net`, '', pia.login, rosa.login, `nobody-${word}`, `${ines.login}@example.net`];
  await listField(page).fill(typed.join('\n'));
  await page.getByRole('button', { name: 'Check the list' }).click();

  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/import/.+`));
  await expect(page.getByText('Adds 2 users to the group; 1 already a member; 1 inactive; 1 not found; 1 duplicate.')).toBeVisible();
  await expect(lines(page)).toHaveText([
    new RegExp(`Line 1.*${ines.name}.*Will be added`),
    new RegExp(`Line 2.*${omar.name}.*Will be added`),
    new RegExp(`Line 4.*${pia.name}.*Already a member`),
    new RegExp(`Line 5.*${rosa.name}.*Inactive, skipped`),
    new RegExp(`Line 6.*nobody-${word}.*Not found`),
    new RegExp(`Line 7.*${ines.name}.*Duplicate`),
  ]);
  const checked = page.url();
  await members(page, group, 1);

  await visit(page, checked);
  await page.getByRole('button', { name: 'Add to group' }).click();
  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/users$`));
  await done(page, 'Add to group: done, 2 members');
  await members(page, group, 3);
  await result(page).getByRole('button', { name: 'Undo' }).click();
  await done(page, 'Undo: done, 2 changes');
  await members(page, group, 1);
});

test('an empty list is refused next to the field', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const group = await addGroup(page, `Bakers ${unique()}`);
  await visit(page, `/groups/${group.id}/import`);
  await listField(page).fill(' \n ');
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(listField(page)).toHaveAccessibleDescription('Enter at least one line.');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/users$`));
});

test('a list of unknown people can’t be added', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await visit(page, `/groups/${group.id}/import`);
  await listField(page).fill(`one-${word}\ntwo-${word}`);
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(page.getByText('No one on this list can be added; 2 not found.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add to group' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Start over' }).click();
  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/import$`));
});

test('a pasted table is read by the column named in its header', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines] = await addUsers(page, word, 'Ines');
  await visit(page, `/groups/${group.id}/import`);
  await listField(page).fill(`Name;E-mail\n"Bakery; Ines";${ines.login}@example.net\n`);
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(lines(page)).toHaveText([new RegExp(`Line 2.*${ines.name}.*Will be added`)]);
});

test('a CSV file fills in the list @js', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines, omar] = await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, `/groups/${group.id}/import`);
  const text = `\u{feff}Name,Login\r\n"Bakery, Ines",${ines.login}\r\nOmar,${omar.login}\r\n`;
  await page.getByLabel('Or choose a file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(listField(page)).toHaveValue(new RegExp(omar.login));
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(page.getByText('Adds 2 users to the group.')).toBeVisible();
  await page.getByRole('button', { name: 'Add to group' }).click();
  await done(page, 'Add to group: done, 2 members');
  await members(page, group, 2);
});

test('members are exported as CSV with their enrolments, and formulas are escaped', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines] = await addUsers(page, word, 'Ines');
  // A spreadsheet would run this as a formula.
  const trap = await addUser(page, 'Mallory', word);
  await putIn(page, group, { users: [ines, trap], courses: await addCourses(page, `Bread ${word}`, `Cake ${word}`) });
  await synchronize(page, group, ines);
  await visit(page, `/users/${trap.id}/info`);
  await page.getByLabel('First name').fill('=1+1');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`=1+1 ${word}`);

  await visit(page, usersTab(group));
  await page.getByText('Mass actions', { exact: true }).click();
  await page.getByRole('link', { name: 'Export members' }).click();
  const file = await download(page, 'Export members');
  expect(file.suggestedFilename()).toBe(`bakers-${word}-members.csv`);
  const [head, ...rows] = readFileSync(await file.path(), 'utf8').trimEnd().split(/\r?\n/);
  expect(head).toBe('\u{feff}Login,E-mail,First name,Last name,User type,Active,Member since,Enrolled,Courses');
  const since = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d';
  expect(rows).toEqual([
    expect.stringMatching(new RegExp(`^${ines.login},${ines.login}@example.net,Ines,${word},Learner-Type,yes,${since},2,2$`)),
    expect.stringMatching(new RegExp(`^${trap.login},${trap.login}@example.net,'=1\\+1,${word},Learner-Type,yes,${since},0,2$`)),
  ]);
});

test('separator and encoding are those of CSV, and the last choice is selected', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bäcker ${word}`);
  const [ines] = await addUsers(page, word, 'Ines');
  await putIn(page, group, { users: [ines] });
  await visit(page, `${usersTab(group)}?export=members`);
  const dialog = page.getByRole('dialog', { name: 'Export members' });
  await expect(dialog.getByRole('radio', { name: 'Text (CSV)' })).toBeChecked();
  await dialog.getByLabel('Separator').selectOption('semicolon');
  await dialog.getByLabel('Encoding').selectOption('utf-16');
  const csv = await download(page, 'Export members');
  expect(csv.suggestedFilename()).toBe(`bäcker-${word}-members.csv`);
  const text = readFileSync(await csv.path(), 'utf16le');
  expect(text).toContain(`\n${ines.login};${ines.login}@example.net;Ines;${word};`);

  await dialog.getByRole('radio', { name: 'Excel workbook (XLSX)' }).check();
  await expect(dialog.getByLabel('Separator')).toBeHidden();
  const workbook = await download(page, 'Export members');
  expect(workbook.suggestedFilename()).toBe(`bäcker-${word}-members.xlsx`);
  expect(readFileSync(await workbook.path()).subarray(0, 2).toString()).toBe('PK');

  await visit(page, '/users?export=users');
  const users = page.getByRole('dialog', { name: 'Export users' });
  await expect(users.getByRole('radio', { name: 'Excel workbook (XLSX)' })).toBeChecked();
  await users.getByRole('radio', { name: 'Text (CSV)' }).check();
  await expect(users.getByLabel('Separator')).toHaveValue('semicolon');
  await expect(users.getByLabel('Encoding')).toHaveValue('utf-16');
  await users.getByRole('link', { name: 'Back' }).click();
  await expect(page).toHaveURL('/users');
});

test('a report has each member in each course', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const users = await addUsers(page, word, 'Ines', 'Omar');
  await putIn(page, group, { users, courses: await addCourses(page, `Bread ${word}`, `Cake ${word}`) });
  await visit(page, usersTab(group));
  await page.getByText('Mass actions', { exact: true }).click();
  await page.getByRole('link', { name: 'Export report' }).click();
  const file = await download(page, 'Export report');
  const [, ...rows] = readFileSync(await file.path(), 'utf8').trimEnd().split('\n');
  expect(rows).toHaveLength(4);
  expect(rows[0]).toContain(`,Bread ${word},no,Not started,0%,0,`);
});

test('an export can be imported into another group', async ({ page }) => {
  const word = unique();
  const [one, other] = [await addGroup(page, `Bakers ${word}`), await addGroup(page, `Cooks ${word}`)];
  const users = await addUsers(page, word, 'Ines', 'Omar');
  await putIn(page, one, { users });
  const csv = await (await page.request.get(`/groups/${one.id}/members.csv`)).text();
  await visit(page, `/groups/${other.id}/import`);
  await listField(page).fill(csv);
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(page.getByText('Adds 2 users to the group.')).toBeVisible();
});
