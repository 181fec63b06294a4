// Mass actions on users: the ticks, the question with exact numbers, the result, and Undo.
// One on users runs at a time in the whole portal, so they have a portal of their own.
import { readFileSync } from 'node:fs';
import { addCourses, addGroup, addUsers, deactivate, putIn, send, unique } from './support/fixtures.ts';
import { ownPortal } from './support/portal.ts';
import { asAdmin, download, rowsOf, usersTab } from './support/steps.ts';
import { axe, expect, visit, type Page } from './support/test.ts';

const test = ownPortal('users-bulk', { mails: true });
test.describe.configure({ mode: 'serial' });
test.beforeEach(({ page }) => asAdmin(page));

const users = (page: Page) => rowsOf(page.getByRole('region', { name: 'Users' }));
const user = (page: Page, name: string) => users(page).filter({ hasText: name });
const result = (page: Page) => page.getByRole('region', { name: 'Mass action' });
const dialog = (page: Page, title: string) => page.getByRole('dialog', { name: title });

/** Chooses from the menu, whose items are links or buttons. */
async function choose(page: Page, act: string, kind: 'link' | 'button' = 'link') {
  await page.getByText('Mass actions', { exact: true }).click();
  await page.getByRole(kind, { name: act, exact: true }).click();
}

const tick = async (page: Page, ...names: string[]) => {
  for (const name of names) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
};

/** Confirms the dialog and waits for the result; without JavaScript, by reloading. */
async function confirm(page: Page, title: string, outcome: string) {
  await dialog(page, title).getByRole('button', { name: title }).click();
  await expect(dialog(page, title)).toHaveCount(0);
  await done(page, outcome);
}

async function done(page: Page, outcome: string) {
  await expect(async () => {
    if (test.info().project.use.javaScriptEnabled === false) await page.reload();
    await expect(result(page)).toContainText(outcome, { timeout: 2000 });
  }).toPass({ timeout: 30_000 });
}

test('selected users are deactivated, and Undo activates exactly those', async ({ page }) => {
  const word = unique();
  const [, omar] = await addUsers(page, word, 'Ines', 'Omar', 'Pia');
  await deactivate(page, omar);
  await visit(page, `/users?q=${word}`);
  await tick(page, `Ines ${word}`, `Omar ${word}`);
  await choose(page, 'Deactivate', 'button');
  const question = dialog(page, 'Deactivate users');
  await expect(question).toContainText('Deactivates 1 user; 1 is inactive already.');
  await expect(question).toContainText('You can undo it for 30 days.');
  await axe(page);
  await confirm(page, 'Deactivate users', 'Deactivate users: done, 1 user');
  await expect(page).toHaveURL(new RegExp(`/users\\?q=${word}$`));
  await expect(user(page, 'Ines')).toContainText('Inactive');
  await expect(user(page, 'Pia')).not.toContainText('Inactive');

  await result(page).getByRole('button', { name: 'Undo' }).click();
  await done(page, 'Undo: done, 1 change');
  await expect(user(page, 'Ines')).not.toContainText('Inactive');
  await expect(user(page, 'Omar')).toContainText('Inactive');
});

test('all results are added to a group that is searched for, and removed from it', async ({ page }) => {
  const word = unique();
  const [, omar, pia] = await addUsers(page, word, 'Ines', 'Omar', 'Pia');
  await deactivate(page, omar);
  const group = await addGroup(page, `Bakers ${word}`);
  await putIn(page, group, { users: [pia], courses: await addCourses(page, `Bread ${word}`) });
  await visit(page, `/users?q=${word}`);
  await choose(page, 'Add to a group');
  const question = dialog(page, 'Add to group');
  await question.getByRole('searchbox', { name: 'Search for a group' }).fill(word);
  await question.getByRole('button', { name: 'Search' }).click();
  await question.getByRole('link', { name: `Bakers ${word}` }).click();
  await expect(question).toContainText('Adds 1 user to the group; 1 already in it; 1 inactive user is skipped.');
  await confirm(page, 'Add to group', `Add to group “Bakers ${word}”: done, 1 member`);

  await result(page).getByRole('link', { name: 'Skipped users' }).click();
  const file = await download(page, 'Export skipped users');
  const lines = readFileSync(await file.path(), 'utf8').trimEnd().split(/\r?\n/);
  expect(lines).toEqual(['\u{feff}Login,Name,Reason', `${omar.login},${omar.name},The user is not active.`]);

  await visit(page, usersTab(group));
  await expect(result(page)).toContainText('Add to group: done, 1 member');
  await expect(page.getByText('Group member')).toHaveCount(2);

  await visit(page, `/users?q=${word}`);
  await tick(page, `Ines ${word}`, `Pia ${word}`);
  await choose(page, 'Remove from a group', 'button');
  const removal = dialog(page, 'Remove from group');
  await removal.getByRole('searchbox', { name: 'Search for a group' }).fill(word);
  await removal.getByRole('button', { name: 'Search' }).click();
  await removal.getByRole('link', { name: `Bakers ${word}` }).click();
  await expect(removal).toContainText('Removes 2 members from the group; it gave them 0 enrolments.');
  await confirm(page, 'Remove from group', `Remove from group “Bakers ${word}”: done, 2 members`);
});

