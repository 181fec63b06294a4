// Changes that are typed and not saved: the bar, and the question before they are lost.
import { add, addCourse, addGroup, addUnit, addUser, demo, send, unique, versionOf } from './support/fixtures.ts';
import { asAdmin, enter, expectSamePage, mark } from './support/steps.ts';
import { axe, expect, scriptsRun, test, visit, type Page } from './support/test.ts';

test.use({ viewport: { width: 1280, height: 560 } });

const nameField = (page: Page) => page.getByLabel('Name', { exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const discard = (page: Page) => page.getByRole('button', { name: 'Discard', exact: true });
const unsaved = (page: Page) => page.getByText('Unsaved changes', { exact: true });
const question = (page: Page) => page.getByRole('dialog', { name: 'Leave without saving?' });
const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Group', exact: true }).getByRole('link', { name });
const answer = async (page: Page, name: 'Stay' | 'Leave without saving') => {
  await question(page).getByRole('button', { name, exact: true }).click();
  await expect(question(page)).toHaveCount(0);
};

/** Opens the Info tab of a new group. */
async function openGroup(page: Page) {
  await asAdmin(page);
  const group = await addGroup(page, `Bakers ${unique()}`);
  await visit(page, `/groups/${group.id}/info`);
  return group;
}

/** The kinds of dialogs that the browser itself opens from now on; each is answered with yes. */
function browserDialogs(page: Page) {
  const kinds: string[] = [];
  page.on('dialog', (dialog) => {
    kinds.push(dialog.type());
    void dialog.accept();
  });
  return kinds;
}

test.describe('the bar', () => {
  test('comes with the first change and goes with the last, and nothing moves @js', async ({ page }) => {
    const group = await openGroup(page);
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    await expect(save(page)).not.toBeInViewport();
    await expect(discard(page)).toBeHidden();
    await nameField(page).fill(`${group.name} and cooks`);
    await expect(unsaved(page)).toBeVisible();
    await expect(save(page)).toBeInViewport({ ratio: 1 });
    await expect(discard(page)).toBeInViewport({ ratio: 1 });
    await expect(nameField(page)).toBeFocused();
    expect(await height()).toBe(before);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await axe(page);
    await nameField(page).fill(group.name);
    await expect(unsaved(page)).toHaveCount(0);
    await expect(save(page)).not.toBeInViewport();
    await expect(discard(page)).toBeHidden();
  });

  test('hides nothing that gets the focus @js', async ({ page }) => {
    await openGroup(page);
    await nameField(page).fill('Cooks');
    await expect(unsaved(page)).toBeVisible();
    for (let stop = 0; stop < 8; stop += 1) {
      await page.keyboard.press('Tab');
      const isClear = () =>
        page.evaluate(() => {
          const [focused, foot] = [document.activeElement, document.querySelector('.form-foot')];
          if (!focused || !foot || foot.contains(focused)) return true;
          return focused.getBoundingClientRect().bottom <= foot.getBoundingClientRect().top;
        });
      await expect.poll(isClear).toBe(true);
    }
  });

  test('fits a phone @js', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 700 });
    await openGroup(page);
    await nameField(page).fill('Cooks');
    for (const part of [save(page), discard(page), unsaved(page)]) {
      await expect(part).toBeInViewport({ ratio: 1 });
      const box = await part.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box)).toBe(true);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  test('saves, also by key, and then asks nothing @js', async ({ page }) => {
    const group = await openGroup(page);
    await nameField(page).fill(`Cooks ${group.id}`);
    await save(page).click();
    await expect(page.getByRole('heading', { name: `Cooks ${group.id}`, level: 1 })).toBeVisible();
    await expect(unsaved(page)).toHaveCount(0);
    await nameField(page).fill(`Smiths ${group.id}`);
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('heading', { name: `Smiths ${group.id}`, level: 1 })).toBeVisible();
    await expect(unsaved(page)).toHaveCount(0);
    await expect(nameField(page)).toBeFocused();
    await tab(page, 'Users').click();
    await expect(page).toHaveURL(`/groups/${group.id}/users`);
    await tab(page, 'Info').click();
    await expect(nameField(page)).toHaveValue(`Smiths ${group.id}`);
  });

  test('Discard shows the stored values again @js', async ({ page }) => {
    const group = await openGroup(page);
    const automatic = page.getByRole('switch', { name: 'Enrol automatically' });
    await nameField(page).fill('Cooks');
    await page.getByLabel('Description').fill('Pans.');
    await automatic.check();
    await page.getByRole('radio', { name: /^No one/ }).check();
    await expect(unsaved(page)).toBeVisible();
    await discard(page).click();
    await expect(unsaved(page)).toHaveCount(0);
    await expect(nameField(page)).toHaveValue(group.name);
    await expect(page.getByLabel('Description')).toHaveValue('');
    await expect(automatic).not.toBeChecked();
    await expect(page.getByRole('radio', { name: /^Who joined with a key/ })).toBeChecked();
    await expect(save(page)).toBeFocused();
    await tab(page, 'Users').click();
    await expect(page).toHaveURL(`/groups/${group.id}/users`);
  });

  test('Discard removes the error of a refused name @js', async ({ page, forgive }) => {
    forgive(/status of 422/);
    const group = await openGroup(page);
    await nameField(page).fill('');
    await save(page).click();
    await expect(nameField(page)).toHaveAccessibleDescription('A name is required.');
    await expect(unsaved(page)).toBeVisible();
    await discard(page).click();
    await expect(nameField(page)).toHaveValue(group.name);
    await expect(nameField(page)).toHaveAccessibleDescription('');
    await expect(nameField(page)).toHaveAttribute('aria-invalid', 'false');
  });

  test('the permissions of a type are followed as a tree @js', async ({ page }) => {
    await asAdmin(page);
    await visit(page, '/user-types');
    await page.getByRole('link', { name: 'Edit Learner-Type', exact: true }).click();
    const learner = page.getByRole('group', { name: 'Learner', exact: true });
    await expect(learner.getByText('3 of 3', { exact: true })).toBeVisible();
    await expect(save(page)).not.toBeInViewport();
    await learner.getByRole('checkbox', { name: 'Learner', exact: true }).uncheck();
    await expect(learner.getByText('0 of 3', { exact: true })).toBeVisible();
    await expect(save(page)).toBeInViewport({ ratio: 1 });
    await discard(page).first().click();
    await expect(learner.getByText('3 of 3', { exact: true })).toBeVisible();
    await expect(learner.getByRole('checkbox', { name: 'Group key', exact: true })).toBeChecked();
    await expect(unsaved(page)).toHaveCount(0);
  });

  test('without a script Save works where it is @no-js', async ({ page }) => {
    const group = await openGroup(page);
    await expect(discard(page)).toBeHidden();
    await nameField(page).fill(`Cooks ${group.id}`);
    await expect(unsaved(page)).toHaveCount(0);
    await page.getByRole('switch', { name: 'Enrol automatically' }).check();
    await expect(page.getByText('New members and courses are enrolled right away.')).toBeVisible();
    await save(page).click();
    await expect(page.getByRole('heading', { name: `Cooks ${group.id}`, level: 1 })).toBeVisible();
    await expect(page.getByRole('switch', { name: 'Enrol automatically' })).toBeChecked();
  });
});

