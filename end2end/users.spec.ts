// The administrator's users: the list, the form, activation.
import { addUser, addUsers, deactivate, demo, demoPassword, unique } from './support/fixtures.ts';
import { asAdmin, enter, row, rowsOf } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const rows = (page: Page) => rowsOf(page.getByRole('region', { name: 'Users' }));
const total = (page: Page, number: number) => page.getByText(`${number} ${number === 1 ? 'user' : 'users'}`, { exact: true });

test('a user is added and opens in the editor', async ({ page }) => {
  const word = unique();
  await visit(page, '/users');
  await page.getByRole('link', { name: 'Add user' }).click();
  await page.getByLabel('First name').fill('Ines');
  await page.getByLabel('Last name').fill(word);
  await page.getByLabel('E-mail').fill(`${word}@example.net`);
  await page.getByLabel('Login').fill(word);
  await page.getByLabel('User type').selectOption({ label: 'Trainer-Type' });
  await page.getByLabel('Password').fill('a few easy words');
  await page.getByRole('button', { name: 'Add user' }).click();
  await expect(page).toHaveURL(/\/users\/\d+\/info\?done=added$/);
  await expect(page.getByRole('status').filter({ hasText: 'User added.' })).toContainText('Ines');
  await expect(page.getByRole('heading', { name: `Ines ${word}`, level: 1 })).toBeVisible();

  await visit(page, `/users?q=${word}`);
  await expect(row(page, word)).toContainText(`${word} · ${word}@example.net`);
  await expect(row(page, word)).toContainText('Trainer-Type');
});

test('a new user’s errors appear next to the fields, and the form keeps its text', async ({ page, forgive }) => {
  forgive(/status of 422/);
  await visit(page, '/users/new');
  await page.getByLabel('Last name').fill(' ');
  await page.getByLabel('E-mail').fill('nowhere');
  await page.getByLabel('Login').fill('two words');
  await page.getByLabel('User type').selectOption({ label: 'Trainer-Type' });
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Add user' }).click();

  await expect(page.getByLabel('First name')).toHaveAccessibleDescription('A first or last name is required.');
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('This does not look like an e-mail address.');
  await expect(page.getByLabel('Login')).toHaveAccessibleDescription('A login is made of letters A to Z, digits, and . _ - @ +');
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/^A password has at least 10 characters\./);
  await expect(page.getByLabel('Last name')).toHaveAttribute('aria-invalid', 'false');

  await expect(page.getByLabel('Last name')).toHaveValue(' ');
  await expect(page.getByLabel('E-mail')).toHaveValue('nowhere');
  await expect(page.getByLabel('Login')).toHaveValue('two words');
  await expect(page.getByLabel('User type').getByRole('option', { selected: true })).toHaveText('Trainer-Type');
});

test('after a refusal the first invalid field has the focus @js', async ({ page, forgive }) => {
  forgive(/status of 422/);
  await visit(page, '/users/new');
  await page.getByLabel('First name').fill('Ines');
  await page.getByRole('button', { name: 'Add user' }).click();
  await expect(page.getByLabel('E-mail')).toBeFocused();
});

test('a taken login or e-mail address is refused next to its field', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const word = unique();
  const first = await addUser(page, 'Ines', word);
  await visit(page, '/users/new');
  await page.getByLabel('First name').fill('Other');
  await page.getByLabel('Last name').fill(word);
  await page.getByLabel('E-mail').fill(`other-${word}@example.net`);
  await page.getByLabel('Login').fill(first.login.toUpperCase());
  await page.getByRole('button', { name: 'Add user' }).click();
  await expect(page.getByLabel('Login')).toHaveAccessibleDescription('Another user has this login.');

  await page.getByLabel('Login').fill(`other-${word}`);
  await page.getByLabel('E-mail').fill(`${first.login}@EXAMPLE.net`);
  await page.getByRole('button', { name: 'Add user' }).click();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('Another user has this e-mail address.');
  await expect(page.getByLabel('First name')).toHaveValue('Other');
});

