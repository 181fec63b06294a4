// What comes by mail: the link that sets a forgotten password, and the one that confirms an address at sign-up.
import { ownPortal } from './support/portal.ts';
import { addUser, asAdmin, row, send, signIn, unique, type Person } from './support/steps.ts';
import { axe, expect, visit, type Page } from './support/test.ts';

const test = ownPortal('mail-links', { mails: true });
test.describe.configure({ mode: 'serial' });

const [old, chosen] = ['a few plain words', 'quite other words'];
const address = (login: string) => `${login}@example.net`;

/** Types login and password at the door, and says no more. */
async function knock(page: Page, login: string, password: string) {
  await visit(page, '/sign-in');
  await page.getByLabel('Login or e-mail').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** From the door to the mail with the link. */
async function forget(page: Page, typed: string) {
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
  await send(page, '/settings/users', 'update_new_user_settings', { default_type: type, sign_up: mode });
}

async function signUp(page: Page, login: string, email = address(login)) {
  await visit(page, '/sign-up');
  await page.getByLabel('First name').fill('Nadia');
  await page.getByLabel('Last name').fill('Novo');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Login', { exact: true }).fill(login);
  await page.getByLabel('Password').fill(old);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Check your e-mail to continue.')).toBeVisible();
}

/** What the mailbox has to say of the mail with the link. */
async function expectHidden(page: Page, person: string, subject: string, link: string) {
  await visit(page, '/settings/mailbox');
  const mail = row(page, address(person)).filter({ hasText: subject });
  await expect(mail).toHaveCount(1);
  await mail.getByText(subject).click();
  await expect(mail.getByText('The text is hidden')).toBeVisible();
  expect(await page.content()).not.toContain(link);
}

test('whoever forgot his password chooses another with the link, once', async ({ page, visitor, sent, forgive }) => {
  forgive(/status of (401|422)/);
  await asAdmin(page);
  const person: Person = await addUser(page, 'Lara', unique(), old);
  const elsewhere = await visitor();
  await signIn(elsewhere, person.login, old);

  const his = await visitor();
  await forget(his, person.login);
  const link = await sent.link(address(person.login), 'choose a new password');
  expect(link).toMatch(/^\/forgotten-password\/.+/);
  await expectHidden(page, person.login, 'choose a new password', link);

  await visit(his, link);
  await axe(his);
  await his.getByLabel('New password').fill('short');
  await his.getByRole('button', { name: 'Change password' }).click();
  await expect(his.getByLabel('New password')).toHaveAccessibleDescription(/at least 10 characters/i);
  await expect(his.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true');
  await his.getByLabel('New password').fill(chosen);
  await his.getByRole('button', { name: 'Change password' }).click();
  await expect(his.getByRole('status').filter({ hasText: 'Password changed.' })).toBeVisible();

  await visit(his, link);
  await expect(his.getByText('This link was already used or has expired.')).toBeVisible();
  await expect(his.getByLabel('New password')).toHaveCount(0);
  await visit(elsewhere, '/profile');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await knock(his, person.login, old);
  await expect(his.getByRole('alert')).toContainText('The login or the password is wrong.');
  await signIn(his, person.login, chosen);
  await expect.poll(() => sent.to(address(person.login)).map((mail) => mail.subject)).toContain('Muster: your password was changed');
});

test('whoever is nobody hears the same, and nobody gets a mail', async ({ page, visitor, sent }) => {
  await asAdmin(page);
  const person = await addUser(page, 'Lara', unique(), old);
  const [stranger, login] = [await visitor(), `nobody.${unique()}`];
  await forget(stranger, address(login));
  // Mails go out in their order: what was asked for later has come, so this would have.
  await forget(stranger, person.login);
  await sent.link(address(person.login), 'choose a new password');
  expect(sent.to(address(login))).toEqual([]);
});

test('whoever signs up is in when he has confirmed his address', async ({ page, visitor, sent, forgive }) => {
  forgive(/status of 401/);
  await asAdmin(page);
  await setSignUp(page, 'direct');
  const [stranger, login] = [await visitor(), `nadia.${unique()}`];
  await signUp(stranger, login);
  await knock(stranger, login, old);
  await expect(stranger.getByRole('alert')).toContainText('Your e-mail address is not confirmed yet.');
  const link = await sent.link(address(login), 'confirm your e-mail address');
  expect(link).toMatch(/^\/sign-up\/confirm\/.+/);
  await expectHidden(page, login, 'confirm your e-mail address', link);

  await visit(stranger, link);
  await axe(stranger);
  // Whatever opens the link confirms nothing: programs look into mails, too.
  await stranger.reload();
  await stranger.getByRole('button', { name: 'Confirm' }).click();
  await expect(stranger.getByRole('status').filter({ hasText: 'Your e-mail address is confirmed.' })).toBeVisible();
  await visit(stranger, link);
  await expect(stranger.getByText('This link was already used or has expired.')).toBeVisible();
  await signIn(stranger, login, old);
  await expect(stranger.getByRole('heading', { name: 'My courses' })).toBeVisible();
});

test('by approval, whoever has confirmed his address still waits, and hears when he is in', async ({ page, visitor, sent }) => {
  await asAdmin(page);
  await setSignUp(page, 'approval');
  const [stranger, login] = [await visitor(), `nadia.${unique()}`];
  await signUp(stranger, login);
  await visit(page, `/users?filter=waiting&q=${login}`);
  await expect(row(page, login)).toContainText('E-mail not confirmed');
  await visit(stranger, await sent.link(address(login), 'confirm your e-mail address'));
  await stranger.getByRole('button', { name: 'Confirm' }).click();
  await expect(stranger.getByText('An administrator has to approve your account')).toBeVisible();

  await visit(page, `/users?filter=waiting&q=${login}`);
  await expect(row(page, login)).toContainText('Waiting for approval');
  await row(page, login).getByRole('button', { name: 'Approve' }).click();
  await expect(row(page, login)).toHaveCount(0);
  await visit(stranger, await sent.link(address(login), 'you can sign in'));
  await signIn(stranger, login, old);
});

test('at an address that is taken the answer is the same, and its owner is told', async ({ page, visitor, sent }) => {
  await asAdmin(page);
  await setSignUp(page, 'direct');
  const person = await addUser(page, 'Lara', unique(), old);
  await signUp(await visitor(), `nadia.${unique()}`, address(person.login));
  const link = await sent.link(address(person.login), 'you already have an account');
  expect(link).toBe('/forgotten-password');
});
