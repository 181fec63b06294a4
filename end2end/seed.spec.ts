// How to work with groups, from the first sentence of the description to the last, as three users: an administrator, a
// learner with a group key, and a new user.
import { ownPortal } from './support/portal.ts';
import { addCourse, addUnit, addUser, addUsers, demo, unique, type TestUser } from './support/fixtures.ts';
import { enter, row, rowsOf } from './support/steps.ts';
import { expect, visit, type Page } from './support/test.ts';

// The default group and sign-up are settings of the whole portal.
const test = ownPortal('seed');

const password = 'a few plain words';
const scriptsRun = () => test.info().project.use.javaScriptEnabled !== false;
const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Group', exact: true }).getByRole('link', { name });
const users = (page: Page, text: string) => rowsOf(page.getByRole('region', { name: 'Users' })).filter({ hasText: text });
const myCourses = (page: Page) => page.getByRole('region', { name: 'My courses' });
const myGroups = (page: Page) => page.getByRole('region', { name: 'My groups' });

async function ready(page: Page) {
  if (scriptsRun()) await expect(page.locator('html[data-hydrated]')).toBeAttached();
}

/** Sends a form and waits for its response. */
async function awaitResponse(page: Page, form: string, send: () => Promise<void>) {
  const answer = page.waitForResponse((answer) => answer.url().endsWith(`/api/${form}`));
  await send();
  expect((await answer).status()).toBeLessThan(400);
}

/** Searches a tab's list and waits for the results. */
async function search(page: Page, of: 'Users' | 'Courses', text: string, found: number) {
  const field = page.getByRole('searchbox', { name: `Search ${of.toLowerCase()}` });
  await field.fill(text);
  await field.press('Enter');
  await expect(page).toHaveURL(new RegExp(`[?&]q=${text}`));
  await expect(rowsOf(page.getByRole('region', { name: of }))).toHaveCount(found);
}

type Story = { word: string; name: string; courses: string[]; members: TestUser[]; learner: TestUser };

/** Adds the users and courses that exist before the group. */
async function prepare(admin: Page): Promise<Story> {
  const word = unique();
  const courses = [`Bread ${word}`, `Cake ${word}`];
  for (const course of courses) await addUnit(admin, await addCourse(admin, course), 'Begin');
  const members = await addUsers(admin, word, 'Ines', 'Omar');
  return { word, name: `Bakers ${word}`, courses, members, learner: await addUser(admin, 'Lara', word, password) };
}

/** Fills in the form (name, description, key, price) and returns the key. */
async function addGroup(admin: Page, { word, name }: Story): Promise<string> {
  await admin.getByRole('link', { name: 'Add Group' }).click();
  await expect(admin).toHaveURL('/groups/new');
  await admin.getByLabel('Name', { exact: true }).fill(name);
  await admin.getByLabel('Description').fill(`What ${word} is for.`);
  const field = admin.getByRole('textbox', { name: /^Group key/ });
  await expect(field).toHaveValue(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}$/);
  const key = await field.inputValue();
  if (scriptsRun()) {
    await admin.getByRole('button', { name: 'Copy the group key' }).click();
    expect(await admin.evaluate(() => navigator.clipboard.readText())).toBe(key);
  }
  await admin.getByLabel('Price').fill('49.90');
  await admin.getByRole('button', { name: 'Add group' }).click();
  await expect(admin).toHaveURL(/\/groups\/\d+\/users\?done=added$/);
  await expect(admin.getByRole('heading', { name, level: 1 })).toBeVisible();
  await ready(admin);
  return key;
}

/** + on the Users tab, + on the Courses tab. */
async function fill(admin: Page, { word, courses, members }: Story) {
  await search(admin, 'Users', word, members.length + 1);
  for (const member of members) {
    await admin.getByRole('button', { name: `Add ${member.name} to the group` }).click();
    await expect(users(admin, member.name).getByText('Group member')).toBeVisible();
  }
  await tab(admin, 'Courses').click();
  await expect(admin).toHaveURL(/\/groups\/\d+\/courses/);
  await search(admin, 'Courses', word, courses.length);
  for (const course of courses) {
    await admin.getByRole('button', { name: `Add ${course} to the group` }).click();
    await expect(row(admin, course).getByText('Group course')).toBeVisible();
  }
}