test.describe('leaving', () => {
  test('a link asks, and Stay keeps what was typed @js', async ({ page }) => {
    const group = await openGroup(page);
    await mark(page);
    await nameField(page).fill('Cooks');
    await tab(page, 'Users').click();
    await expect(question(page)).toContainText('You have unsaved changes on this page.');
    await expect(question(page).getByRole('button', { name: 'Stay' })).toBeFocused();
    await expect(page).toHaveURL(`/groups/${group.id}/info`);
    await axe(page);
    await answer(page, 'Stay');
    await expect(nameField(page)).toHaveValue('Cooks');
    await expect(unsaved(page)).toBeVisible();

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Courses' }).click();
    await page.keyboard.press('Escape');
    await expect(question(page)).toHaveCount(0);
    await expect(nameField(page)).toHaveValue('Cooks');

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Courses' }).click();
    await answer(page, 'Leave without saving');
    await expect(page).toHaveURL('/courses');
    await page.goBack();
    await expect(nameField(page)).toHaveValue(group.name);
    await expectSamePage(page);
  });

  test('keys and the palette ask @js', async ({ page }) => {
    const group = await openGroup(page);
    await nameField(page).fill('Cooks');
    await nameField(page).blur();
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await answer(page, 'Stay');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox').fill('Users');
    await expect(page.getByRole('option', { name: 'Users' }).first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(question(page)).toBeVisible();
    await expect(page).toHaveURL(`/groups/${group.id}/info`);
    await answer(page, 'Leave without saving');
    await expect(page).toHaveURL('/users');
  });

  test('Back and Forward ask, and the page keeps its place @js', async ({ page }) => {
    const group = await openGroup(page);
    await tab(page, 'Users').click();
    await expect(page).toHaveURL(`/groups/${group.id}/users`);
    await tab(page, 'Info').click();
    await nameField(page).fill('Cooks');
    await tab(page, 'Keys').click();
    await answer(page, 'Leave without saving');
    await expect(page).toHaveURL(`/groups/${group.id}/keys`);
    await expect(nameField(page)).toHaveCount(0);
    await page.goBack();
    await expect(nameField(page)).toHaveValue(group.name);
    // A key ends the return to the page's place.
    await page.keyboard.press('Shift');
    await page.evaluate(() => window.scrollTo(0, 120));
    await nameField(page).fill('Smiths');
    const place = await page.evaluate(() => window.scrollY);
    for (const move of ['goBack', 'goForward'] as const) {
      await page[move]();
      await expect(question(page)).toBeVisible();
      await expect(page).toHaveURL(`/groups/${group.id}/info`);
      await answer(page, 'Stay');
      await expect(nameField(page)).toHaveValue('Smiths');
      expect(await page.evaluate(() => window.scrollY)).toBe(place);
    }
    await page.goForward();
    await answer(page, 'Leave without saving');
    await expect(page).toHaveURL(`/groups/${group.id}/keys`);
    await expect(nameField(page)).toHaveCount(0);
    await page.goBack();
    await expect(page).toHaveURL(`/groups/${group.id}/info`);
    await expect(nameField(page)).toHaveValue(group.name);
    await page.goBack();
    await expect(page).toHaveURL(`/groups/${group.id}/users`);
  });

  test('Back asks also where the browser does not tell its place in the history @js', async ({ page }) => {
    const hide = () => Object.defineProperty(window, 'navigation', { value: undefined, configurable: true });
    await page.addInitScript(hide);
    const group = await openGroup(page);
    await tab(page, 'Users').click();
    await expect(page).toHaveURL(`/groups/${group.id}/users`);
    await tab(page, 'Info').click();
    await nameField(page).fill('Cooks');
    await page.goBack();
    await expect(question(page)).toBeVisible();
    await expect(page).toHaveURL(`/groups/${group.id}/info`);
    await answer(page, 'Stay');
    await expect(nameField(page)).toHaveValue('Cooks');
    await page.goBack();
    await answer(page, 'Leave without saving');
    await expect(page).toHaveURL(`/groups/${group.id}/users`);
    await expect(nameField(page)).toHaveCount(0);
    await page.goForward();
    await expect(nameField(page)).toHaveValue(group.name);
  });

  test('a reload asks in the words of the browser @js', async ({ page }) => {
    await openGroup(page);
    await nameField(page).click();
    await page.keyboard.type(' and cooks');
    await expect(unsaved(page)).toBeVisible();
    const asking = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => window.location.reload()));
    const dialog = await asking;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await expect(nameField(page)).toHaveValue(/ and cooks$/);
    await discard(page).click();
    const kinds = browserDialogs(page);
    await page.reload();
    expect(kinds).toEqual([]);
  });

  test('a form that adds asks, its Cancel and its button do not @js', async ({ page }) => {
    await asAdmin(page);
    await visit(page, '/groups/new');
    await nameField(page).fill(`Bakers ${unique()}`);
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Groups' }).click();
    await answer(page, 'Stay');
    await page.getByRole('link', { name: 'Cancel' }).click();
    await expect(page).toHaveURL('/groups');
    await page.getByRole('link', { name: 'Add Group' }).click();
    await nameField(page).fill(`Bakers ${unique()}`);
    await page.getByRole('button', { name: 'Add group' }).click();
    await expect(page).toHaveURL(/\/groups\/\d+\/users\?done=added$/);

    await visit(page, '/users/import');
    await page.getByLabel('Or paste the list').fill('Ida Berg <ida@example.net>');
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Users' }).click();
    await answer(page, 'Leave without saving');
    await expect(page).toHaveURL('/users');
  });

  test('after a conflict the text is still unsaved, until the other is loaded @js', async ({ page, forgive }) => {
    forgive(/status of 409/);
    const group = await openGroup(page);
    const version = await versionOf(page, `/groups/${group.id}/info`);
    await nameField(page).fill('Cooks');
    await send(page, 'update_group', { group: group.id, version, name: `Smiths ${group.id}` });
    await save(page).click();
    await expect(page.getByRole('alert')).toContainText('Someone else saved this in the meantime.');
    await expect(nameField(page)).toHaveValue('Cooks');
    await expect(unsaved(page)).toBeVisible();
    await tab(page, 'Users').click();
    await answer(page, 'Stay');
    const kinds = browserDialogs(page);
    await discard(page).click();
    await expect(nameField(page)).toHaveValue(`Smiths ${group.id}`);
    await expect(unsaved(page)).toHaveCount(0);
    expect(kinds).toEqual([]);
  });

  test('signing out does not ask @js', async ({ page, visitor }) => {
    await asAdmin(page);
    const group = await addGroup(page, `Bakers ${unique()}`);
    const own = await visitor();
    await enter(own, demo('admin'), `/groups/${group.id}/info`);
    const kinds = browserDialogs(own);
    await nameField(own).click();
    await own.keyboard.type(' and cooks');
    await expect(unsaved(own)).toBeVisible();
    await own.getByLabel('Account menu of Ada Okonkwo').click();
    await own.getByRole('button', { name: 'Sign out' }).click();
    await expect(own).toHaveURL(/\/sign-in/);
    expect(kinds).toEqual([]);
  });
});

