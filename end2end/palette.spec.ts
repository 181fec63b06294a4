// The palette, and the keys of the whole portal.
import { addGroup, addType, addUserOf, demo, unique } from './support/fixtures.ts';
import { asAdmin, enter } from './support/steps.ts';
import { axe, expect, test, visit, type Page } from './support/test.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Go to' });
const option = (page: Page, name: string) => palette(page).getByRole('option', { name }).filter({ hasText: new RegExp(`^${name}`) });

async function open(page: Page) {
  await page.keyboard.press('Control+k');
  await expect(palette(page).getByRole('combobox')).toBeFocused();
}

test('a group is found by a part of its name, and opened by Enter @js', async ({ page }) => {
  await asAdmin(page);
  const word = unique();
  const group = await addGroup(page, `Palette ${word}`);
  await visit(page, '/');
  await open(page);
  await expect(option(page, 'Home')).toHaveAttribute('aria-selected', 'true');
  await axe(page);
  await page.keyboard.type(word);
  await expect(option(page, group.name)).toHaveAttribute('aria-selected', 'true');
  await expect(palette(page).getByRole('status')).toHaveText('1 result');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/groups/${group.id}/users`);
  await expect(palette(page)).toHaveCount(0);
});

test('the arrows go round, Escape closes it and returns the focus, a press beside it closes it @js', async ({ page }) => {
  await asAdmin(page);
  await visit(page, '/groups');
  const button = page.getByRole('button', { name: 'Go to' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(palette(page).getByRole('combobox')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  const last = palette(page).getByRole('option').last();
  await expect(last).toHaveAttribute('aria-selected', 'true');
  await expect(palette(page).getByRole('combobox')).toHaveAttribute('aria-activedescendant', (await last.getAttribute('id')) ?? '');
  await page.keyboard.press('ArrowDown');
  await expect(palette(page).getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('nothing has this name');
  await expect(palette(page).getByRole('status')).toHaveText('Nothing found. Check the spelling.');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toHaveCount(0);
  await expect(button).toBeFocused();
  await open(page);
  await page.mouse.click(5, 300);
  await expect(palette(page)).toHaveCount(0);
});

test('it shows only what the user type allows, and learners find their courses @js', async ({ page, visitor }) => {
  await asAdmin(page);
  const type = await addType(page, ['administrator.groups.view'], 'administrator');
  const clerk = await visitor();
  await enter(clerk, await addUserOf(page, type));
  await open(clerk);
  await expect(option(clerk, 'Groups')).toBeVisible();
  for (const name of ['Users', 'Settings', 'Add Group']) await expect(option(clerk, name)).toHaveCount(0);
  const learner = await visitor();
  await enter(learner, demo('learner'));
  await open(learner);
  await expect(option(learner, 'Groups')).toHaveCount(0);
  await learner.keyboard.type('code of');
  await option(learner, 'Code of conduct').click();
  await expect(learner).toHaveURL(/\/courses\/\d+/);
});

test('keys lead to pages, to the search and to the form, but not while typing @js', async ({ page }) => {
  await asAdmin(page);
  await visit(page, '/');
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await expect(page).toHaveURL('/users');
  const search = page.getByRole('searchbox', { name: 'Search users' });
  await expect(search).toBeVisible();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('gn?');
  await expect(page).toHaveURL('/users?q=gn%3F');
  await search.fill('');
  await search.blur();
  await expect(page).toHaveURL('/users');
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/users/new');
});

test('single keys can be switched off, and the list of keys says so @js', async ({ page }) => {
  await asAdmin(page);
  await visit(page, '/groups');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await page.keyboard.press('?');
  await expect(keys.getByText('Go to a page, a group, a user or a course')).toBeVisible();
  await axe(page);
  await keys.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await page.keyboard.press('n');
  await page.reload();
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeVisible();
  await expect(page).toHaveURL('/groups');
});
