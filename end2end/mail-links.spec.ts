// Links in e-mails: the one that resets a password, and the one behind which an account is made at sign-up.
import { ownPortal } from './support/portal.ts';
import { addGroup, addUser, send, unique, versionOf, type TestUser } from './support/fixtures.ts';
import { asAdmin, enter, row, usersTab } from './support/steps.ts';
import { axe, expect, visit, type Page } from './support/test.ts';

const test = ownPortal('mail-links', { mails: true });
test.describe.configure({ mode: 'serial' });

const [old, chosen] = ['a few plain words', 'quite other words'];
const address = (login: string) => `${login}@example.net`;

/** Submits login and password without checking the result. */
async function submitSignIn(page: Page, login: string, password: string) {
  await visit(page, '/sign-in');
  await page.getByLabel('Login or e-mail').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Requests a link from the sign-in page. */
async function requestReset(page: Page, typed: string) {
  await visit(page, '/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page).toHaveURL('/forgotten-password');
  await visit(page, '/forgotten-password');
  await page.getByLabel('Login or e-mail').fill(typed);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'we’ve sent an e-mail to its address' })).toBeVisible();
}

async function setSignUp(page: Page, mode: 'direct' | 'approval') {
  const settings = await (await page.request.get('/settings/users')).text();
  const type = settings.match(/<option value="(\d+)"[^>]*>Learner-Type/)?.[1] ?? '';
  const version = await versionOf(page, '/settings/users');
  await send(page, 'update_new_user_settings', { version, default_type: type, sign_up: mode });
}

/** The first step of signing up: the address alone. */
async function requestSignUp(page: Page, email: string) {
  await visit(page, '/sign-up');
  await expect(page.getByLabel('Password')).toHaveCount(0);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByText('Check your e-mail to continue.')).toBeVisible();
}

/** The second step, on the page of the mailed link. */
async function createAccount(page: Page, login: string) {
  await page.getByLabel('First name').fill('Nadia');
  await page.getByLabel('Last name').fill('Novo');
  await page.getByLabel('Login', { exact: true }).fill(login);
  await page.getByLabel('Password').fill(old);
  await page.getByRole('button', { name: 'Create account' }).click();
}

/** Expects that the mailbox hides the text with the link. */
async function expectHidden(page: Page, user: string, subject: string, link: string) {
  await visit(page, '/settings/mailbox');
  const mail = row(page, address(user)).filter({ hasText: subject });
  await expect(mail).toHaveCount(1);
  await mail.getByText(subject).click();
  await expect(mail.getByText('The text is hidden')).toBeVisible();
  expect(await page.content()).not.toContain(link);
}

