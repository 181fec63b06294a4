// Join links and their QR codes: from the Keys tab to the learner.
import { demo, type Group } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { enter, myGroups, signIn } from './support/steps.ts';
import { axe, expect, visit, type Page } from './support/test.ts';

/** The path of the group's join link, as the Keys tab shows it. */
async function linkOf(page: Page, group: Group) {
  await enter(page, demo('admin'), `/groups/${group.id}/keys`);
  const address = await page.getByText(/\/join\/\d+-[\w-]{22}$/).textContent();
  return new URL(address ?? '').pathname;
}

test('a guest sees the group, signs in and joins', async ({ page, visitor, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const link = await linkOf(page, group);
  const guest = await visitor();
  await visit(guest, link);
  await expect(guest.getByRole('heading', { name: group.name })).toBeVisible();
  await expect(guest.getByText(group.description)).toBeVisible();
  await expect(guest.getByText(group.courses[0].name)).toBeVisible();
  await axe(guest);
  await guest.getByRole('link', { name: 'Sign in to join' }).click();
  await guest.getByLabel('Login or e-mail').fill(learner.login);
  await guest.getByLabel('Password').fill(learner.password);
  await guest.getByRole('button', { name: 'Sign in' }).click();
  await expect(guest).toHaveURL(link);
  await visit(guest, link);
  await guest.getByRole('button', { name: 'Join Group' }).click();
  await expect(myGroups(guest)).toContainText(group.name);
  expect(await portal.usesOfKey(group)).toBe('1 used, no limit');
  await visit(guest, link);
  await expect(guest.getByText('You are already in this group.')).toBeVisible();
});

test('a paused key’s link does not work, for guests neither', async ({ page, visitor, portal, forgive }) => {
  forgive(/status of 422/);
  const [learner, group] = [await portal.learner(), await portal.group()];
  const link = await linkOf(page, group);
  await portal.pauseKey(group);
  const guest = await visitor();
  await visit(guest, link);
  await expect(guest.getByRole('alert')).toContainText('This key doesn’t work.');
  await signIn(guest, learner);
  await visit(guest, link);
  await expect(guest.getByRole('alert')).toContainText('This key doesn’t work.');
});

test('the QR code can be printed and downloaded', async ({ page, portal }) => {
  const group = await portal.group();
  const link = await linkOf(page, group);
  await page.getByRole('link', { name: 'QR code' }).click();
  const card = page.getByRole('region', { name: 'Join link' });
  const picture = card.getByRole('img', { name: 'QR code of the join link' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await expect(card).toContainText(link);
  await expect(card).toContainText(group.key);
  const downloading = page.waitForEvent('download');
  await card.getByRole('link', { name: 'Download the QR code' }).click();
  expect((await downloading).suggestedFilename()).toBe('join-link.svg');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(picture).toBeVisible();
});
