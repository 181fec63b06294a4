// Mass actions: the dialog with exact numbers, the result, and Undo.
import { readFileSync } from 'node:fs';
import {
  addCourses,
  addGroup,
  addUsers,
  deactivate,
  putIn,
  send,
  synchronize,
  unique,
  type Group,
} from './support/fixtures.ts';
import { asAdmin, download, rowsOf, usersTab } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const users = (page: Page) => rowsOf(page.getByRole('region', { name: 'Users' }));
const user = (page: Page, name: string) => users(page).filter({ hasText: name });
const badge = (page: Page, text: string) => page.getByText(text, { exact: true });
const result = (page: Page) => page.getByRole('region', { name: 'Mass action' });

/** Chooses from the menu, whose items are links or buttons. */
async function choose(page: Page, act: string, kind: 'link' | 'button' = 'link') {
  await page.getByText('Mass actions', { exact: true }).click();
  await page.getByRole(kind, { name: act, exact: true }).click();
}

/** Confirms the dialog and waits for the result; without JavaScript, by reloading. */
async function confirm(page: Page, title: string, outcome: string) {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('button', { name: title }).click();
  await expect(dialog).toHaveCount(0);
  await done(page, outcome);
}

async function done(page: Page, outcome: string) {
  await expect(async () => {
    if (test.info().project.use.javaScriptEnabled === false) await page.reload();
    await expect(result(page)).toContainText(outcome, { timeout: 2000 });
  }).toPass({ timeout: 30_000 });
}

/** Three members and two courses; the first is enrolled in both courses already. */
async function threeMembers(page: Page, word: string) {
  const group = await addGroup(page, `Bakers ${word}`);
  const members = await addUsers(page, word, 'Ines', 'Omar', 'Pia');
  await putIn(page, group, { users: members, courses: await addCourses(page, `Bread ${word}`, `Cake ${word}`) });
  await synchronize(page, group, members[0]);
  return { group, members };
}

const AssignAll = 'Assign group courses to all members';
const UnassignAll = 'Unassign all members from group courses';

