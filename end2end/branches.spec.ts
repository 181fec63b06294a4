// Branches: the list, the editor, moving users and groups, and what a branch administrator can reach.
import {
  add,
  addCourse,
  addCourses,
  addGroup,
  addUser,
  addUsers,
  demo,
  demoPassword,
  putIn,
  send,
  unique,
} from './support/fixtures.ts';
import { asAdmin, enter, row, rowsOf, usersTab } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const ready = async (page: Page) => {
  if (test.info().project.use.javaScriptEnabled !== false) await expect(page.locator('html[data-hydrated]')).toBeAttached();
};

type Branch = { id: string; name: string };

async function addBranch(page: Page, name: string): Promise<Branch> {
  return { id: await add(page, 'create_branch', { name }), name };
}

async function addToBranch(page: Page, branch: Branch, course: { id: string }) {
  await send(page, 'add_branch_course', { branch: branch.id, course: course.id });
}

async function moveUser(page: Page, user: { id: string }, branch: Branch) {
  await send(page, 'move_user', { user: user.id, to: branch.id });
}

/** Adds a user of the branch with an administrator type. */
async function addAdministrator(page: Page, branch: Branch, lastName: string) {
  const html = await (await page.request.get('/users/new')).text();
  const userType = html.match(/<option value="(\d+)"[^>]*>Admin-Type/)?.[1] ?? '';
  const login = `ana.${lastName}`;
  const fields = { first_name: 'Ana', last_name: lastName, login, email: `${login}@example.net`, user_type: userType };
  const id = await add(page, 'create_user', { ...fields, password: demoPassword(), branch: branch.id });
  return { id, login, name: `Ana ${lastName}` };
}

const move = async (page: Page, to: string) => {
  const panel = page.getByRole('complementary', { name: 'Branch' });
  await panel.getByLabel('Move to').selectOption({ label: to });
  await panel.getByRole('button', { name: 'Move' }).click();
  await expect(page.getByRole('dialog', { name: 'Move to another branch' })).toBeVisible();
  await ready(page);
};

