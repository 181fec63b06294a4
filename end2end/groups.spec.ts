// The administrator's groups: Add Group, the list, the editor's tabs, the trash.
import { add as addOne, addCourse, addGroup, addUsers, putIn, send, synchronize, unique, versionOf } from './support/fixtures.ts';
import { asAdmin, rowsOf } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const list = (page: Page) => rowsOf(page.getByRole('region', { name: 'Groups' }));
const nameField = (page: Page) => page.getByLabel('Name', { exact: true });
const keyField = (page: Page) => page.getByRole('textbox', { name: /^Group key/ });
const tabs = (page: Page) => page.getByRole('navigation', { name: 'Group', exact: true });
const openLimits = (page: Page) => page.getByText('Key limits').click();
const add = (page: Page) => page.getByRole('button', { name: 'Add group' }).click();

/** 13 characters of Crockford's base32, in blocks. */
const generated = /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}$/;
const nextYear = new Date().getUTCFullYear() + 1;

test.describe('Add Group', () => {
  test('a name is enough, and the group has a working key', async ({ page }) => {
    const name = `Bakers ${unique()}`;
    await visit(page, '/');
    await page.getByRole('link', { name: 'Add Group' }).click();
    await nameField(page).fill(name);
    await expect(keyField(page)).toHaveValue(generated);
    const key = await keyField(page).inputValue();
    await add(page);
    await expect(page).toHaveURL(/\/groups\/\d+\/users\?done=added$/);
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
    const added = page.locator('.added-strip');
    await expect(added.getByRole('status')).toHaveText(`Group added. ${name}`);
    await expect(added).toContainText(key);
    await added.getByRole('link', { name: '2 Courses' }).click();
    await expect(page).toHaveURL(/\/groups\/\d+\/courses\?done=added$/);
    await expect(added).toContainText(name);
    await added.getByRole('link', { name: 'Close the notice' }).click();
    await expect(page).toHaveURL(/\/groups\/\d+\/courses$/);
    await expect(added).toHaveCount(0);
    await tabs(page).getByRole('link', { name: 'Keys' }).click();
    await expect(page.getByRole('region', { name: 'Keys' }).getByRole('listitem')).toContainText([key]);
    await expect(page.getByRole('region', { name: 'Keys' })).toContainText('Open');
  });

  test('description, limits and price are saved', async ({ page }) => {
    const word = unique();
    await visit(page, '/groups');
    await page.getByRole('link', { name: 'Add Group' }).click();
    await nameField(page).fill(`  Bakers ${word} `);
    await page.getByLabel('Description').fill('Flour, water, time.');
    const key = await keyField(page).inputValue();
    await openLimits(page);
    await page.getByLabel('Maximum redemptions').fill('50');
    await page.getByLabel('Start').fill('2026-01-01T08:00');
    await page.getByLabel('Expiry').fill(`${nextYear}-12-31T18:30`);
    await page.getByLabel('Price').fill('499,5');
    await add(page);
    await expect(page.getByRole('heading', { name: `Bakers ${word}`, level: 1 })).toBeVisible();
    await expect(page.getByText('Flour, water, time.')).toBeVisible();

    await tabs(page).getByRole('link', { name: 'Keys' }).click();
    const keys = page.getByRole('region', { name: 'Keys' });
    await expect(keys).toContainText(key);
    await expect(keys).toContainText('0 of 50 used');
    await keys.getByText('Key limits').click();
    await expect(keys.getByLabel('Start')).toHaveValue('2026-01-01T08:00');
    await expect(keys.getByLabel('Expiry')).toHaveValue(`${nextYear}-12-31T18:30`);

    await visit(page, `/groups?q=${word}`);
    await expect(list(page)).toContainText('Flour, water, time.');
    await expect(list(page)).toContainText('499.50 EUR');
    await expect(list(page)).toContainText('Key: open');
  });

  test('New key changes the key and keeps the other fields', async ({ page }) => {
    await visit(page, '/groups/new');
    await nameField(page).fill('Bakers');
    await page.getByLabel('Description').fill('Flour, water, time.');
    await openLimits(page);
    await page.getByLabel('Maximum redemptions').fill('50');
    await page.getByLabel('Expiry').fill(`${nextYear}-12-31T18:30`);
    await page.getByLabel('Price').fill('49');
    const before = await keyField(page).inputValue();
    await page.getByRole('button', { name: 'New key' }).click();
    await expect(keyField(page)).not.toHaveValue(before);
    await expect(keyField(page)).toHaveValue(generated);
    await expect(nameField(page)).toHaveValue('Bakers');
    await expect(page.getByLabel('Description')).toHaveValue('Flour, water, time.');
    await expect(page.getByLabel('Price')).toHaveValue('49');
    await expect(page.getByLabel('Maximum redemptions')).toHaveValue('50');
    await expect(page.getByLabel('Expiry')).toHaveValue(`${nextYear}-12-31T18:30`);
  });

  test('the form warns about a weak key while it is typed @js', async ({ page }) => {
    await visit(page, '/groups/new');
    const warning = page.getByText('This key is easy to guess');
    await expect(warning).toHaveCount(0);
    await keyField(page).fill('bakers');
    await expect(warning).toBeVisible();
    await keyField(page).fill('bakers-with-flour-2026');
    await expect(warning).toHaveCount(0);
  });

  test('a weak key is accepted, and marked', async ({ page }) => {
    const word = unique();
    const key = word.slice(0, 6);
    await visit(page, '/groups/new');
    await nameField(page).fill(`Bakers ${word}`);
    await keyField(page).fill(key);
    await add(page);
    await tabs(page).getByRole('link', { name: 'Keys' }).click();
    await expect(page.getByRole('region', { name: 'Keys' }).getByRole('listitem')).toContainText([key]);
    await expect(page.getByText('Weak', { exact: true })).toBeVisible();
  });

  test('a cleared field adds no key', async ({ page }) => {
    const word = unique();
    await visit(page, '/groups/new');
    await nameField(page).fill(`Bakers ${word}`);
    await keyField(page).fill('');
    await add(page);
    await tabs(page).getByRole('link', { name: 'Keys' }).click();
    await expect(page.getByText('No keys yet')).toBeVisible();
    await visit(page, `/groups?q=${word}`);
    await expect(list(page)).toHaveCount(1);
    await expect(list(page)).not.toContainText('Key:');
  });

  test('all errors appear next to their fields, and the form keeps its text', async ({ page, forgive }) => {
    forgive(/status of 422/);
    await visit(page, '/groups/new');
    await nameField(page).fill('  ');
    await page.getByLabel('Description').fill('Flour, water, time.');
    await keyField(page).fill('schlüssel');
    await openLimits(page);
    await page.getByLabel('Maximum redemptions').fill('0');
    await page.getByLabel('Price').fill('-1');
    await add(page);
    await expect(nameField(page)).toHaveAccessibleDescription('A name is required.');
    await expect(keyField(page)).toHaveAccessibleDescription('A group key is made of letters A to Z, digits, - and _.');
    await expect(page.getByLabel('Maximum redemptions')).toHaveAccessibleDescription('Enter a whole number from 1 to 1,000,000, or leave empty for no limit.');
    await expect(page.getByLabel('Price')).toHaveAccessibleDescription('A price cannot be negative.');
    await expect(page.getByLabel('Maximum redemptions')).toBeVisible();

    await expect(page.getByLabel('Description')).toHaveValue('Flour, water, time.');
    await expect(keyField(page)).toHaveValue('schlüssel');
    await expect(page.getByLabel('Maximum redemptions')).toHaveValue('0');
    await expect(page.getByLabel('Price')).toHaveValue('-1');
  });

  test('a key cannot expire before it starts', async ({ page, forgive }) => {
    forgive(/status of 422/);
    await visit(page, '/groups/new');
    await nameField(page).fill(`Bakers ${unique()}`);
    await openLimits(page);
    await page.getByLabel('Start').fill(`${nextYear}-02-01T08:00`);
    await page.getByLabel('Expiry').fill(`${nextYear}-01-01T08:00`);
    await add(page);
    await expect(page.getByLabel('Expiry')).toHaveAccessibleDescription('The expiry must be after the start.');
    await expect(page.getByLabel('Expiry')).toBeVisible();
    await expect(page.getByLabel('Start')).toHaveValue(`${nextYear}-02-01T08:00`);
  });

  test('a taken name is refused next to the field, regardless of case and width', async ({ page, forgive }) => {
    forgive(/status of 422/);
    const word = unique();
    await addGroup(page, `Bakers ${word}`);
    await visit(page, '/groups/new');
    const typed = `ＢＡＫＥＲＳ  ${word.toUpperCase()}`;
    await nameField(page).fill(typed);
    await page.getByLabel('Description').fill('Flour, water, time.');
    const key = await keyField(page).inputValue();
    await add(page);
    await expect(nameField(page)).toHaveAccessibleDescription('Another group has this name.');
    await expect(nameField(page)).toHaveValue(typed);
    await expect(page.getByLabel('Description')).toHaveValue('Flour, water, time.');
    await expect(keyField(page)).toHaveValue(key);
  });

  test('a taken key is refused next to the field, regardless of case, spaces and hyphens', async ({ page, forgive }) => {
    forgive(/status of 422/);
    const word = unique();
    await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
    await visit(page, '/groups/new');
    await nameField(page).fill(`Cooks ${word}`);
    await keyField(page).fill(`KEY ${word.toUpperCase()}`);
    await add(page);
    await expect(keyField(page)).toHaveAccessibleDescription('This key is in use. Choose another.');
    await expect(keyField(page)).toHaveValue(`KEY ${word.toUpperCase()}`);
    await expect(nameField(page)).toHaveValue(`Cooks ${word}`);
    await visit(page, `/groups?q=${word}`);
    await expect(list(page)).toHaveCount(1);
  });

  test('Cancel adds no group', async ({ page }) => {
    const word = unique();
    await visit(page, '/groups/new');
    await nameField(page).fill(`Bakers ${word}`);
    await page.getByRole('link', { name: 'Cancel' }).click();
    await expect(page).toHaveURL(/\/groups$/);
    await visit(page, `/groups?q=${word}`);
    await expect(page.getByText('No groups found')).toBeVisible();
  });

  test('Copy copies the key to the clipboard @js', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await visit(page, '/groups/new');
    const key = await keyField(page).inputValue();
    await page.getByRole('button', { name: 'Copy the group key' }).click();
    await expect(page.getByRole('status').getByText('Copied.')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  });

  test('a name of 150 characters without a space breaks no page, not even on a phone', async ({ page }) => {
    const name = `${unique()}${'W'.repeat(150)}`.slice(0, 150);
    const group = await addGroup(page, name);
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of [`/groups?q=${name.slice(0, 11)}`, `/groups/${group.id}/users`, `/groups/${group.id}/info`, `/groups/${group.id}/keys`, `/groups/${group.id}/activity`]) {
      await visit(page, path);
      await expect(page.getByText(name).first()).toBeVisible();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `how far ${path} reaches beyond the screen`).toBeLessThanOrEqual(0);
    }
  });

  test('a name of 151 characters is refused with its length', async ({ page, forgive }) => {
    forgive(/status of 422/);
    await visit(page, '/groups/new');
    await nameField(page).fill('n'.repeat(151));
    await add(page);
    await expect(nameField(page)).toHaveAccessibleDescription('A name can have up to 150 characters; this has 151.');
    await expect(nameField(page)).toHaveValue('n'.repeat(151));
  });
});