/** Starts a mass action on all members, confirms it and waits for its result. */
async function massAction(admin: Page, act: string, title: string, outcome: string) {
  await admin.getByText('Mass actions', { exact: true }).click();
  await admin.getByRole('link', { name: act, exact: true }).click();
  await admin.getByRole('dialog', { name: title }).getByRole('button', { name: title }).click();
  await expect(async () => {
    if (!scriptsRun()) await admin.reload();
    await expect(admin.getByRole('region', { name: 'Mass action' })).toContainText(outcome, { timeout: 2000 });
  }).toPass({ timeout: 30_000 });
}

/** Enrols one member by the button, the other by a mass action. */
async function assign(admin: Page, { word, members: [one, other] }: Story) {
  await tab(admin, 'Users').click();
  await expect(admin).toHaveURL(/\/groups\/\d+\/users/);
  await search(admin, 'Users', word, 3);
  await expect(users(admin, other.name)).toContainText('0 of 2 courses');
  await admin.getByRole('button', { name: `Synchronize ${one.name}` }).click();
  await expect(users(admin, one.name)).toContainText('2 of 2 courses');
  await expect(users(admin, other.name)).toContainText('0 of 2 courses');
  await massAction(admin, 'Assign group courses to all members', 'Assign group courses', 'done, 2 enrolments');
  await expect(users(admin, other.name)).toContainText('2 of 2 courses');
}

/** Removes the enrolments; members stay members. */
async function unassign(admin: Page, { members, learner }: Story) {
  await expect(users(admin, learner.name)).toContainText('2 of 2 courses');
  await massAction(admin, 'Unassign all members from group courses', 'Unassign from group courses', 'done, 6 enrolments');
  for (const one of [...members, learner]) {
    await expect(users(admin, one.name)).toContainText('0 of 2 courses');
    await expect(users(admin, one.name).getByText('Group member')).toBeVisible();
  }
}

/** Sends the key with instructions; as no mail server is set up, the mail stays in the mailbox. */
async function mailKey(admin: Page, { word, name, learner }: Story, key: string) {
  await tab(admin, 'Keys').click();
  await admin.getByRole('link', { name: 'Send by e-mail' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Send the key by e-mail' });
  await dialog.getByLabel('Recipients').fill(`${learner.login}@example.net`);
  await expect(dialog.getByLabel('Text')).toHaveValue(/\{key\}/);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await visit(admin, '/settings/mailbox');
  const mail = row(admin, `${learner.login}@example.net`);
  await mail.getByText(`join the group ${name}`).click();
  await expect(mail.getByText('{key}')).toBeVisible();
  await expect(mail).not.toContainText(key);
  await expect(mail).toContainText(word);
}

/** Clears and selects the permission Group key: Join Group is shown only with it. */
async function selectPermissions(admin: Page, learnerPage: Page) {
  await admin.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'User Types' }).click();
  await admin.getByRole('link', { name: 'Edit Learner-Type', exact: true }).click();
  await expect(admin.getByRole('heading', { name: 'Learner-Type', level: 1 })).toBeVisible();
  await ready(admin);
  const permission = (name: string) => admin.getByRole('group', { name: 'Learner', exact: true }).getByRole('checkbox', { name, exact: true });
  await expect(permission('Catalog')).toBeChecked();
  await expect(permission('Group key')).toBeChecked();
  for (const selected of [false, true]) {
    await permission('Group key').setChecked(selected);
    await awaitResponse(admin, 'update_user_type', () => admin.getByRole('button', { name: 'Save' }).click());
    await visit(learnerPage, '/');
    await expect(learnerPage.getByRole('button', { name: 'Join Group' })).toHaveCount(selected ? 1 : 0);
  }
}

/** Finds the group as a bundle in the catalog. */
async function findBundle(learnerPage: Page, { word, name, courses }: Story) {
  await learnerPage.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Catalog' }).click();
  await learnerPage.getByRole('navigation', { name: 'Catalog' }).getByRole('link', { name: 'Bundles' }).click();
  await expect(learnerPage).toHaveURL('/catalog/bundles');
  await visit(learnerPage, `/catalog/bundles?q=${word}`);
  await expect(learnerPage.getByText('49.90 EUR')).toBeVisible();
  await learnerPage.getByRole('link', { name }).click();
  await expect(learnerPage.getByRole('heading', { name })).toBeVisible();
  for (const course of courses) await expect(learnerPage.getByText(course, { exact: true })).toBeVisible();
}