const answer = async (page: Page, button: string) => {
  await page.getByRole('dialog').getByRole('button', { name: button }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

test('a new branch opens on its courses, and + adds some', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const word = unique();
  const course = await addCourse(page, `Baking ${word}`);
  await visit(page, '/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Branches' }).click();
  await page.getByRole('link', { name: 'Add branch' }).click();
  await ready(page);
  await page.getByRole('button', { name: 'Add branch' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription('A name is required.');
  await page.getByLabel('Name', { exact: true }).fill('NORDIC');
  await page.getByRole('button', { name: 'Add branch' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription('Another branch has this name.');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('NORDIC');
  await page.getByLabel('Name', { exact: true }).fill(`Alps ${word}`);
  await page.getByRole('button', { name: 'Add branch' }).click();
  await expect(page).toHaveURL(/\/branches\/\d+\/courses\?done=added$/);
  await expect(page.getByRole('status').filter({ hasText: 'Branch added.' })).toContainText(`Alps ${word}`);
  await expect(page.getByRole('heading', { name: `Alps ${word}`, level: 1 })).toBeVisible();

  await visit(page, `${new URL(page.url()).pathname}?q=${word}`);
  await page.getByRole('button', { name: `Add ${course.name} to the branch` }).click();
  await expect(row(page, course.name)).toContainText('In this branch');
  await expect(page.getByRole('link', { name: `Remove ${course.name} from the branch` })).toBeVisible();
  await visit(page, `/branches?q=${word}`);
  await expect(row(page, `Alps ${word}`)).toContainText('1 course');
  await expect(row(page, `Alps ${word}`)).toContainText('No default group');
});

test('a course that the branch loses leaves its groups, and the dialog says which', async ({ page }) => {
  const word = unique();
  const [branch, course] = [await addBranch(page, `Alps ${word}`), await addCourse(page, `Baking ${word}`)];
  await addToBranch(page, branch, course);
  const group = await addGroup(page, `Bakers ${word}`, { branch: branch.id });
  await putIn(page, group, { courses: [course] });
  await visit(page, `/branches/${branch.id}/courses?q=${word}`);
  await expect(row(page, course.name)).toContainText('in 1 group of this branch');
  await page.getByRole('link', { name: `Remove ${course.name} from the branch` }).click();
  await expect(page.getByRole('dialog')).toContainText(`${group.name}: members keep access`);
  await ready(page);
  await answer(page, 'Remove');
  await expect(page.getByRole('button', { name: `Add ${course.name} to the branch` })).toBeVisible();
  await visit(page, `/groups/${group.id}/courses`);
  await expect(page.getByText(course.name)).toHaveCount(0);
});

test('a course that was created in the branch stays there', async ({ page, visitor }) => {
  const word = unique();
  const branch = await addBranch(page, `Alps ${word}`);
  const adminPage = await visitor();
  await enter(adminPage, demo((await addAdministrator(page, branch, word)).login));
  const course = await addCourse(adminPage, `Baking ${word}`);
  await visit(page, `/branches/${branch.id}/courses?q=${word}`);
  await expect(row(page, course.name)).toContainText('Created in this branch');
  await expect(page.getByRole('link', { name: `Remove ${course.name} from the branch` })).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Add ${course.name} to the branch` })).toHaveCount(0);
});

test('moving a user shows which groups they leave and join', async ({ page }) => {
  const word = unique();
  const [alps, coast] = [await addBranch(page, `Alps ${word}`), await addBranch(page, `Coast ${word}`)];
  const [known, unknown] = await addCourses(page, `Baking ${word}`, `Cooking ${word}`);
  await addToBranch(page, coast, known);
  const everyone = await addGroup(page, `Everybody ${word}`);
  await putIn(page, everyone, { courses: [known, unknown] });
  await send(page, 'set_branch_default_group', { branch: coast.id, group: everyone.id });
  const hikers = await addGroup(page, `Hikers ${word}`, { branch: alps.id });
  const user = await addUser(page, 'Ines', word);
  await moveUser(page, user, alps);
  await putIn(page, hikers, { users: [user] });

  await visit(page, `/users/${user.id}/info`);
  await expect(page.getByText(`In the branch “${alps.name}”.`)).toBeVisible();
  await move(page, coast.name);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`${user.name} moves to the branch “${coast.name}”.`);
  await expect(dialog).toContainText(`leaves 1 group; each group’s removal policy applies: ${hikers.name}.`);
  await expect(dialog).toContainText(`joins the default group “${everyone.name}”`);
  await expect(dialog).toContainText(`1 course (${unknown.name})`);
  await answer(page, 'Move');
  await expect(page.getByText(`In the branch “${coast.name}”.`)).toBeVisible();
  await visit(page, `/users/${user.id}/groups?filter=members`);
  await expect(page.getByRole('link', { name: everyone.name, exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: hikers.name, exact: true })).toHaveCount(0);
  await visit(page, `/users/${user.id}/courses?q=${word}`);
  await expect(row(page, known.name)).toContainText('Enrolled');
  await expect(row(page, unknown.name)).not.toContainText('Enrolled');
});

test('moving an administrator shows what they will manage', async ({ page }) => {
  const word = unique();
  const branch = await addBranch(page, `Alps ${word}`);
  const user = await addAdministrator(page, branch, word);
  await visit(page, `/users/${user.id}/info`);
  await move(page, 'Main portal (no branch)');
  await expect(page.getByRole('dialog')).toContainText('This administrator will manage the whole portal.');
  await page.getByRole('dialog').getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText(`In the branch “${branch.name}”.`)).toBeVisible();
});

test('moving a group shows how many members and courses leave it', async ({ page }) => {
  const word = unique();
  const branch = await addBranch(page, `Alps ${word}`);
  const [known, unknown] = await addCourses(page, `Baking ${word}`, `Cooking ${word}`);
  await addToBranch(page, branch, known);
  const [ines, omar] = await addUsers(page, word, 'Ines', 'Omar');
  await moveUser(page, ines, branch);
  const group = await addGroup(page, `Bakers ${word}`);
  await putIn(page, group, { users: [ines, omar], courses: [known, unknown] });

  await visit(page, `/groups/${group.id}/info`);
  await expect(page.getByText('Not in a branch.')).toBeVisible();
  await move(page, branch.name);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`“${group.name}” moves to the branch “${branch.name}”.`);
  await expect(dialog).toContainText('1 of 2 members will leave the group: they aren’t in the branch.');
  await expect(dialog).toContainText(`1 of 2 courses will leave the group: the branch doesn’t have ${unknown.name}.`);
  await answer(page, 'Move');
  await expect(page.getByText(`In the branch “${branch.name}”.`)).toBeVisible();
  await expect(page.getByText('1 member', { exact: true })).toBeVisible();
  await expect(page.getByText('1 course', { exact: true })).toBeVisible();
  // The form next to it still has the latest version.
  await page.getByLabel('Description').fill('Flour.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Someone else saved')).toHaveCount(0);
  await visit(page, `/groups?branch=${branch.id}`);
  await expect(rowsOf(page.getByRole('region', { name: 'Groups' }))).toHaveText([/^Bakers/]);
  await expect(row(page, group.name)).toContainText(branch.name);
  await visit(page, usersTab(group));
  await expect(page.getByRole('link', { name: ines.name })).toBeVisible();
  await expect(page.getByRole('link', { name: omar.name })).toHaveCount(0);
});

test('a group whose name is taken in the branch is not moved, and the error says why', async ({ page, forgive }) => {
  forgive(/status of 409/);
  const word = unique();
  const branch = await addBranch(page, `Alps ${word}`);
  await addGroup(page, `Bakers ${word}`, { branch: branch.id });
  const group = await addGroup(page, `Bakers ${word}`);
  await visit(page, `/groups/${group.id}/info`);
  await move(page, branch.name);
  await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
  await expect(page.getByRole('alert')).toContainText('A group there already has this name.');
});

test('new users of a branch join its default group; courses that the branch lacks are listed', async ({ page }) => {
  const word = unique();
  const branch = await addBranch(page, `Alps ${word}`);
  const [known, unknown] = await addCourses(page, `Baking ${word}`, `Cooking ${word}`);
  await addToBranch(page, branch, known);
  const group = await addGroup(page, `Everybody ${word}`);
  await putIn(page, group, { courses: [known, unknown] });
  const foreign = await addGroup(page, `Elsewhere ${word}`, { branch: (await addBranch(page, `Coast ${word}`)).id });

  await visit(page, `/branches/${branch.id}/info`);
  await expect(page.getByText('No default group', { exact: true })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search for a group' }).fill(word);
  await page.getByRole('searchbox', { name: 'Search for a group' }).press('Enter');
  await expect(page.getByText(foreign.name)).toHaveCount(0);
  await row(page, group.name).getByRole('button', { name: 'Make default' }).click();
  await expect(page.getByRole('note')).toContainText(`1 course of this group isn’t available in the branch: ${unknown.name}.`);
  await expect(page.getByRole('link', { name: group.name })).toBeVisible();

  // New users of the main portal join no branch's group.
  await visit(page, `/settings/users?q=${word}`);
  await expect(row(page, group.name)).toBeVisible();
  await expect(page.getByText(foreign.name)).toHaveCount(0);

  await visit(page, '/users/new');
  await page.getByLabel('First name').fill('Ines');
  await page.getByLabel('Last name').fill(word);
  await page.getByLabel('E-mail').fill(`${word}@example.net`);
  await page.getByLabel('Login').fill(word);
  await page.getByLabel('Branch').selectOption({ label: branch.name });
  await page.getByRole('button', { name: 'Add user' }).click();
  await expect(page).toHaveURL(/\/users\/\d+\/info\?done=added$/);
  await visit(page, page.url().replace(/\/info.*/, `/courses?q=${word}`));
  await expect(row(page, known.name)).toContainText('Enrolled');
  await expect(row(page, unknown.name)).not.toContainText('Enrolled');

  await visit(page, '/users');
  await page.getByLabel('Branch').selectOption({ label: branch.name });
  if (test.info().project.use.javaScriptEnabled === false) await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(new RegExp(`branch=${branch.id}`));
  await expect(rowsOf(page.getByRole('region', { name: 'Users' }))).toHaveText([new RegExp(`Ines ${word}.*${branch.name}`)]);

  await visit(page, `/branches/${branch.id}/info`);
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No default group', { exact: true })).toBeVisible();
});

test('imported users are added to the chosen branch', async ({ page }) => {
  const word = unique();
  const branch = await addBranch(page, `Alps ${word}`);
  await visit(page, '/users/import');
  await page.getByLabel('Or paste the list').fill(`Ines,${word},${word}@example.net`);
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(page.getByText('Will be added').first()).toBeVisible();
  await ready(page);
  await page.getByRole('combobox', { name: 'Branch' }).selectOption({ label: branch.name });
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(row(page, `Ines ${word}`)).toContainText(branch.name);
  await page.getByRole('button', { name: 'Add 1 user' }).click();
  await expect(page.getByText('1 added.')).toBeVisible();
  await visit(page, `/users?branch=${branch.id}`);
  await expect(row(page, `Ines ${word}`)).toContainText(branch.name);
});

test('a branch administrator sees and manages only the branch', async ({ page, visitor, forgive }) => {
  forgive(/status of (403|404)/);
  const word = unique();
  const branch = await addBranch(page, `Alps ${word}`);
  const [lent, foreign] = await addCourses(page, `Baking ${word}`, `Cooking ${word}`);
  await addToBranch(page, branch, lent);
  const [inside, outside] = [await addGroup(page, `Inside ${word}`, { branch: branch.id }), await addGroup(page, `Outside ${word}`)];
  const outsider = await addUser(page, 'Omar', word);
  const user = await addAdministrator(page, branch, word);

  const adminPage = await visitor();
  await enter(adminPage, demo(user.login));
  await visit(adminPage, '/');
  for (const tile of ['Branches', 'User Types', 'Settings']) await expect(adminPage.getByRole('link', { name: tile })).toHaveCount(0);
  await adminPage.getByLabel(`Account menu of ${user.name}`).click();
  await expect(adminPage.getByText(branch.name, { exact: true })).toBeVisible();

  const items = (name: string) => rowsOf(adminPage.getByRole('region', { name }));
  await visit(adminPage, '/groups');
  await expect(items('Groups')).toHaveText([new RegExp(inside.name)]);
  await expect(adminPage.getByLabel('Branch')).toHaveCount(0);
  await visit(adminPage, '/users');
  await expect(items('Users')).toHaveText([new RegExp(user.name)]);
  await visit(adminPage, '/courses');
  await expect(items('Courses')).toHaveText([new RegExp(lent.name)]);
  await expect(adminPage.getByRole('link', { name: 'Categories' })).toHaveCount(0);
  for (const path of [`/groups/${outside.id}/info`, `/users/${outsider.id}/info`, `/courses/${foreign.id}/edit`]) {
    await adminPage.goto(path);
    await expect(adminPage.getByText('Not found'), path).toBeVisible();
  }
  await adminPage.goto(`/branches/${branch.id}/info`);
  await expect(adminPage.getByText('You don’t have permission to do this.')).toBeVisible();

  // A course from outside the branch is read-only; one created in the branch can be edited.
  await visit(adminPage, `/courses/${lent.id}/edit`);
  await expect(adminPage.getByText('This course was created outside your branch')).toBeVisible();
  await expect(adminPage.getByRole('button', { name: 'Add unit' })).toHaveCount(0);
  await expect(adminPage.getByLabel('Name', { exact: true })).toBeDisabled();
  const own = await addCourse(adminPage, `Own ${word}`);
  await visit(adminPage, `/courses/${own.id}/edit`);
  await expect(adminPage.getByLabel('Name', { exact: true }).first()).toBeEnabled();

  await visit(adminPage, `/users/${user.id}/info`);
  await expect(adminPage.getByRole('complementary', { name: 'Branch' })).toHaveCount(0);
  await visit(adminPage, '/users/new');
  await expect(adminPage.getByLabel('Branch')).toHaveCount(0);
  const added = await addUser(adminPage, 'Lea', word);
  const group = await addGroup(adminPage, `New ${word}`);
  await visit(page, `/users/${added.id}/info`);
  await expect(page.getByText(`In the branch “${branch.name}”.`)).toBeVisible();
  await visit(page, `/groups/${group.id}/info`);
  await expect(page.getByText(`In the branch “${branch.name}”.`)).toBeVisible();
});

test('a branch with an administrator can’t be deleted; the contents of a deleted one move to the main portal', async ({ page, forgive }) => {
  forgive(/status of 409/);
  const word = unique();
  const branch = await addBranch(page, `Alps ${word}`);
  const group = await addGroup(page, `Bakers ${word}`, { branch: branch.id });
  const user = await addAdministrator(page, branch, word);
  await visit(page, `/branches/${branch.id}/info`);
  const ask = async () => {
    await page.getByRole('link', { name: 'Delete branch' }).click();
    await expect(page.getByRole('dialog')).toContainText('1 group');
    await ready(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete branch' }).click();
  };
  await ask();
  await expect(page.getByRole('alert')).toContainText('This branch still has an administrator');

  await send(page, 'move_user', { user: user.id, to: 'portal' });
  await visit(page, `/branches/${branch.id}/info`);
  await ask();
  await expect(page).toHaveURL(/\/branches$/);
  await visit(page, `/branches?q=${word}`);
  await expect(page.getByText('No branch matches these words.')).toBeVisible();
  await visit(page, `/groups/${group.id}/info`);
  await expect(page.getByText('Not in a branch.')).toBeVisible();
});

test('a branch is renamed, and a refused form keeps its text', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const word = unique();
  const [branch] = [await addBranch(page, `Alps ${word}`), await addBranch(page, `Coast ${word}`)];
  await visit(page, `/branches/${branch.id}/info`);
  await page.getByLabel('Name', { exact: true }).fill(`coast ${word}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription('Another branch has this name.');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(`coast ${word}`);
  await page.getByLabel('Name', { exact: true }).fill(`Hills ${word}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: `Hills ${word}`, level: 1 })).toBeVisible();
});
