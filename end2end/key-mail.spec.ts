// Sending a group key by e-mail, and the text that goes with it.
import { addGroup, send, unique, type Group } from './support/fixtures.ts';
import { asAdmin, row } from './support/steps.ts';
import { axe, expect, test, visit, type Page } from './support/test.ts';
import { ownPortal } from './support/portal.ts';

const keysTab = (group: Group) => `/groups/${group.id}/keys`;
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Send the key by e-mail' });
const recipients = (page: Page) => dialog(page).getByLabel('Recipients');
const sendIt = (page: Page) => dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
const scriptsRun = () => test.info().project.use.javaScriptEnabled !== false;

/** Adds a group with a key and opens the dialog that asks for recipients. */
async function ask(page: Page, limits: Record<string, string> = {}) {
  const word = unique();
  const group = await addGroup(page, `Bakers ${word}`, { key: `key-${word}`, ...limits });
  await visit(page, keysTab(group));
  await page.getByRole('link', { name: 'Send by e-mail' }).click();
  await expect(page).toHaveURL(/\/keys\?send=\d+$/);
  await expect(recipients(page)).toBeVisible();
  if (scriptsRun()) await expect(page.locator('html[data-hydrated]')).toBeAttached();
  return { word, group, key: `key-${word}` };
}

test.describe('on the Keys tab', () => {
  test.beforeEach(({ page }) => asAdmin(page));

  test('a key goes to all recipients, with the sender’s text', async ({ page }) => {
    const { word, group, key } = await ask(page);
    const subject = dialog(page).getByLabel('Subject');
    const text = dialog(page).getByLabel('Text');
    await expect(subject).toHaveValue(new RegExp(`: join the group ${group.name}$`));
    await expect(text).toHaveValue(/\n{link}\n[\s\S]*\n{key}\n/);
    await expect(dialog(page).getByText('No mail server is set')).toBeVisible();
    await axe(page);
    await recipients(page).fill(`Ana Souza <ana@${word}.example>\nben@${word}.example; ANA@${word}.example`);
    await subject.fill(`Bake with us, ${word}`);
    await text.fill('Come on Monday: {link}. The key is {key}.');
    await sendIt(page);

    await expect(dialog(page)).toHaveCount(0);
    await expect(page).toHaveURL(new RegExp(`/groups/${group.id}/keys(\\?done=sent)?$`));
    const said = scriptsRun() ? 'Sending the key to 2 people.' : 'The key is on its way.';
    await expect(page.getByRole('status').filter({ hasText: said })).toBeVisible();
    await visit(page, '/settings/mailbox');
    for (const name of ['ana', 'ben']) {
      const mail = row(page, `${name}@${word}.example`);
      await expect(mail).toHaveCount(1);
      await mail.getByText(`Bake with us, ${word}`).click();
      await expect(mail.getByText('Come on Monday: {link}. The key is {key}.')).toBeVisible();
      await expect(mail).not.toContainText(key);
    }
    await visit(page, `/groups/${group.id}/activity`);
    const activity = page.getByRole('region', { name: 'Activity' });
    await expect(activity).toContainText('sent the key to 2 people');
    await expect(activity).not.toContainText(key);
  });

  test('invalid addresses are named, and the form keeps its text', async ({ page, forgive }) => {
    forgive(/status of 422/);
    const { word } = await ask(page);
    await sendIt(page);
    await expect(recipients(page)).toHaveAccessibleDescription('Enter at least one e-mail address.');
    await recipients(page).fill(`ana@${word}.example, ben; cleo@`);
    await dialog(page).getByLabel('Text').fill(`Come on Monday, ${word}: {link}`);
    await sendIt(page);
    await expect(recipients(page)).toHaveAccessibleDescription('Not e-mail addresses: “ben”, “cleo@”.');
    await expect(recipients(page)).toHaveValue(`ana@${word}.example, ben; cleo@`);
    await expect(dialog(page).getByLabel('Text')).toHaveValue(`Come on Monday, ${word}: {link}`);
    const crowd = Array.from({ length: 501 }, (_, number) => `p${number}@${word}.example`);
    await recipients(page).fill(crowd.join('\n'));
    await sendIt(page);
    await expect(recipients(page)).toHaveAccessibleDescription('You can send to up to 500 people; this list has 501.');
    await expect(recipients(page)).toHaveValue(crowd.join('\n'));
    await dialog(page).getByRole('link', { name: 'Cancel' }).click();
    await expect(dialog(page)).toHaveCount(0);
    await visit(page, '/settings/mailbox');
    await expect(row(page, `${word}.example`)).toHaveCount(0);
  });

  test('a key that doesn’t work is reported before it is sent', async ({ page }) => {
    await ask(page, { expires_at: '2026-01-01T08:00' });
    await expect(dialog(page).getByText('No one can join with it now: the key is expired.')).toBeVisible();
    const { group } = await ask(page);
    const path = new URL(page.url());
    await expect(dialog(page).getByText('No one can join with it now')).toHaveCount(0);
    const key = path.searchParams.get('send') ?? '';
    await send(page, 'set_key_paused', { group: group.id, key, paused: 'true' });
    await visit(page, `${path.pathname}${path.search}`);
    await expect(dialog(page).getByText('No one can join with it now: the key is paused.')).toBeVisible();
  });

  test('Escape closes the dialog, and the link gets the focus back @js', async ({ page }) => {
    await ask(page);
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Send by e-mail' })).toBeFocused();
  });
});