test('a user is edited', async ({ page }) => {
  const word = unique();
  const user = await addUser(page, 'Ines', word);
  await visit(page, `/users?q=${word}`);
  await page.getByRole('link', { name: user.name }).click();
  await expect(page).toHaveURL(new RegExp(`/users/${user.id}/info$`));
  await page.getByLabel('First name').fill('Agnes');
  await page.getByLabel('User type').selectOption({ label: 'Trainer-Type' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: `Agnes ${word}`, level: 1 })).toBeVisible();

  await visit(page, `/users?q=${word}`);
  await expect(row(page, word)).toContainText(`Agnes ${word}`);
  await expect(row(page, word)).toContainText('Trainer-Type');
});

test('a user is found without accents and apostrophes', async ({ page }) => {
  const word = unique();
  const user = await addUser(page, 'Ines', word);
  await visit(page, `/users/${user.id}/info`);
  await page.getByLabel('First name').fill('José');
  await page.getByLabel('Last name').fill(`Müller-O’${word}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: /^José Müller/, level: 1 })).toBeVisible();

  for (const typed of [`jose muller-o'${word}`, `JOSÉ MÜLLER ${word}`, `o${word}`]) {
    await visit(page, `/users?q=${encodeURIComponent(typed)}`);
    await expect(total(page, 1)).toBeVisible();
    await expect(row(page, word)).toContainText('José Müller');
  }
});

test('the second of two editors of a user gets a conflict, and nothing is overwritten', async ({ page, visitor, forgive }) => {
  forgive(/status of 409/);
  const user = await addUser(page, 'Ines', unique());
  await visit(page, `/users/${user.id}/info`);
  const other = await visitor();
  await asAdmin(other);
  await visit(other, `/users/${user.id}/info`);
  await other.getByLabel('First name').fill('Agnes');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toContainText('Agnes');

  await page.getByLabel('First name').fill('Inez');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Someone else saved this in the meantime.');
  await expect(page.getByLabel('First name')).toHaveValue('Inez');
  await visit(other, `/users/${user.id}/info`);
  await expect(other.getByLabel('First name')).toHaveValue('Agnes');
});

test('a deactivated user can’t sign in, and an activated one can again', async ({ page, visitor, forgive }) => {
  forgive(/status of 401/);
  const word = unique();
  const user = await addUser(page, 'Ines', word, demoPassword());
  const userPage = await visitor();
  await enter(userPage, demo(user.login));

  await visit(page, `/users/${user.id}/info`);
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('button', { name: 'Activate', exact: true })).toBeVisible();
  await expect(page.getByText('Inactive', { exact: true })).toBeVisible();
  // The existing session has ended, too.
  await userPage.goto('/');
  await expect(userPage).toHaveURL(/\/sign-in/);
  await visit(userPage, '/sign-in');
  await userPage.getByLabel('Login or e-mail').fill(user.login);
  await userPage.getByLabel('Password').fill(demoPassword());
  await userPage.getByRole('button', { name: 'Sign in' }).click();
  await expect(userPage.getByRole('alert')).toContainText('The login or the password is wrong.');

  await page.getByRole('button', { name: 'Activate', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Deactivate' })).toBeVisible();
  await expect(page.getByText('Inactive', { exact: true })).toHaveCount(0);
  await enter(userPage, demo(user.login));
});

test('the users are searched while typing @js', async ({ page }) => {
  const word = unique();
  await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, '/users');
  await page.getByRole('searchbox', { name: 'Search users' }).pressSequentially(`${word} om`);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(`Omar ${word}`);
  await expect(page).toHaveURL(new RegExp(`q=${word}`));
});

test('the users are searched on Enter, by name, login and e-mail address, ignoring case', async ({ page }) => {
  const word = unique();
  await addUsers(page, word, 'Ines', 'Omar');
  await visit(page, '/users');
  for (const [words, found] of [[word.toUpperCase(), 2], [`omar.${word}`, 1], [`ines.${word}@example.net`, 1]] as const) {
    await page.getByRole('searchbox', { name: 'Search users' }).fill(words);
    await page.getByRole('searchbox', { name: 'Search users' }).press('Enter');
    await expect(rows(page)).toHaveCount(found);
    await expect(page).toHaveURL(new RegExp(`q=${words.replace(/@/g, '(@|%40)')}$`));
  }
});