test('one’s own account is skipped, and said to be', async ({ page }) => {
  await visit(page, '/users?q=ada okonkwo');
  await tick(page, 'Ada Okonkwo');
  await choose(page, 'Delete', 'button');
  const question = dialog(page, 'Delete users');
  await expect(question).toContainText('Nothing to change; your own account is skipped.');
  await expect(question.getByRole('button', { name: 'Delete users' })).toHaveCount(0);
  await question.getByRole('link', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
});

test('users move to a branch, and Undo moves them back', async ({ page }) => {
  const word = unique();
  await addUsers(page, word, 'Ines', 'Omar');
  await send(page, 'create_branch', { name: `North ${word}` });
  await visit(page, `/users?q=${word}`);
  await choose(page, 'Move to another branch');
  const question = dialog(page, 'Move users');
  await question.getByLabel('Move to').selectOption({ label: `North ${word}` });
  await question.getByRole('button', { name: 'Continue' }).click();
  await expect(question).toContainText('Moves 2 users.');
  await confirm(page, 'Move users', `Move users to “North ${word}”: done, 2 users`);
  await expect(user(page, 'Ines')).toContainText(`North ${word}`);
  await result(page).getByRole('button', { name: 'Undo' }).click();
  await done(page, 'Undo: done, 2 changes');
  await expect(user(page, 'Ines')).not.toContainText(`North ${word}`);
});

test('deleted users are gone, and the question says that it cannot be undone', async ({ page }) => {
  const word = unique();
  await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, `/users?q=${word}`);
  await tick(page, `Ines ${word}`);
  await choose(page, 'Delete', 'button');
  const question = dialog(page, 'Delete users');
  await expect(question).toContainText('Deletes 1 user.');
  await expect(question).toContainText('You can’t undo this.');
  await confirm(page, 'Delete users', 'Delete users: done, 1 user');
  await expect(users(page)).toHaveCount(1);
  await expect(user(page, 'Omar')).toBeVisible();
  await expect(result(page).getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('who has no password is invited', async ({ page, sent }) => {
  const word = unique();
  await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, `/users?q=${word}`);
  await choose(page, 'Send invitations');
  await expect(dialog(page, 'Send invitations')).toContainText('Sends 2 invitations.');
  await confirm(page, 'Send invitations', 'Send invitations: done, 2 invitations');
  await expect(() => expect(sent.mails.filter((mail) => mail.to.includes(word))).toHaveLength(2)).toPass();
});

test('the bar stays usable on a phone', async ({ page }) => {
  const word = unique();
  await addUsers(page, word, 'Ines');
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, `/users?q=${word}`);
  await tick(page, `Ines ${word}`);
  await page.getByText('Mass actions', { exact: true }).click();
  const last = page.getByRole('button', { name: 'Delete', exact: true });
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport({ ratio: 1 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});

test('the menu counts the selected users, and the list does not move under them @js', async ({ page }) => {
  const word = unique();
  await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, `/users?q=${word}`);
  await tick(page, `Ines ${word}`, `Omar ${word}`);
  await page.getByText('Mass actions', { exact: true }).click();
  await expect(page.getByText('Selected users (2)')).toBeVisible();
  await expect(page.getByText('All 2 results')).toBeVisible();
});