test('all members are assigned after a preview with exact numbers, and Undo reverses exactly that', async ({ page }) => {
  const word = unique();
  const { group } = await threeMembers(page, word);
  await visit(page, usersTab(group, word));
  await expect(badge(page, '4 not enrolled')).toBeVisible();
  await choose(page, AssignAll);
  const dialog = page.getByRole('dialog', { name: 'Assign group courses' });
  await expect(dialog).toContainText('Adds 4 enrolments for 2 members; 1 already has all.');
  await expect(dialog).toContainText('You can undo it for 30 days.');
  await confirm(page, 'Assign group courses', 'done, 4 enrolments');
  await expect(result(page)).toContainText('Ada Okonkwo');
  await expect(users(page)).toContainText(['2 of 2 courses', '2 of 2 courses', '2 of 2 courses']);
  await expect(badge(page, 'In sync')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/users\\?q=${word}$`));

  await result(page).getByRole('button', { name: 'Undo' }).click();
  await done(page, 'Undo: done, 4 changes');
  await expect(user(page, 'Ines')).toContainText('2 of 2 courses');
  await expect(user(page, 'Omar')).toContainText('0 of 2 courses');
  await expect(user(page, 'Pia')).toContainText('0 of 2 courses');
  await expect(badge(page, '4 not enrolled')).toBeVisible();
  await expect(result(page).getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('all members are unassigned, and Undo restores what each had', async ({ page }) => {
  const word = unique();
  const { group } = await threeMembers(page, word);
  await visit(page, usersTab(group, word));
  await choose(page, UnassignAll);
  const dialog = page.getByRole('dialog', { name: 'Unassign from group courses' });
  await expect(dialog).toContainText('Removes 2 enrolments from 1 member; 2 have none from this group.');
  await expect(dialog).toContainText('Members keep courses they also have from elsewhere. Progress is kept.');
  await confirm(page, 'Unassign from group courses', 'done, 2 enrolments');
  await expect(users(page)).toContainText(['0 of 2 courses', '0 of 2 courses', '0 of 2 courses']);
  await result(page).getByRole('button', { name: 'Undo' }).click();
  await done(page, 'Undo: done, 2 changes');
  await expect(user(page, 'Ines')).toContainText('2 of 2 courses');
  await expect(user(page, 'Omar')).toContainText('0 of 2 courses');
});

test('the result is a card that moves nothing, is announced, and can be closed', async ({ page }) => {
  const word = unique();
  const { group } = await threeMembers(page, word);
  await visit(page, usersTab(group, word));
  const top = async () => (await users(page).first().boundingBox())?.y;
  const before = await top();
  await choose(page, AssignAll);
  await confirm(page, 'Assign group courses', 'done, 4 enrolments');
  await expect.poll(top).toBe(before);
  if (test.info().project.use.javaScriptEnabled !== false) {
    await expect(page.getByRole('status').filter({ hasText: 'Assign group courses: done, 4 enrolments' })).toBeAttached();
  }
  await result(page).locator('..').getByRole('link', { name: 'Close the result' }).click();
  await expect(result(page)).toHaveCount(0);
  await expect.poll(top).toBe(before);
});

test('with nothing to change, the dialog says so and has no button', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await visit(page, usersTab(group));
  await choose(page, AssignAll);
  const dialog = page.getByRole('dialog', { name: 'Assign group courses' });
  await expect(dialog).toContainText('Nothing to change.');
  await expect(dialog.getByRole('button', { name: 'Assign group courses' })).toHaveCount(0);
  await dialog.getByRole('link', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(result(page)).toHaveCount(0);
});

test('only the selected users are added, assigned, unassigned and removed', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await addUsers(page, word, 'Ines', 'Omar', 'Pia');
  await putIn(page, group, { courses: await addCourses(page, `Bread ${word}`) });
  await visit(page, usersTab(group, word));
  const tick = async (...names: string[]) => {
    for (const name of names) await page.getByRole('checkbox', { name: `Select ${name} ${word}` }).check();
  };
  const asks = (title: string, text: string) => expect(page.getByRole('dialog', { name: title })).toContainText(text);

  await tick('Ines', 'Pia');
  await choose(page, 'Add to group', 'button');
  await asks('Add to group', 'Adds 2 users to the group.');
  await confirm(page, 'Add to group', 'done, 2 members');
  await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/users\\?q=${word}$`));
  await expect(user(page, 'Omar')).not.toContainText('Group member');
  await expect(page.getByText('Group member')).toHaveCount(2);

  await tick('Pia', 'Omar');
  await choose(page, 'Assign group courses', 'button');
  await asks('Assign group courses', 'Adds 1 enrolment for 1 member.');
  await confirm(page, 'Assign group courses', 'done, 1 enrolment');
  await expect(user(page, 'Pia')).toContainText('1 of 1 course');
  await expect(user(page, 'Ines')).toContainText('0 of 1 course');

  await tick('Pia');
  await choose(page, 'Unassign from group courses', 'button');
  await asks('Unassign from group courses', 'Removes 1 enrolment from 1 member.');
  await confirm(page, 'Unassign from group courses', 'Unassign from group courses: done, 1 enrolment');
  await expect(user(page, 'Pia')).toContainText('0 of 1 course');

  await tick('Ines');
  await choose(page, 'Remove from group', 'button');
  await asks('Remove from group', 'Removes 1 member from the group; it gave them 0 enrolments.');
  await confirm(page, 'Remove from group', 'Remove from group: done, 1 member');
  await expect(page.getByText('Group member')).toHaveCount(1);
  await expect(user(page, 'Pia')).toContainText('Group member');
});

test('the menu counts the selected users @js', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, usersTab(group, word));
  await page.getByRole('checkbox', { name: `Select Ines ${word}` }).check();
  await page.getByRole('checkbox', { name: `Select Omar ${word}` }).check();
  await page.getByText('Mass actions', { exact: true }).click();
  await expect(page.getByText('Selected users (2)')).toBeVisible();
  await expect(page.getByText('All 2 results')).toBeVisible();
});

