// Lists to import: uploaded, checked, corrected, applied and undone, with and without the script.
import { readFileSync } from 'node:fs';
import { addCourses, addGroup, addUser, addUsers, deactivate, putIn, synchronize, unique, type Group } from './support/fixtures.ts';
import { asAdmin, download, usersTab } from './support/steps.ts';
import { axe, expect, scriptsRun, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

type File = { name: string; mimeType: string; buffer: Buffer };
const file = (text: string, name = 'people.csv'): File => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

const fileField = (page: Page) => page.getByLabel('Choose a file');
const pasteField = (page: Page) => page.getByLabel('Or paste the list');
const rows = (page: Page) => page.getByRole('region', { name: /^(All rows|Rows)/ }).locator('.import-row');
const heading = /^Import /;

/** Sends the list, and waits for its result. */
async function check(page: Page) {
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(page).toHaveURL(/\/imports\/\d+$/);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await settled(page, /Ready|Not readable/);
}

/** Waits until the import has this state. */
async function settled(page: Page, state: RegExp) {
  await expect(async () => {
    if (!scriptsRun()) await page.reload();
    await expect(page.getByRole('main').locator('.tag').first()).toHaveText(state, { timeout: 2000 });
  }).toPass({ timeout: 30_000 });
}

/** Presses the button that applies the list. */
async function apply(page: Page, name: string) {
  await page.getByRole('button', { name, exact: true }).click();
  await settled(page, /Done/);
}

async function pasted(page: Page, path: string, list: string) {
  await visit(page, path);
  await pasteField(page).fill(list);
  await check(page);
}

/** So many of the list become this. */
const counted = (page: Page, number: number, what: string) =>
  expect(page.getByRole('navigation', { name: 'Rows to show' }).getByRole('link', { name: `${number} ${what}` })).toBeVisible();

async function members(page: Page, group: Group, count: number) {
  await visit(page, `/groups/${group.id}/users?filter=members`);
  await expect(page.getByText('Group member')).toHaveCount(count);
}

test('users of a chosen file are added, and the import is undone', async ({ page }) => {
  const word = unique();
  await visit(page, '/users');
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Import users', level: 1 })).toBeVisible();
  const list = `Vorname;Nachname;E-Mail;Notiz\nIda;${word};ida.${word}@example.net;x\nOle;${word};nothing;\n`;
  await fileField(page).setInputFiles(file(list, `users-${word}.csv`));
  await check(page);
  await counted(page, 1, 'will be added');
  await counted(page, 1, 'left out');
  await expect(page.getByText('Semicolon')).toBeVisible();
  await expect(page.getByText(/Not used:.*Notiz/)).toBeVisible();
  await expect(rows(page).filter({ hasText: `Ole ${word}` })).toContainText('This does not look like an e-mail address.');
  await axe(page);

  await apply(page, 'Add 1 user');
  await expect(page.getByText('1 added, 1 left out.')).toBeVisible();
  await visit(page, `/users?q=${word}`);
  await expect(page.getByRole('link', { name: `Ida ${word}` })).toBeVisible();

  // Nothing is lost: the list is among the recent ones.
  await visit(page, '/users/import');
  await page.getByRole('link', { name: `users-${word}.csv` }).click();
  await page.getByRole('link', { name: 'Undo' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the import' }).click();
  await settled(page, /Undone/);
  await visit(page, `/users?q=${word}`);
  await expect(page.getByText('No users found')).toBeVisible();
});

test('a file is dropped, and its progress is seen @js', async ({ page }) => {
  const word = unique();
  await visit(page, '/users/import');
  const dropped = await page.evaluateHandle((word) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([`First name,Last name,E-mail\nIda,${word},ida.${word}@example.net\n`], 'dropped.csv'));
    return transfer;
  }, word);
  await page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: dropped });
  expect(await fileField(page).evaluate((input: HTMLInputElement) => input.files?.[0]?.name)).toBe('dropped.csv');

  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/imports', async (route) => {
    await released;
    // The upload was cancelled: there is no request any longer.
    await route.abort().catch(() => {});
  });
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Cancel the upload' }).click();
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toHaveCount(0);
  release();
  await page.unroute('**/imports');
  await check(page);
  await expect(page.getByText('dropped.csv').first()).toBeVisible();
  await counted(page, 1, 'will be added');
});