test('the search box shows the current search, also after leaving and coming back', async ({ page }) => {
  const word = unique();
  await addUsers(page, word, 'Ines');
  const box = page.getByRole('searchbox', { name: 'Search users' });
  await visit(page, `/users?q=${word}`);
  await expect(box).toHaveValue(word);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).click();
  await expect(rows(page)).toHaveCount(50);
  await expect(box).toHaveValue('');
  await page.goBack();
  await expect(rows(page)).toHaveCount(1);
  await expect(box).toHaveValue(word);
});

test('one user is counted as one', async ({ page }) => {
  const word = unique();
  await addUsers(page, word, 'Ines');
  await visit(page, `/users?q=${word}`);
  await expect(total(page, 1)).toBeVisible();
});

test('a search without results says so', async ({ page }) => {
  await visit(page, `/users?q=${unique()}`);
  await expect(page.getByText('No users found')).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
});

test('the users are filtered by active and inactive', async ({ page }) => {
  const word = unique();
  const [, omar] = await addUsers(page, word, 'Ines', 'Omar');
  await deactivate(page, omar);
  await visit(page, `/users?q=${word}`);
  await expect(rows(page)).toHaveCount(2);
  const show = page.getByRole('navigation', { name: 'Show' });

  await show.getByRole('link', { name: 'Inactive', exact: true }).click();
  await expect(rows(page)).toHaveText([/Omar.*Inactive/]);
  await expect(show.getByRole('link', { name: 'Inactive', exact: true })).toHaveAttribute('aria-current', 'true');
  await show.getByRole('link', { name: 'Active', exact: true }).click();
  await expect(rows(page)).toHaveText([/Ines/]);
  await show.getByRole('link', { name: 'All' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.goBack();
  await expect(rows(page)).toHaveText([/Ines/]);
});

test('a shared URL shows the same list', async ({ page, visitor }) => {
  const word = unique();
  const [ines] = await addUsers(page, word, 'Ines', 'Omar');
  await deactivate(page, ines);
  await visit(page, '/users');
  await page.getByRole('searchbox', { name: 'Search users' }).fill(word);
  await page.getByRole('searchbox', { name: 'Search users' }).press('Enter');
  await expect(total(page, 2)).toBeVisible();
  await page.getByRole('link', { name: 'Inactive', exact: true }).click();
  await expect(rows(page)).toHaveText([/Ines/]);

  const other = await visitor();
  await asAdmin(other);
  await visit(other, page.url());
  await expect(other.getByRole('searchbox', { name: 'Search users' })).toHaveValue(word);
  await expect(rows(other)).toHaveText([/Ines/]);
  await expect(other.getByRole('link', { name: 'Inactive', exact: true })).toHaveAttribute('aria-current', 'true');
});

test('four hundred users come in pages, to the last and back', async ({ page }) => {
  // Only the demo's users; those of other tests are at example.net.
  await visit(page, '/users?q=example.org');
  await expect(page.getByText('1–50 of 400 users', { exact: true })).toBeVisible();
  await expect(rows(page)).toHaveCount(50);
  await expect(page.getByRole('link', { name: 'Previous page' })).toHaveCount(0);
  const first = await rows(page).allTextContents();

  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/[?&]at=/);
  await expect(rows(page).first()).not.toHaveText(first[0]);
  await expect(rows(page)).toHaveCount(50);
  const second = await rows(page).allTextContents();
  expect(second.filter((text) => first.includes(text))).toEqual([]);
  await expect(page.getByText('51–100 of 400 users', { exact: true })).toBeVisible();

  await page.goBack();
  await expect(rows(page)).toHaveText(first);
  await page.goForward();
  await expect(rows(page)).toHaveText(second);
  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(rows(page)).toHaveText(first);
});

test('every user is on exactly one page', async ({ page }) => {
  await visit(page, '/users?q=example.org');
  const seen: string[] = [];
  for (let number = 1; number <= 8; number += 1) {
    await expect(rows(page)).toHaveCount(50);
    seen.push(...(await rows(page).getByRole('link').allTextContents()));
    if (number === 8) break;
    const before = page.url();
    await page.getByRole('link', { name: 'Next page' }).click();
    await expect(page).not.toHaveURL(before);
    await expect(rows(page).getByRole('link').first()).not.toHaveText(seen[seen.length - 50]);
  }
  await expect(page.getByRole('link', { name: 'Next page' })).toHaveCount(0);
  expect(new Set(seen).size).toBe(400);
});