test('a selection stays with its user when the list changes @js', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, usersTab(group, `${word} ines`));
  await page.getByRole('checkbox', { name: `Select Ines ${word}` }).check();
  await page.getByRole('searchbox', { name: 'Search users' }).fill(`${word} omar`);
  await expect(page.getByRole('checkbox', { name: `Select Omar ${word}` })).not.toBeChecked();
});

test('all results are added, inactive users are skipped and listed in a file', async ({ page }) => {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`);
  const [, omar] = await addUsers(page, word, 'Ines', 'Omar', 'Pia');
  await deactivate(page, omar);
  await visit(page, usersTab(group, word));
  await page.getByText('Mass actions', { exact: true }).click();
  await expect(page.getByText('All 3 results')).toBeVisible();
  await page.getByRole('link', { name: 'Add to group', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Add to group' })).toContainText('Adds 2 users to the group; 1 inactive user is skipped.');
  await confirm(page, 'Add to group', 'done, 2 members');
  await expect(user(page, 'Omar')).not.toContainText('Group member');
  await expect(badge(page, '2 members')).toBeVisible();

  await result(page).getByRole('link', { name: 'Skipped users' }).click();
  const file = await download(page, 'Export skipped users');
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const lines = readFileSync(await file.path(), 'utf8').trimEnd().split(/\r?\n/);
  expect(lines).toEqual(['\u{feff}Login,Name,Reason', `${omar.login},${omar.name},The user is not active.`]);
  await page.getByRole('dialog').getByRole('link', { name: 'Back' }).click();

  await result(page).getByRole('button', { name: 'Undo' }).click();
  await done(page, 'Undo: done, 2 changes');
  await expect(page.getByText('Group member')).toHaveCount(0);
});

test('all results are more than a page', async ({ page }) => {
  const group = await addGroup(page, `Bakers ${unique()}`);
  await visit(page, usersTab(group, 'example.org'));
  await page.getByText('Mass actions', { exact: true }).click();
  await expect(page.getByText('All 400 results')).toBeVisible();
  await page.getByRole('link', { name: 'Add to group', exact: true }).click();
  // Eight of the demo's users are inactive.
  await expect(page.getByRole('dialog', { name: 'Add to group' })).toContainText('Adds 392 users to the group; 8 inactive users are skipped.');
});

test('inactive members are skipped when all are assigned', async ({ page }) => {
  const word = unique();
  const { group, members } = await threeMembers(page, word);
  await deactivate(page, members[2]);
  await visit(page, usersTab(group, word));
  await expect(badge(page, '2 not enrolled')).toBeVisible();
  await choose(page, AssignAll);
  await expect(page.getByRole('dialog', { name: 'Assign group courses' })).toContainText('Adds 2 enrolments for 1 member; 1 already has all; 1 inactive user is skipped.');
  await confirm(page, 'Assign group courses', 'done, 2 enrolments');
  await expect(user(page, 'Pia')).toContainText('Not counted while inactive');
  await expect(badge(page, 'In sync')).toBeVisible();
});

async function removeAll(page: Page, word: string, group: Group, policy: string) {
  await visit(page, usersTab(group, word));
  await choose(page, 'Remove from group');
  const dialog = page.getByRole('dialog', { name: 'Remove from group' });
  await expect(dialog).toContainText('Removes 3 members from the group; it gave them 2 enrolments.');
  await expect(dialog).toContainText('Progress is kept either way');
  await expect(dialog.getByLabel('Keep access')).toBeChecked();
  await dialog.getByLabel(policy).check();
  await dialog.getByRole('button', { name: 'Remove from group' }).click();
  await done(page, 'done, 3 members');
  await expect(page.getByText('Group member')).toHaveCount(0);
}
const courseCounts = async (page: Page, word: string, counts: RegExp[]) => {
  await visit(page, `/users?q=${word}`);
  await expect(users(page)).toContainText(counts);
};

test('members removed with Keep access keep their courses, and Undo makes them members again', async ({ page }) => {
  const word = unique();
  const { group } = await threeMembers(page, word);
  await removeAll(page, word, group, 'Keep access');
  await courseCounts(page, word, [/0 groups\s*2 courses/, /0 groups\s*0 courses/, /0 groups\s*0 courses/]);
  await visit(page, usersTab(group, word));
  await result(page).getByRole('button', { name: 'Undo' }).click();
  await done(page, 'Undo: done, 3 changes');
  await expect(page.getByText('Group member')).toHaveCount(3);
  await expect(user(page, 'Ines')).toContainText('2 of 2 courses');
});

test('members removed with Withdraw access lose their courses, and Undo restores everything', async ({ page }) => {
  const word = unique();
  const { group } = await threeMembers(page, word);
  await removeAll(page, word, group, 'Withdraw access');
  await courseCounts(page, word, [/0 groups\s*0 courses/, /0 groups\s*0 courses/, /0 groups\s*0 courses/]);
  await visit(page, usersTab(group, word));
  await result(page).getByRole('button', { name: 'Undo' }).click();
  await done(page, 'Undo: done, 3 changes');
  await expect(user(page, 'Ines')).toContainText('2 of 2 courses');
  await courseCounts(page, word, [/1 group\s*2 courses/, /1 group\s*0 courses/, /1 group\s*0 courses/]);
});

test('a link opens the dialog, and Escape and back close it @js', async ({ page }) => {
  const word = unique();
  const { group } = await threeMembers(page, word);
  const dialog = page.getByRole('dialog', { name: 'Assign group courses' });
  await visit(page, `${usersTab(group, word)}&mass=assign-all`);
  await expect(dialog).toContainText('Adds 4 enrolments for 2 members; 1 already has all.');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`/users\\?q=${word}$`));

  await choose(page, AssignAll);
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(dialog).toHaveCount(0);
  await page.goForward();
  await expect(dialog).toContainText('Adds 4 enrolments');
  await dialog.getByRole('link', { name: 'Close' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(user(page, 'Omar')).toContainText('0 of 2 courses');
});

test('a link opens the dialog, and back closes it', async ({ page }) => {
  const word = unique();
  const { group } = await threeMembers(page, word);
  const dialog = page.getByRole('dialog', { name: 'Unassign from group courses' });
  await visit(page, usersTab(group, word));
  await visit(page, `${usersTab(group, word)}&mass=unassign-all`);
  await expect(dialog).toContainText('Removes 2 enrolments from 1 member');
  await page.goBack();
  await expect(dialog).toHaveCount(0);
  await expect(user(page, 'Ines')).toContainText('2 of 2 courses');
});

test('the dialog keeps the focus @js', async ({ page }) => {
  const word = unique();
  const { group } = await threeMembers(page, word);
  await visit(page, usersTab(group, word));
  await choose(page, AssignAll);
  const dialog = page.getByRole('dialog', { name: 'Assign group courses' });
  await expect(dialog).toBeVisible();
  await expect(dialog.locator(':focus')).toBeAttached();
  const box = page.getByRole('searchbox', { name: 'Search users' });
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press('Tab');
    await expect(box).not.toBeFocused();
  }
});

test('the activity shows the result and who did it', async ({ page }) => {
  const word = unique();
  const { group } = await threeMembers(page, word);
  const scope = JSON.stringify('AllMembers');
  await send(page, 'start_mass_action', { group: group.id, kind: 'assign', scope, back: usersTab(group) });
  await visit(page, usersTab(group));
  await done(page, 'done, 4 enrolments');
  await visit(page, `/groups/${group.id}/activity`);
  await expect(page.getByRole('region', { name: 'Activity' })).toContainText('Ada Okonkwo assigned the group courses to 3 members: 4 enrolments');
});