// The text is a setting of the whole portal.
const own = ownPortal('key-mail');
own.describe('under Settings', () => {
  own.describe.configure({ mode: 'serial' });

  own('an administrator writes the instructions, and takes the built-in ones back', async ({ page, forgive }) => {
    forgive(/status of 422/);
    await asAdmin(page);
    await visit(page, '/settings');
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Group keys' }).click();
    await expect(page.getByRole('heading', { name: 'Instructions for group keys' })).toBeVisible();
    await visit(page, '/settings/keys');
    await axe(page);
    const [subject, text] = [page.getByLabel('Subject'), page.getByLabel('Text')];
    const builtIn = await text.inputValue();
    await expect(page.getByRole('button', { name: 'Restore default text' })).toHaveCount(0);

    await subject.fill('Bake with {portal}');
    await text.fill('Dear {first name}, the key is {kee}.');
    await page.getByRole('button', { name: 'Save' }).click();
    const unknown = '{first name}, {kee} aren’t placeholders. You can use {group}, {key}, {link}, {portal}.';
    await expect(text).toHaveAccessibleDescription(unknown);
    await expect(subject).toHaveValue('Bake with {portal}');
    await text.fill('In {group} you bake.');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(text).toHaveAccessibleDescription(/^Include {link} in the text/);

    await text.fill('In {group} you bake: {link}');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: 'Restore default text' })).toBeVisible();
    const { group } = await ask(page);
    await expect(dialog(page).getByLabel('Subject')).toHaveValue('Bake with Muster');
    await expect(dialog(page).getByLabel('Text')).toHaveValue(`In ${group.name} you bake: {link}`);
    await dialog(page).getByRole('link', { name: 'Instructions for group keys' }).click();
    await expect(page).toHaveURL('/settings/keys');
    if (scriptsRun()) await visit(page, '/settings/keys');
    await page.getByRole('button', { name: 'Restore default text' }).click();
    await expect(page.getByRole('button', { name: 'Restore default text' })).toHaveCount(0);
    await expect(text).toHaveValue(builtIn);
    await expect(text).toBeEditable();
  });
});

const sending = ownPortal('key-mail-sent', { mails: true });
sending('where a mail server is set the mail goes out, and its link opens the group', async ({ page, visitor, sent }) => {
  await asAdmin(page);
  const { word, group } = await ask(page);
  await expect(dialog(page).getByText('No mail server is set')).toHaveCount(0);
  await recipients(page).fill(`ana@${word}.example`);
  await sendIt(page);
  await expect(dialog(page)).toHaveCount(0);
  const path = await sent.link(`ana@${word}.example`, `: join the group ${group.name}`);
  const guest = await visitor();
  await visit(guest, path);
  await expect(guest.getByRole('heading', { name: group.name })).toBeVisible();
  await expect(guest.getByRole('link', { name: 'Sign in to join' })).toBeVisible();
});
