// New accounts, by sign-up or by an administrator: all join the default group.
import { ownPortal } from './support/portal.ts';
import { addCourses, addGroup, addUser, putIn, unique } from './support/fixtures.ts';
import { asAdmin, enter, row, usersTab } from './support/steps.ts';
import { axe, expect, visit, type Page } from './support/test.ts';

const test = ownPortal('sign-up');
test.describe.configure({ mode: 'serial' });

const password = 'a few plain words';

const scriptsRun = () => test.info().project.use.javaScriptEnabled !== false;

async function setSignUp(page: Page, mode: 'Off' | 'Direct' | 'By approval') {
  await visit(page, '/settings/users');
  const accounts = page.getByRole('region', { name: 'New accounts' });
  await accounts.getByRole('radio', { name: mode }).check();
  await accounts.getByRole('button', { name: 'Save' }).click();
  // With JavaScript, wait for the response: leaving the page would cancel the request.
  if (scriptsRun()) await expect(page.getByText('Saved.')).toBeVisible();
  await visit(page, '/settings/users');
  await expect(page.getByRole('radio', { name: mode })).toBeChecked();
}

async function fill(page: Page, login: string, key = '') {
  await page.getByLabel('First name').fill('Nadia');
  await page.getByLabel('Last name').fill(login);
  await page.getByLabel('E-mail').fill(`${login}@example.net`);
  await page.getByLabel('Login', { exact: true }).fill(login);
  await page.getByLabel('Password').fill(password);
  if (key) {
    const field = page.getByLabel('Group key', { exact: false });
    if (!(await field.isVisible())) await page.getByText('Have a group key?').click();
    await field.fill(key);
  }
  await page.getByRole('button', { name: 'Create account' }).click();
}

test('users who sign up or are added are in the default group and see its courses', async ({ page, visitor }) => {
  await asAdmin(page);
  const word = unique();
  const group = await addGroup(page, `Everybody ${word}`);
  const keyed = await addGroup(page, `Bakers ${word}`, { key: `bakers-${word}` });
  await putIn(page, group, { courses: await addCourses(page, `Welcome ${word}`) });
  await setSignUp(page, 'Direct');

  await visit(page, `/settings/users?q=${word}`);
  const choice = row(page, `Everybody ${word}`);
  await choice.getByRole('button', { name: 'Make default' }).click();
  await expect(choice.getByText('Default group')).toBeVisible();
  await visit(page, `/groups?q=${word}`);
  await expect(row(page, `Everybody ${word}`).getByText('Default group')).toBeVisible();

  const guest = await visitor();
  await visit(guest, '/sign-in');
  await guest.getByRole('link', { name: 'Create an account' }).click();
  await expect(guest).toHaveURL('/sign-up');
  if (scriptsRun()) await visit(guest, '/sign-up');
  await fill(guest, `n.${word}`, 'no-such-key');
  await expect(guest.getByLabel('Group key')).toHaveAccessibleDescription(/This key doesn’t work/);
  await expect(guest.getByLabel('Last name')).toHaveValue(`n.${word}`);
  await axe(guest);
  await fill(guest, `n.${word}`, `bakers-${word}`);
  await expect(guest).toHaveURL('/');
  await expect(guest.getByRole('link', { name: `Welcome ${word}` })).toBeVisible();
  await expect(guest.getByText(`Bakers ${word}`)).toBeVisible();

  const added = await addUser(page, 'Ines', word, password);
  await visit(page, `${usersTab(group)}?filter=members`);
  await expect(page.getByText('Group member')).toHaveCount(2);
  await expect(row(page, `Nadia n.${word}`)).toContainText('1 of 1 course');
  await expect(row(page, added.name)).toContainText('1 of 1 course');
  await visit(page, usersTab(keyed, word));
  await expect(row(page, `Nadia n.${word}`).getByText('Group member')).toBeVisible();

  const learner = await visitor();
  await enter(learner, { login: added.login, password: password });
  await expect(learner.getByRole('link', { name: `Welcome ${word}` })).toBeVisible();

  // The dialog warns before the default group is deleted.
  await visit(page, `/groups?q=${word}&delete=${group.id}`);
  const dialog = page.getByRole('dialog', { name: 'Delete a group' });
  await expect(dialog).toContainText('This is the default group.');
  await dialog.getByRole('button', { name: 'Delete group' }).click();
  await expect(page.getByRole('link', { name: `Everybody ${word}` })).toHaveCount(0);
  await visit(page, '/settings/users');
  await expect(page.getByText('No default group', { exact: true })).toBeVisible();
});