test('another act on the page keeps what is typed @js', async ({ page }) => {
  await asAdmin(page);
  const user = await addUser(page, 'Ines', unique());
  await visit(page, `/users/${user.id}/info`);
  await page.getByLabel('First name').fill('Agnes');
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('Inactive', { exact: true })).toBeVisible();
  await expect(page.getByLabel('First name')).toHaveValue('Agnes');
  await save(page).click();
  await expect(page.getByRole('heading', { name: `Agnes ${user.name.split(' ')[1]}`, level: 1 })).toBeVisible();
  await expect(unsaved(page)).toHaveCount(0);
});

test('a unit that is typed stays while another is moved @js', async ({ page }) => {
  await asAdmin(page);
  const course = await addCourse(page, `Bread ${unique()}`);
  for (const name of ['Kneading', 'Baking']) await addUnit(page, course, name);
  await visit(page, `/courses/${course.id}/edit`);
  const units = page.getByRole('region', { name: 'Units' });
  const unit = units.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Delete Kneading' }) });
  const fresh = page.locator('form[action*="create_unit"]');
  await unit.getByText('Edit Kneading').click();
  await unit.getByLabel('Content').fill('By hand.');
  await fresh.getByLabel('Name').fill('Cooling');
  await page.getByRole('button', { name: 'Move Baking up' }).click();
  await expect(units.getByRole('listitem')).toContainText(['Baking', 'Kneading']);
  await expect(unit.getByLabel('Content')).toHaveValue('By hand.');
  await expect(unit.getByLabel('Content')).toBeVisible();
  await expect(fresh.getByLabel('Name')).toHaveValue('Cooling');
  await unit.getByRole('button', { name: 'Save unit' }).click();
  await expect(unsaved(page)).toHaveCount(1);
  await expect(fresh.getByLabel('Name')).toHaveValue('Cooling');
  await expect(unit.getByLabel('Content')).toHaveValue('By hand.');
});

test('the list of branches shows where a group is, and Move waits for another', async ({ page }) => {
  await asAdmin(page);
  const word = unique();
  const branch = { id: await add(page, 'create_branch', { name: `Alps ${word}` }), name: `Alps ${word}` };
  const group = await addGroup(page, `Bakers ${word}`, { branch: branch.id });
  await visit(page, `/groups/${group.id}/info`);
  const panel = page.getByRole('complementary', { name: 'Branch' });
  const move = panel.getByRole('button', { name: 'Move' });
  await expect(panel.getByLabel('Move to').getByRole('option', { selected: true })).toHaveText(branch.name);
  if (scriptsRun()) {
    await expect(move).toBeDisabled();
    await panel.getByLabel('Move to').selectOption('portal');
    await expect(move).toBeEnabled();
    await panel.getByLabel('Move to').selectOption(branch.id);
    await expect(move).toBeDisabled();
  } else {
    await move.click();
    await expect(page).toHaveURL(/move=/);
  }
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await visit(page, `/groups/${group.id}/info?move=${branch.id}`);
  await expect(panel).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