test('a file that is too large is not sent @js', async ({ page }) => {
  await visit(page, '/users/import');
  await fileField(page).evaluate((input: HTMLInputElement) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(61_500_000)], 'large.csv'));
    input.files = transfer.files;
  });
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(fileField(page)).toHaveAccessibleDescription('62 MB. A list can have 50 MB.');
});

test('a form without a list is refused at its field, and what was pasted stays', async ({ page, forgive }) => {
  forgive(/status of 422/);
  await visit(page, '/users/import');
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(fileField(page)).toHaveAccessibleDescription('Choose a file, or paste at least one line.');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page).toHaveURL('/users');
});

test('users who exist are updated, with what changes before and after', async ({ page }) => {
  const word = unique();
  const user = await addUser(page, 'Ines', word);
  await pasted(page, '/users/import', `Login\tE-mail\tFirst name\tLast name\n${user.login}\t${user.login}@example.net\tInês\t${word}\n`);
  await counted(page, 1, 'unchanged');
  await page.getByText('Update them').click();
  await page.getByRole('button', { name: 'Check again' }).click();
  await settled(page, /Ready/);
  await counted(page, 1, 'will be updated');
  await expect(rows(page)).toContainText(/First name.*Ines.*→.*Inês/);
  await apply(page, 'Update 1 user');
  await visit(page, `/users/${user.id}/info`);
  await expect(page.getByLabel('First name')).toHaveValue('Inês');
});

test('the use of a column is changed, and a row corrected', async ({ page }) => {
  const word = unique();
  await pasted(page, '/users/import', `Alias,First name,Last name,E-mail\nida-${word},Ida,${word},ida\n`);
  await page.getByRole('link', { name: 'Columns' }).click();
  await expect(page.getByRole('heading', { name: 'Columns', level: 1 })).toBeVisible();
  await axe(page);
  await page.getByLabel('Alias').selectOption('Login');
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page).toHaveURL(/\/imports\/\d+$/);
  await settled(page, /Ready/);
  await page.getByRole('link', { name: 'Correct line 2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Correct a row' });
  await expect(dialog.getByLabel('Alias')).toHaveValue(`ida-${word}`);
  await dialog.getByLabel('E-mail').fill(`ida.${word}@example.net`);
  await dialog.getByRole('button', { name: 'Save and check again' }).click();
  await expect(dialog).toHaveCount(0);
  await settled(page, /Ready/);
  await counted(page, 1, 'will be added');
  await expect(rows(page)).toContainText(`ida-${word}`);
});

test('rows left out are downloaded, corrected and given back', async ({ page }) => {
  const word = unique();
  await visit(page, '/users/import');
  await fileField(page).setInputFiles(file(`First name;Last name;E-mail\nIda;${word};ida.${word}@example.net\nOle;${word};ole\n`));
  await check(page);
  await apply(page, 'Add 1 user');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the left-out rows as CSV' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text.split('\n')[0]).toBe('\u{feff}First name;Last name;E-mail;Line;Reason');
  await visit(page, '/users/import');
  await fileField(page).setInputFiles(file(text.replace(';ole;', `;ole.${word}@example.net;`)));
  await check(page);
  await apply(page, 'Add 1 user');
  await visit(page, `/users?q=${word}`);
  await expect(page.getByRole('link', { name: `Ole ${word}` })).toBeVisible();
});

