// Signing in and out, and what guests and users can see.
import { demo, unique } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { enter, signIn } from './support/steps.ts';
import { expect, ready, scriptsRun, visit } from './support/test.ts';

test('a user signs in, sees their name, and signs out in the menu', async ({ page, portal }) => {
  const learner = await portal.learner();
  await enter(page, learner);
  await expect(page.getByRole('heading', { name: 'My courses', level: 1 })).toBeVisible();
  const menu = page.getByLabel(`Account menu of ${learner.name}`);
  await expect(menu).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
  await menu.click();
  await expect(page.getByText('Learner-Type')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await expect(page.getByLabel('Login or e-mail')).toBeVisible();
  await page.goto('/');
  await expect(page).toHaveURL('/sign-in');
  await expect(page.getByText(learner.name)).toHaveCount(0);
});

test('signing in works by e-mail address, too, ignoring case', async ({ page, portal }) => {
  const learner = await portal.learner();
  await enter(page, { ...learner, login: `${learner.login}@EXAMPLE.net` });
  await expect(page.getByRole('heading', { name: 'My courses', level: 1 })).toBeVisible();
});

test('the account menu closes on a click elsewhere @js', async ({ page }) => {
  await enter(page, demo('learner'));
  await page.getByLabel('Account menu of Lena Novák').click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.getByRole('heading', { name: 'My courses', level: 1 }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
});

test('a wrong password and an unknown login get the same error, and the form keeps the login', async ({ page, portal }) => {
  const learner = await portal.learner();
  for (const login of [learner.login, `nobody-${unique()}`]) {
    await visit(page, '/sign-in?next=%2Fjoin');
    await page.getByLabel('Login or e-mail').fill(login);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toHaveText('The login or the password is wrong.');
    await expect(page.getByLabel('Login or e-mail')).toHaveValue(login);
    await expect(page.getByLabel('Password')).toHaveValue('');
  }
  // The page still has its target.
  await page.getByLabel('Login or e-mail').fill(learner.login);
  await page.getByLabel('Password').fill(learner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/join');
});

test('after several wrong passwords signing in is locked for a while', async ({ page, portal }) => {
  const learner = await portal.learner();
  await visit(page, '/sign-in');
  await page.getByLabel('Login or e-mail').fill(learner.login);
  await page.getByLabel('Password').fill(learner.password);
  await portal.tryWrongPasswords(learner, 8);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText(/^Too many attempts\. Try again in \d+ seconds?\.$/);
});

test('a guest is redirected to sign in, and back to the page with its search', async ({ page }) => {
  await page.goto('/groups?q=sales');
  await expect(page).toHaveURL('/sign-in?next=%2Fgroups%3Fq%3Dsales');
  await page.getByLabel('Login or e-mail').fill('admin');
  await page.getByLabel('Password').fill(demo('admin').password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/groups?q=sales');
  await ready(page);
  await expect(page.getByRole('link', { name: 'Sales onboarding', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Book club', exact: true })).toHaveCount(0);
});

for (const next of ['https://example.org/', '//example.org', '/\\example.org']) {
  test(`signing in never redirects to ${next}`, async ({ page }) => {
    await signIn(page, demo('learner'), next);
    await expect(page).toHaveURL('/');
  });
}

test('a signed-in user does not see the sign-in page', async ({ page }) => {
  await enter(page, demo('learner'));
  await page.goto('/sign-in');
  await expect(page).toHaveURL('/');
});

test('after signing out in one tab, another one shows nothing more of the user', async ({ page, portal, forgive }) => {
  forgive(/status of 401/);
  const learner = await portal.learner();
  await enter(page, learner);
  const other = await page.context().newPage();
  await visit(other, '/join');
  await page.bringToFront();
  await page.getByLabel(`Account menu of ${learner.name}`).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await other.bringToFront();
  // A page with the script leaves by itself; another one at the next action.
  if (!scriptsRun()) {
    await other.getByLabel('Group key').fill('any-key');
    await other.getByRole('button', { name: 'Join Group' }).click();
  }
  await expect(other).toHaveURL(/\/sign-in(\?next=%2Fjoin)?$/);
  await expect(other.getByLabel('Login or e-mail')).toBeVisible();
});

test('after signing out in one tab, a link in another leads to the sign-in page and back @js', async ({ page, portal, forgive }) => {
  forgive(/status of 401/);
  const group = await portal.group();
  const learner = await portal.learner();
  await portal.join(group, learner);
  await enter(page, learner);
  await page.context().clearCookies();
  await page.getByRole('link', { name: group.courses[0].name }).click();
  await expect(page).toHaveURL(`/sign-in?next=%2Fcourses%2F${group.courses[0].id}`);
  await page.getByLabel('Login or e-mail').fill(learner.login);
  await page.getByLabel('Password').fill(learner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: group.courses[0].name, level: 1 })).toBeVisible();
});

test('an invalid set-up link says so, and shows no form', async ({ page }) => {
  await visit(page, `/setup/${unique()}`);
  await expect(page.getByText('This link was used or replaced.')).toBeVisible();
  await expect(page.getByLabel('Login')).toHaveCount(0);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/sign-in');
});

test('the menu shows each user only their pages', async ({ page, visitor }) => {
  await enter(page, demo('admin'));
  // Tests that run at the same time may leave money to return, which the menu counts.
  const links = async (someone: typeof page) => {
    const texts = await someone.getByRole('navigation', { name: 'Main' }).getByRole('link').allTextContents();
    return texts.join(' ').replace(/, with money to return: \d+/, '');
  };
  expect(await links(page)).toBe('Home Groups Users User Types Branches Courses Orders Activity Settings');
  const learner = await visitor();
  await enter(learner, demo('learner'));
  expect(await links(learner)).toBe('Home Catalog');
  const [trainer, nordic] = [await visitor(), await visitor()];
  await enter(trainer, demo('trainer'));
  expect(await links(trainer)).toBe('Home Groups Courses');
  await enter(nordic, demo('nordic'));
  expect(await links(nordic)).toBe('Home Groups Users Courses Orders Activity');
});

test('a learner can’t open administrators’ pages', async ({ page, forgive }) => {
  forgive(/status of 403/);
  await signIn(page, demo('learner'));
  for (const address of ['/groups', '/groups/2/users', '/groups/new', '/users', '/users/new', '/courses', '/courses/1/edit']) {
    const response = await page.goto(address);
    expect(response?.status(), address).toBe(403);
    await expect(page.getByRole('alert'), address).toHaveText('You don’t have permission to do this.');
    await expect(page.getByText('Sales onboarding')).toHaveCount(0);
  }
});

test('signing out in one tab ends what another shows @js', async ({ page, portal, context }) => {
  await enter(page, await portal.learner());
  const other = await context.newPage();
  await visit(other, '/profile');
  await page.getByLabel('Account menu of').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await expect(other).toHaveURL('/sign-in?next=%2Fprofile');
});