test.describe('The list', () => {
  test('is searched on Enter, ignoring case and width', async ({ page }) => {
    const word = unique();
    for (const name of ['Bakers', 'Cooks']) await addGroup(page, `${name} ${word}`);
    await visit(page, '/groups');
    await page.getByRole('searchbox', { name: 'Search groups' }).fill(`${word.toUpperCase()} ｃｏｏｋ`);
    await page.getByRole('searchbox', { name: 'Search groups' }).press('Enter');
    await expect(list(page)).toHaveText([/^Cooks/]);
  });

  test('counts one group as one', async ({ page }) => {
    const group = await addGroup(page, `Bakers ${unique()}`);
    await visit(page, `/groups?q=${encodeURIComponent(group.name)}`);
    await expect(page.getByText('1 group', { exact: true })).toBeVisible();
  });

  test('is searched while typing @js', async ({ page }) => {
    const word = unique();
    for (const name of ['Bakers', 'Cooks']) await addGroup(page, `${name} ${word}`);
    await visit(page, '/groups');
    await page.getByRole('searchbox', { name: 'Search groups' }).pressSequentially(word);
    await expect(list(page)).toHaveText([/^Bakers/, /^Cooks/]);
    await page.getByRole('searchbox', { name: 'Search groups' }).pressSequentially(' co');
    await expect(list(page)).toHaveText([/^Cooks/]);
  });

  test('is ordered by name or newest first, and the URL says which', async ({ page }) => {
    const word = unique();
    for (const name of ['Cooks', 'Anglers', 'Bakers']) await addGroup(page, `${name} ${word}`);
    await visit(page, `/groups?q=${word}`);
    await expect(list(page)).toHaveText([/^Anglers/, /^Bakers/, /^Cooks/]);
    const head = (name: string) => page.getByRole('columnheader', { name });
    await head('Added').getByRole('link').click();
    await expect(page).toHaveURL(/sort=-added/);
    await expect(list(page)).toHaveText([/^Bakers/, /^Anglers/, /^Cooks/]);
    await expect(page.getByRole('searchbox', { name: 'Search groups' })).toHaveValue(word);
    await visit(page, page.url());
    await expect(list(page)).toHaveText([/^Bakers/, /^Anglers/, /^Cooks/]);
    // As links said before there were columns.
    await visit(page, `/groups?q=${word}&sort=newest`);
    await expect(head('Added')).toHaveAttribute('aria-sort', 'descending');
    await expect(list(page)).toHaveText([/^Bakers/, /^Anglers/, /^Cooks/]);
    await head('Name').getByRole('link').click();
    await expect(page).toHaveURL(`/groups?q=${word}`);
    await expect(list(page)).toHaveText([/^Anglers/, /^Bakers/, /^Cooks/]);
  });

  test('shows the state of each group’s key', async ({ page }) => {
    for (const [name, state] of [
      ['Customer service, evening shift', 'open'],
      ['Leadership programme', 'paused'],
      ['Languages', 'not yet open'],
      ['Data literacy', 'used up'],
      ['Summer interns', 'expired'],
    ]) {
      await visit(page, `/groups?q=${encodeURIComponent(name)}`);
      await expect(list(page).filter({ hasText: name })).toContainText(`Key: ${state}`);
    }
    await visit(page, '/groups?q=Book club');
    await expect(list(page)).toHaveText([/^Book club/]);
    await expect(list(page)).not.toContainText('Key:');
  });

  test('counts members, courses and members out of sync', async ({ page }) => {
    const word = unique();
    const group = await addGroup(page, `Bakers ${word}`);
    const users = await addUsers(page, word, 'Ines', 'Omar');
    const courses = [await addCourse(page, `Bread ${word}`), await addCourse(page, `Cake ${word}`)];
    await putIn(page, group, { users, courses });
    await synchronize(page, group, users[0]);
    await visit(page, `/groups?q=${word}`);
    await expect(list(page)).toContainText('2 members');
    await expect(list(page)).toContainText('2 courses');
    await expect(list(page)).toContainText('2 not enrolled');
  });

  test('a row opens the group, and its pencil the form', async ({ page }) => {
    const word = unique();
    const group = await addGroup(page, `Bakers ${word}`);
    await visit(page, `/groups?q=${word}`);
    await list(page).click();
    await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/users$`));
    await page.goBack();
    await list(page).getByRole('link', { name: `Edit ${group.name}` }).click();
    await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/info$`));
    await expect(nameField(page)).toHaveValue(group.name);
  });

  test('a group is cloned with its courses, without members and keys', async ({ page }) => {
    const word = unique();
    const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}`, description: 'Flour.', price: '12' });
    const users = await addUsers(page, word, 'Ines');
    await putIn(page, group, { users, courses: [await addCourse(page, `Bread ${word}`)] });
    await visit(page, `/groups?q=${word}`);
    await list(page).getByRole('button', { name: `Clone ${group.name}` }).click();
    await expect(page).toHaveURL(/\/groups\/\d+\/info$/);
    await expect(nameField(page)).toHaveValue(`${group.name} (copy)`);
    await expect(page.getByLabel('Price')).toHaveValue('12.00');
    await expect(page.getByLabel('Description')).toHaveValue('Flour.');
    await visit(page, `/groups?q=${word} copy`);
    await expect(list(page)).toContainText('0 members');
    await expect(list(page)).toContainText('1 course');
    await expect(list(page)).not.toContainText('Key:');
  });
});

test.describe('Deleting', () => {
  async function learningGroup(page: Page, word: string) {
    const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}` });
    const users = await addUsers(page, word, 'Ines', 'Omar');
    const courses = [await addCourse(page, `Bread ${word}`), await addCourse(page, `Cake ${word}`)];
    await putIn(page, group, { users, courses });
    for (const user of users) await synchronize(page, group, user);
    return group;
  }
  const userRows = (page: Page) => rowsOf(page.getByRole('region', { name: 'Users' }));

  test('shows a dialog with numbers, and restoring from the trash brings everything back', async ({ page }) => {
    const word = unique();
    const group = await learningGroup(page, word);
    await visit(page, `/groups?q=${word}`);
    await list(page).getByRole('link', { name: `Delete ${group.name}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete a group' });
    await expect(dialog).toContainText(`“${group.name}” will move to the trash. You can restore it for 30 days.`);
    await expect(dialog).toContainText('This group gave 4 enrolments to 2 members.');
    await expect(dialog.getByLabel('Keep access')).toBeChecked();
    await dialog.getByLabel('Withdraw access').check();
    await dialog.getByRole('button', { name: 'Delete group' }).click();
    await expect(page).toHaveURL(/\/groups$/);
    await visit(page, `/groups?q=${word}`);
    await expect(page.getByText('No groups found')).toBeVisible();
    await visit(page, `/users?q=${word}`);
    await expect(userRows(page)).toContainText([/0 groups.*0 courses/, /0 groups.*0 courses/]);

    await visit(page, '/groups');
    await page.getByRole('link', { name: 'Trash' }).click();
    const trashed = page.getByRole('region', { name: 'Trash' }).getByRole('listitem').filter({ hasText: word });
    await expect(trashed).toContainText('2 members, 2 courses');
    await trashed.getByRole('button', { name: 'Restore' }).click();
    await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/users$`));
    await expect(page.getByText('2 members', { exact: true })).toBeVisible();
    await expect(page.getByText('In sync', { exact: true })).toBeVisible();
    await tabs(page).getByRole('link', { name: 'Keys' }).click();
    await expect(page.getByRole('region', { name: 'Keys' })).toContainText(`key-${word}`);
    await visit(page, `/users?q=${word}`);
    await expect(userRows(page)).toContainText([/1 group.*2 courses/, /1 group.*2 courses/]);
  });

  test('a default group of a branch that is restored is its default again, unless another one is', async ({ page, forgive }) => {
    // The open page of the group asks for its lists when it is deleted.
    forgive(/status of 404/);
    const word = unique();
    const group = await addGroup(page, `Bakers ${word}`);
    const other = await addGroup(page, `Cooks ${word}`);
    const branch = await addOne(page, 'create_branch', { name: `Branch ${word}` });
    const setDefault = async (to: string) => void (await send(page, 'set_branch_default_group', { branch, group: to }));
    const restore = async (meanwhile = async () => {}) => {
      await send(page, 'delete_group', { group: group.id, policy: 'keep_access' });
      await meanwhile();
      await visit(page, '/groups');
      await page.getByRole('link', { name: 'Trash' }).click();
      const trashed = page.getByRole('region', { name: 'Trash' }).getByRole('listitem').filter({ hasText: word });
      await trashed.getByRole('button', { name: 'Restore' }).click();
      await expect(page.getByRole('heading', { name: group.name, level: 1 })).toBeVisible();
    };
    const notice = page.getByText('another group is the default group by now');
    await setDefault(group.id);
    await restore();
    await expect(page.getByText('Default group', { exact: true })).toBeVisible();
    await expect(notice).toHaveCount(0);

    await restore(() => setDefault(other.id));
    await expect(notice).toBeVisible();
    await expect(page.getByText('Default group', { exact: true })).toHaveCount(0);
  });

  test('with Keep access, members keep their courses', async ({ page }) => {
    const word = unique();
    const group = await learningGroup(page, word);
    await visit(page, `/groups/${group.id}/info`);
    await page.getByRole('link', { name: 'Delete group' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete a group' });
    await expect(dialog).toContainText('4 enrolments');
    await dialog.getByRole('button', { name: 'Delete group' }).click();
    await expect(page).toHaveURL(/\/groups$/);
    await visit(page, `/users?q=${word}`);
    await expect(userRows(page)).toContainText([/0 groups.*2 courses/, /0 groups.*2 courses/]);
  });

  test('preselects the group’s own removal policy', async ({ page }) => {
    const word = unique();
    const group = await learningGroup(page, word);
    const version = await versionOf(page, `/groups/${group.id}/info`);
    const fields = { group: group.id, version, name: group.name, removal_policy: 'withdraw_access' };
    await send(page, 'update_group', fields);
    await visit(page, `/groups/${group.id}/info?delete=${group.id}`);
    await expect(page.getByRole('dialog', { name: 'Delete a group' }).getByLabel('Withdraw access')).toBeChecked();
  });

  test('can be cancelled, and changes nothing', async ({ page }) => {
    const word = unique();
    const group = await addGroup(page, `Bakers ${word}`);
    await visit(page, `/groups?q=${word}`);
    await list(page).getByRole('link', { name: `Delete ${group.name}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete a group' });
    await expect(dialog).toContainText('This group gave no enrolments, so no one’s access changes.');
    await dialog.getByRole('link', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(list(page)).toHaveText([new RegExp(`^${group.name}`)]);
  });

  test('a group whose name was taken in the meantime is not restored, and the page says why', async ({ page, forgive }) => {
    forgive(/status of 4(09|22)/);
    const word = unique();
    const group = await addGroup(page, `Bakers ${word}`);
    await send(page, 'delete_group', { group: group.id, policy: 'keep_access' });
    await addGroup(page, group.name);
    await visit(page, '/trash');
    const trashed = page.getByRole('region', { name: 'Trash' }).getByRole('listitem').filter({ hasText: word });
    await trashed.getByRole('button', { name: 'Restore' }).click();
    await expect(trashed.getByRole('alert')).toContainText('Another group has this name.');
  });
});

test.describe('The editor', () => {
  test('each tab has a URL of its own, and the back button goes through them', async ({ page }) => {
    const group = await addGroup(page, `Bakers ${unique()}`);
    const parts = ['Users', 'Courses', 'Info', 'Keys', 'Activity'];
    const at = async (part: string) => {
      await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/${part.toLowerCase()}$`));
      await expect(tabs(page).getByRole('link', { name: part })).toHaveAttribute('aria-current', 'page');
      await expect(page.getByRole('region', { name: part, exact: true })).toBeVisible();
    };
    await visit(page, `/groups/${group.id}/users`);
    for (const part of parts) {
      await tabs(page).getByRole('link', { name: part }).click();
      await at(part);
    }
    for (const part of ['Keys', 'Info', 'Courses', 'Users']) {
      await page.goBack();
      await at(part);
    }
    for (const part of parts) {
      await visit(page, `/groups/${group.id}/${part.toLowerCase()}`);
      await at(part);
    }
  });

  test('a group’s URL without a tab shows its users', async ({ page }) => {
    const group = await addGroup(page, `Bakers ${unique()}`);
    await visit(page, `/groups/${group.id}`);
    await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/users$`));
    await expect(page.getByRole('heading', { name: group.name, level: 1 })).toBeVisible();
  });

  test('a group that does not exist is not found', async ({ page, forgive }) => {
    forgive(/status of 404/);
    expect((await page.goto('/groups/999999999/users'))?.status()).toBe(404);
    await expect(page.getByRole('alert')).toContainText('This doesn’t exist or was removed.');
  });

  test('the Info tab saves everything', async ({ page }) => {
    const word = unique();
    const group = await addGroup(page, `Bakers ${word}`);
    await visit(page, `/groups/${group.id}/info`);
    await nameField(page).fill(`Cooks ${word}`);
    await page.getByLabel('Description').fill('Pans.');
    await page.getByLabel('Price').fill('7');
    await page.getByLabel('Automatically').check();
    await page.getByLabel('Withdraw access').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: `Cooks ${word}`, level: 1 })).toBeVisible();
    await expect(page.getByText('7.00 EUR', { exact: true })).toBeVisible();
    await visit(page, `/groups/${group.id}/info`);
    await expect(page.getByLabel('Description')).toHaveValue('Pans.');
    await expect(page.getByLabel('Price')).toHaveValue('7.00');
    await expect(page.getByLabel('Automatically')).toBeChecked();
    await expect(page.getByLabel('Withdraw access')).toBeChecked();
    await tabs(page).getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByRole('region', { name: 'Activity' })).toContainText(`Ada Okonkwo edited the group ${group.name}, now Cooks ${word}`);
  });

  test('the Info tab refuses a taken name next to the field, and keeps its text', async ({ page, forgive }) => {
    forgive(/status of 422/);
    const word = unique();
    await addGroup(page, `Cooks ${word}`);
    const group = await addGroup(page, `Bakers ${word}`);
    await visit(page, `/groups/${group.id}/info`);
    await nameField(page).fill(`COOKS ${word}`);
    await page.getByLabel('Description').fill('Pans.');
    await page.getByLabel('Automatically').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(nameField(page)).toHaveAccessibleDescription('Another group has this name.');
    await expect(nameField(page)).toHaveValue(`COOKS ${word}`);
    await expect(page.getByLabel('Description')).toHaveValue('Pans.');
    await expect(page.getByLabel('Automatically')).toBeChecked();
    await expect(page.getByRole('heading', { name: group.name, level: 1 })).toBeVisible();
  });

  test('the second of two editors sees what the first saved, and keeps their text', async ({ page, visitor, forgive }) => {
    forgive(/status of 409/);
    const word = unique();
    const group = await addGroup(page, `Bakers ${word}`);
    await visit(page, `/groups/${group.id}/info`);
    const other = await visitor();
    await asAdmin(other);
    await visit(other, `/groups/${group.id}/info`);
    await nameField(other).fill(`Cooks ${word}`);
    await other.getByLabel('Description').fill('Other pans.');
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(other.getByRole('heading', { name: `Cooks ${word}`, level: 1 })).toBeVisible();

    await page.getByLabel('Description').fill('My flour.');
    await page.getByRole('button', { name: 'Save' }).click();
    const told = page.getByRole('alert').filter({ hasText: 'Someone else saved this in the meantime.' });
    await expect(told).toContainText(`Cooks ${word}`);
    await expect(told).toContainText('Other pans.');
    await expect(page.getByLabel('Description')).toHaveValue('My flour.');
    await expect(nameField(page)).toHaveValue(group.name);
    await visit(other, `/groups/${group.id}/info`);
    await expect(other.getByLabel('Description')).toHaveValue('Other pans.');

    await page.getByRole('button', { name: 'Save' }).click();
    await expect(told).toHaveCount(0);
    await expect(page.getByRole('heading', { name: group.name, level: 1 })).toBeVisible();
    await visit(other, `/groups/${group.id}/info`);
    await expect(other.getByLabel('Description')).toHaveValue('My flour.');
  });
});