/** Joins with the key, at the right of the courses. */
async function join(learnerPage: Page, { name, courses }: Story, key: string) {
  await visit(learnerPage, '/');
  const sidebar = learnerPage.getByRole('complementary', { name: 'Groups' });
  const [left, right] = [await myCourses(learnerPage).boundingBox(), await sidebar.boundingBox()];
  expect(right?.x).toBeGreaterThan((left?.x ?? Infinity) + (left?.width ?? 0));
  await sidebar.getByLabel('Group key').fill(key);
  await sidebar.getByRole('button', { name: 'Join Group' }).click();
  await expect(learnerPage.getByText('You get 2 courses:')).toBeVisible();
  await learnerPage.getByRole('button', { name: 'Join Group' }).click();
  await expect(myGroups(learnerPage)).toContainText(name);
  for (const course of courses) await expect(myCourses(learnerPage)).toContainText(course);
}

/** Sets the default group and opens sign-up. */
async function setDefaultGroup(admin: Page, { word, name }: Story) {
  await admin.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await admin.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Users' }).click();
  await visit(admin, `/settings/users?q=${word}`);
  await row(admin, name).getByRole('button', { name: 'Make default' }).click();
  await expect(row(admin, name).getByText('Default group')).toBeVisible();
  const accounts = admin.getByRole('region', { name: 'New accounts' });
  await accounts.getByRole('radio', { name: 'Direct' }).check();
  await awaitResponse(admin, 'update_new_user_settings', () => accounts.getByRole('button', { name: 'Save' }).click());
}

async function signUp(newUserPage: Page, word: string) {
  await visit(newUserPage, '/sign-in');
  await newUserPage.getByRole('link', { name: 'Create an account' }).click();
  await expect(newUserPage).toHaveURL('/sign-up');
  if (scriptsRun()) await visit(newUserPage, '/sign-up');
  await newUserPage.getByLabel('First name').fill('Nadia');
  await newUserPage.getByLabel('Last name').fill(word);
  await newUserPage.getByLabel('E-mail').fill(`nadia@${word}.example`);
  await newUserPage.getByLabel('Login', { exact: true }).fill(`nadia.${word}`);
  await newUserPage.getByLabel('Password').fill(password);
  await newUserPage.getByRole('button', { name: 'Create account' }).click();
  await expect(newUserPage).toHaveURL('/');
}

test('how to work with groups', async ({ page: admin, context, visitor }) => {
  test.setTimeout(240_000);
  if (scriptsRun()) await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await enter(admin, demo('admin'));
  const story = await prepare(admin);

  await visit(admin, '/');
  const key = await test.step('an administrator adds a group', () => addGroup(admin, story));
  const usersTab = `${new URL(admin.url()).pathname}?q=${story.word}`;
  await test.step('users and courses by +', () => fill(admin, story));
  await test.step('Synchronize and Mass actions', () => assign(admin, story));
  await test.step('the key is sent by e-mail with instructions', () => mailKey(admin, story, key));

  const learnerPage = await visitor();
  await enter(learnerPage, { login: story.learner.login, password: password });
  await test.step('Catalog and Group key are selected', () => selectPermissions(admin, learnerPage));
  await test.step('the group is a bundle in the catalog', () => findBundle(learnerPage, story));
  await test.step('a learner joins with the key', () => join(learnerPage, story, key));

  await visit(admin, usersTab);
  await test.step('later all members are unassigned', () => unassign(admin, story));
  await visit(learnerPage, '/');
  await expect(myGroups(learnerPage)).toContainText(story.name);
  for (const course of story.courses) await expect(myCourses(learnerPage)).not.toContainText(course);

  await test.step('the group becomes the default group', () => setDefaultGroup(admin, story));
  const newUserPage = await visitor();
  await test.step('a new user is a member', () => signUp(newUserPage, story.word));
  await expect(myGroups(newUserPage)).toContainText(story.name);
  for (const course of story.courses) await expect(myCourses(newUserPage)).toContainText(course);
  await visit(admin, usersTab);
  await expect(users(admin, `Nadia ${story.word}`).getByText('Group member')).toBeVisible();
  await expect(users(admin, `Nadia ${story.word}`)).toContainText('2 of 2 courses');
});