test('a forgotten password is reset with the link, once', async ({ page, visitor, sent, forgive }) => {
  forgive(/status of (401|422)/);
  await asAdmin(page);
  const user: TestUser = await addUser(page, 'Lara', unique(), old);
  const elsewhere = await visitor();
  await enter(elsewhere, { login: user.login, password: old });

  const userPage = await visitor();
  await requestReset(userPage, user.login);
  const link = await sent.link(address(user.login), 'choose a new password');
  expect(link).toMatch(/^\/forgotten-password\/.+/);
  await expectHidden(page, user.login, 'choose a new password', link);

  await visit(userPage, link);
  await axe(userPage);
  await userPage.getByLabel('New password').fill('short');
  await userPage.getByRole('button', { name: 'Change password' }).click();
  await expect(userPage.getByLabel('New password')).toHaveAccessibleDescription(/at least 10 characters/i);
  await expect(userPage.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true');
  await userPage.getByLabel('New password').fill(chosen);
  await userPage.getByRole('button', { name: 'Change password' }).click();
  await expect(userPage.getByRole('status').filter({ hasText: 'Password changed.' })).toBeVisible();

  await visit(userPage, link);
  await expect(userPage.getByText('This link was already used or has expired.')).toBeVisible();
  await expect(userPage.getByLabel('New password')).toHaveCount(0);
  await visit(elsewhere, '/profile');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await submitSignIn(userPage, user.login, old);
  await expect(userPage.getByRole('alert')).toContainText('The login or the password is wrong.');
  await enter(userPage, { login: user.login, password: chosen });
  await expect.poll(() => sent.to(address(user.login)).map((mail) => mail.subject)).toContain('Muster: your password was changed');
});

test('an unknown login gets the same answer and no e-mail', async ({ page, visitor, sent }) => {
  await asAdmin(page);
  const user = await addUser(page, 'Lara', unique(), old);
  const [guest, login] = [await visitor(), `nobody.${unique()}`];
  await requestReset(guest, address(login));
  // Mails are sent in order: a later one has arrived, so this one would have, too.
  await requestReset(guest, user.login);
  await sent.link(address(user.login), 'choose a new password');
  expect(sent.to(address(login))).toEqual([]);
});

test('a new address takes the password, and counts when its link is opened', async ({ page, visitor, sent, forgive }) => {
  forgive(/status of 422/);
  await asAdmin(page);
  const user = await addUser(page, 'Lara', unique(), old);
  const [userPage, added] = [await visitor(), `${user.login}@example.com`];
  await enter(userPage, { login: user.login, password: old }, '/profile');
  await userPage.getByLabel('E-mail').fill(added);
  await userPage.getByRole('button', { name: 'Save' }).click();
  await expect(userPage.getByLabel('Your password')).toHaveAccessibleDescription('This isn’t your current password.');
  await userPage.getByLabel('Your password').fill(old);
  await userPage.getByRole('button', { name: 'Save' }).click();
  await expect(userPage.getByText(`We sent a link to ${added}.`)).toBeVisible();
  await expect(userPage.getByLabel('E-mail')).toHaveValue(address(user.login));

  const link = await sent.link(added, 'confirm your new e-mail address');
  await visit(userPage, link);
  await axe(userPage);
  await userPage.getByRole('button', { name: 'Confirm' }).click();
  await expect(userPage.getByRole('status').filter({ hasText: 'Your e-mail address was changed.' })).toBeVisible();
  await visit(userPage, '/profile');
  await expect(userPage.getByLabel('E-mail')).toHaveValue(added);
  for (const to of [added, address(user.login)]) {
    await expect.poll(() => sent.to(to).map((mail) => mail.subject)).toContain('Muster: your e-mail address was changed');
  }
});

test('a new user proves the address, then chooses login and password and is signed in', async ({ page, visitor, sent }) => {
  await asAdmin(page);
  await setSignUp(page, 'direct');
  const other = await addUser(page, 'Lara', unique(), old);
  const [guest, login] = [await visitor(), `nadia.${unique()}`];
  await requestSignUp(guest, address(login));
  const link = await sent.link(address(login), 'create your account');
  expect(link).toMatch(/^\/new-account\/.+/);
  await expectHidden(page, login, 'create your account', link);

  await visit(guest, link);
  await axe(guest);
  // Opening the link uses nothing up, as mail scanners open links, too.
  await guest.reload();
  await expect(guest.getByText(`Your e-mail address is ${address(login)}.`)).toBeVisible();
  await createAccount(guest, other.login);
  await expect(guest.getByLabel('Login', { exact: true })).toHaveAccessibleDescription(/Another user has this login\./);
  await expect(guest.getByLabel('Last name')).toHaveValue('Novo');
  await createAccount(guest, login);
  await expect(guest.getByRole('heading', { name: 'My courses' })).toBeVisible();
  await visit(guest, link);
  await expect(guest.getByText('This link was already used or has expired.')).toBeVisible();
  await enter(await visitor(), { login, password: old });
});

test('a group key that is typed with the address is used when the account is made', async ({ page, visitor, sent }) => {
  await asAdmin(page);
  await setSignUp(page, 'direct');
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `bakers-${word}` });
  const [guest, login] = [await visitor(), `nadia.${word}`];
  await visit(guest, '/sign-up');
  await guest.getByLabel('E-mail').fill(address(login));
  await guest.getByText('Have a group key?').click();
  await guest.getByLabel('Group key').fill(`bakers-${word}`);
  await guest.getByRole('button', { name: 'Send link' }).click();
  await visit(guest, await sent.link(address(login), 'create your account'));
  await expect(guest.getByText(`Your new account joins the group Bakers ${word}.`)).toBeVisible();
  await createAccount(guest, login);
  await expect(guest.getByRole('heading', { name: 'My courses' })).toBeVisible();
  await visit(page, usersTab(group, login));
  await expect(row(page, 'Nadia Novo').getByText('Group member')).toBeVisible();
});

test('with approval, a new user still waits, and gets an e-mail when approved', async ({ page, visitor, sent }) => {
  await asAdmin(page);
  await setSignUp(page, 'approval');
  const [guest, login] = [await visitor(), `nadia.${unique()}`];
  await requestSignUp(guest, address(login));
  await visit(page, `/users?filter=waiting&q=${login}`);
  await expect(row(page, login)).toHaveCount(0);
  await visit(guest, await sent.link(address(login), 'create your account'));
  await createAccount(guest, login);
  await expect(guest.getByText('An administrator has to approve your account')).toBeVisible();

  await visit(page, `/users?filter=waiting&q=${login}`);
  await expect(row(page, login)).toContainText('Waiting for approval');
  await row(page, login).getByRole('button', { name: 'Approve' }).click();
  await expect(row(page, login)).toHaveCount(0);
  await visit(guest, await sent.link(address(login), 'you can sign in'));
  await enter(guest, { login: login, password: old });
});

test('a taken address gets the same answer, and its owner an e-mail', async ({ page, visitor, sent }) => {
  await asAdmin(page);
  await setSignUp(page, 'direct');
  const user = await addUser(page, 'Lara', unique(), old);
  await requestSignUp(await visitor(), address(user.login));
  const link = await sent.link(address(user.login), 'you already have an account');
  expect(link).toBe('/forgotten-password');
});