test('members are found, added by a mass action, and counted', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [ines, omar, pia, rosa] = await addUsers(page, word, 'Ines', 'Omar', 'Pia', 'Rosa');
  await putIn(page, group, { users: [pia] });
  await deactivate(page, rosa);
  await visit(page, usersTab(group));
  await page.getByText('Mass actions', { exact: true }).click();
  await page.getByRole('link', { name: 'Import members' }).click();
  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/import$`));
  await pasteField(page).fill([ines.login, `${omar.login.toUpperCase()}@example.net`, pia.login, rosa.login, `nobody-${word}`].join('\n'));
  await check(page);
  await counted(page, 2, 'will be added');
  await counted(page, 1, 'unchanged');
  await counted(page, 2, 'left out');
  await page.getByRole('link', { name: '2 left out' }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).filter({ hasText: `nobody-${word}` })).toHaveCount(1);
  await apply(page, 'Add 2 members');
  await expect(async () => members(page, group, 3)).toPass({ timeout: 30_000 });
});

test('an export can be imported into another group', async ({ page }) => {
  const word = unique();
  const [one, other] = [await addGroup(page, `Bakers ${word}`), await addGroup(page, `Cooks ${word}`)];
  const users = await addUsers(page, word, 'Ines', 'Omar');
  await putIn(page, one, { users });
  const csv = await (await page.request.get(`/groups/${one.id}/members.csv`)).text();
  await pasted(page, `/groups/${other.id}/import`, csv);
  await expect(page.getByRole('button', { name: 'Add 2 members' })).toBeVisible();
});

test('courses of a group come as a list', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [bread] = await addCourses(page, `Bread ${word}`);
  await visit(page, `/groups/${group.id}/courses`);
  await page.getByRole('link', { name: 'Import courses' }).click();
  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/courses/import$`));
  await pasteField(page).fill(`Course\n${bread.name}\nNothing ${word}\n`);
  await check(page);
  await counted(page, 1, 'left out');
  await apply(page, 'Add 1 course');
  await visit(page, `/groups/${group.id}/courses`);
  await expect(page.getByText('Group course', { exact: true })).toHaveCount(1);
});

test('groups come as a list', async ({ page }) => {
  const word = unique();
  await visit(page, '/groups');
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await expect(page).toHaveURL('/groups/import');
  await pasteField(page).fill(`Group name,Description\nBakers ${word},Bread\n`);
  await check(page);
  await apply(page, 'Add 1 group');
  await visit(page, `/groups?q=${word}`);
  await expect(page.getByRole('link', { name: `Bakers ${word}`, exact: true })).toBeVisible();
});

test('a list that cannot be read says why, and can be read in another way', async ({ page }) => {
  await visit(page, '/users/import');
  await fileField(page).setInputFiles(file('%PDF-1.7 no list', 'list.pdf'));
  await check(page);
  await expect(page.getByText('This is a PDF. Export the list as CSV.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Upload another list' })).toBeVisible();
});

test('a pasted list is changed and checked again', async ({ page }) => {
  const word = unique();
  const list = `First name,Last name,E-mail\nIda,${word},ida`;
  await pasted(page, '/users/import', list);
  await counted(page, 1, 'left out');
  await page.getByRole('link', { name: 'Change the pasted list' }).click();
  await expect(pasteField(page)).toHaveValue(list);
  await pasteField(page).fill(list.replace('ida', `ida.${word}@example.net`));
  await check(page);
  await counted(page, 1, 'will be added');
});

test('the pages fit a phone, in light and dark', async ({ page }) => {
  const word = unique();
  const long = 'x'.repeat(90);
  await pasted(page, '/users/import', `First name\tLast name\tE-mail\tNote ${long}\nIda\t${word}${long}\t${long}\t${long}\n`);
  const result = page.url();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [result, `${result}?row=1`, `${result}/columns`, '/users/import', '/users/import/from']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await visit(page, path);
      await axe(page);
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(390);
  }
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