test('a waiting account works when it is approved, and is deleted when it is declined', async ({ page, visitor, forgive }) => {
  forgive(/status of 401/);
  await asAdmin(page);
  await setSignUp(page, 'By approval');
  const word = unique();
  const [good, bad] = [`good.${word}`, `bad.${word}`];
  const guest = await visitor();
  for (const login of [good, bad]) {
    await visit(guest, '/sign-up');
    await fill(guest, login);
    await expect(guest.getByText('An administrator has to approve your account')).toBeVisible();
  }
  await visit(guest, '/sign-in');
  await guest.getByLabel('Login or e-mail').fill(good);
  await guest.getByLabel('Password').fill(password);
  await guest.getByRole('button', { name: 'Sign in' }).click();
  await expect(guest.getByRole('alert')).toContainText('Your account is waiting for approval.');

  await visit(page, `/users?filter=waiting&q=${word}`);
  await expect(page.getByText('Waiting for approval')).toHaveCount(2);
  await row(page, good).getByRole('button', { name: 'Approve' }).click();
  await expect(row(page, good)).toHaveCount(0);
  await visit(page, `/users?filter=waiting&q=${word}`);
  await row(page, bad).getByRole('link', { name: `Decline Nadia ${bad}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Decline' });
  await expect(dialog).toContainText(`Nadia ${bad}`);
  await dialog.getByRole('button', { name: 'Decline' }).click();
  await expect(page).toHaveURL('/users?filter=waiting');
  await visit(page, `/users?q=${word}`);
  await expect(page.getByText(good).first()).toBeVisible();
  await expect(page.getByText(bad)).toHaveCount(0);

  await visit(page, '/settings/mailbox');
  await expect(page.getByText('because no mail server is set up')).toBeVisible();
  await expect(row(page, `${bad}@example.net`)).toContainText('your account was declined');
  await enter(guest, { login: good, password: password });
});

test('with sign-up off, the page says so', async ({ page, visitor }) => {
  await asAdmin(page);
  await setSignUp(page, 'Off');
  const guest = await visitor();
  await visit(guest, '/sign-up');
  await expect(guest.getByText('Sign-up is closed.')).toBeVisible();
  await visit(guest, '/sign-in');
  await expect(guest.getByRole('link', { name: 'Create an account' })).toHaveCount(0);
  await guest.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(guest.getByText('This portal can’t send e-mails yet.')).toBeVisible();
});

test('users are imported after each line was checked, and exported', async ({ page }) => {
  await asAdmin(page);
  const word = unique();
  await visit(page, '/users');
  await page.getByRole('link', { name: 'Import' }).click();
  await expect(page).toHaveURL('/users/import');
  if (scriptsRun()) await visit(page, '/users/import');
  await page.getByLabel('Or paste the list').fill(`Ida,${word},ida.${word}@example.net\nOtto,${word},nothing\n`);
  await page.getByRole('button', { name: 'Check the list' }).click();
  await expect(row(page, 'nothing').first()).toContainText('This does not look like an e-mail address.');
  await page.getByRole('button', { name: 'Add 1 user' }).click();
  await expect(page.getByText('1 added, 1 left out.')).toBeVisible();
  const csv = await (await page.request.get('/users/export.csv')).text();
  expect(csv).toContain(`ida.${word}@example.net,ida.${word}@example.net,Ida,${word},Learner-Type,yes,`);
});
