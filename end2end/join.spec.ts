// Joining a group by its key.
import { demo, unique, type Group } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { card, enter, expectSamePage, mark, myCourses, myGroups, signIn } from './support/steps.ts';
import { expect, ready, visit, type Page } from './support/test.ts';

const refused = 'This key doesn’t work. Check it, or ask the person who gave it to you.';

async function tryKey(page: Page, key: string) {
  await page.getByLabel('Group key').fill(key);
  await page.getByRole('button', { name: 'Join Group' }).click();
}

/** Expects the key's preview with its Join button. */
async function expectPreview(page: Page, group: Group) {
  await expect(page.getByRole('heading', { name: group.name })).toBeVisible();
  await expect(page.getByText(group.description)).toBeVisible();
  for (const course of group.courses) {
    await expect(page.getByRole('listitem').getByText(course.name, { exact: true }).last()).toBeVisible();
  }
}

async function confirm(page: Page) {
  await page.getByRole('button', { name: 'Join Group' }).click();
}

async function expectIn(page: Page, group: Group) {
  await expect(myGroups(page)).toContainText(group.name);
  for (const course of group.courses) await expect(card(page, course)).toBeVisible();
}

test('a key shows a preview, and joining adds the group and its courses', async ({ page, portal }) => {
  const [learner, first, second] = [await portal.learner(), await portal.course(), await portal.course()];
  const group = await portal.group({ courses: [first, second] });
  await enter(page, learner);
  await expect(myGroups(page)).toContainText('You’re not in a group yet.');
  await tryKey(page, group.key);
  await expectPreview(page, group);
  await expect(page.getByText('You get 2 courses:')).toBeVisible();
  await confirm(page);
  await expectIn(page, group);
  await expect(page).toHaveURL('/');
});

test('joining updates the page in place, and the learner’s other tab @js', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  await enter(page, learner);
  await mark(page);
  const other = await page.context().newPage();
  await visit(other, '/');
  await mark(other);
  await page.bringToFront();
  await tryKey(page, group.key);
  await expectPreview(page, group);
  await confirm(page);
  await expectIn(page, group);
  await expect(page.getByText(`You joined ${group.name}.`)).toBeVisible();
  await expect(page.getByLabel('Group key')).toHaveValue('');
  await expectSamePage(page);
  await other.bringToFront();
  await expectIn(other, group);
  await expectSamePage(other);
});

test('an administrator’s changes to a member show on the member’s open home right away @js', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const [course] = group.courses;
  await enter(page, learner);
  await mark(page);
  await portal.add(group, learner);
  await expect(myGroups(page)).toContainText(group.name);
  await expect(card(page, course)).toHaveCount(0);
  await portal.synchronize(group, learner);
  await expect(card(page, course)).toBeVisible();
  await portal.remove(group, learner, 'keep_access');
  await expect(myGroups(page)).not.toContainText(group.name);
  await expect(card(page, course)).toContainText(`Kept from ${group.name}`);
  await portal.add(group, learner);
  await expect(myGroups(page)).toContainText(group.name);
  await portal.synchronize(group, learner);
  await portal.remove(group, learner, 'withdraw_access');
  await expect(myGroups(page)).not.toContainText(group.name);
  await expectSamePage(page);
});

test('withdrawn access disappears from the open home right away @js', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  await portal.join(group, learner);
  await enter(page, learner);
  await expectIn(page, group);
  await mark(page);
  await portal.remove(group, learner, 'withdraw_access');
  await expect(card(page, group.courses[0])).toHaveCount(0);
  await expect(myCourses(page)).toContainText('No courses yet');
  await expectSamePage(page);
});

test('a key is compared ignoring case, spaces and hyphens', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  await enter(page, learner);
  await tryKey(page, ` ${group.key.toLowerCase().replaceAll('-', ' ')} `);
  await expectPreview(page, group);
  await cancel(page);
  await tryKey(page, group.key.toUpperCase().replaceAll('-', ''));
  await expectPreview(page, group);
  await confirm(page);
  await expectIn(page, group);
});

test('Cancel joins nothing', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  await enter(page, learner);
  await tryKey(page, group.key);
  await expectPreview(page, group);
  await cancel(page);
  await expect(page.getByLabel('Group key')).toHaveValue('');
  await expect(page.getByRole('heading', { name: group.name })).toHaveCount(0);
  await visit(page, '/');
  await expect(myGroups(page)).toContainText('You’re not in a group yet.');
  expect(await portal.usesOfKey(group)).toBe('0 used, no limit');
});

async function cancel(page: Page) {
  const button = page.getByRole('button', { name: 'Cancel' });
  await button.or(page.getByRole('link', { name: 'Cancel' })).click();
  await expect(page.getByLabel('Group key')).toBeVisible();
}

test('a wrong, paused, expired, not yet valid or used-up key gets the same error', async ({
  page,
  portal,
  forgive,
}) => {
  test.slow();
  forgive(/status of 422/);
  const [learner, other, course] = [await portal.learner(), await portal.learner(), await portal.course()];
  const make = (limits = {}) => portal.group({ courses: [course], ...limits });
  const [paused, usedUp] = [await make(), await make({ maximum: 1 })];
  const expired = await make({ expiry: '2026-01-01T00:00' });
  const early = await make({ start: '2099-01-01T00:00' });
  await portal.pauseKey(paused);
  await portal.join(usedUp, other);
  await enter(page, learner);
  for (const key of [`no-such-key-${unique()}`, paused.key, expired.key, early.key, usedUp.key]) {
    await tryKey(page, key);
    await expect(page.getByRole('alert')).toHaveText(refused);
    await expect(page.getByLabel('Group key')).toHaveValue(key);
    await visit(page, '/');
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
});

test('an empty key gets an error next to the field', async ({ page, forgive }) => {
  forgive(/status of 422/);
  await enter(page, demo('learner2'));
  await tryKey(page, '  ');
  const field = page.getByLabel('Group key');
  await expect(field).toHaveAccessibleDescription('A group key is required.');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue('  ');
});

test('a member is told that they are already in the group, even with a paused key', async ({ page, portal, forgive }) => {
  forgive(/status of 409/);
  const [learner, group] = [await portal.learner(), await portal.group()];
  await portal.join(group, learner);
  await enter(page, learner);
  await tryKey(page, group.key);
  await expect(page.getByRole('alert')).toHaveText('You are already in this group.');
  await expect(page.getByLabel('Group key')).toHaveValue(group.key);
  await portal.pauseKey(group);
  await visit(page, '/');
  await tryKey(page, group.key);
  await expect(page.getByRole('alert')).toHaveText('You are already in this group.');
});

test('after several wrong attempts even the right key has to wait', async ({ page, portal, forgive }) => {
  forgive(/status of 429/);
  const [learner, group] = [await portal.learner(), await portal.group()];
  await enter(page, learner);
  await portal.tryWrongKeys(learner, 9);
  await tryKey(page, group.key);
  await expect(page.getByRole('alert')).toHaveText(/^Too many attempts\. Try again in \d+ seconds?\.$/);
  await expect(page.getByLabel('Group key')).toHaveValue(group.key);
  await expect(page.getByRole('heading', { name: group.name })).toHaveCount(0);
});

test('a maximum of 1 lets one learner in and refuses the second', async ({ page, portal, forgive, visitor }) => {
  forgive(/status of 422/);
  const [first, second, group] = [await portal.learner(), await portal.learner(), await portal.group({ maximum: 1 })];
  // Both have seen the preview before either confirms.
  const late = await visitor();
  await enter(page, first);
  await enter(late, second);
  await tryKey(page, group.key);
  await expectPreview(page, group);
  await tryKey(late, group.key);
  await expectPreview(late, group);
  await confirm(page);
  await expectIn(page, group);
  await confirm(late);
  await expect(late.getByRole('alert').first()).toHaveText(refused);
  await visit(late, '/');
  await expect(myGroups(late)).toContainText('You’re not in a group yet.');
  await expect(myCourses(late)).toContainText('No courses yet');
  expect(await portal.usesOfKey(group)).toBe('1 of 1 used');
});

test('joining twice is harmless and counts once', async ({ page, portal, forgive }) => {
  forgive(/status of 409/);
  const [learner, group] = [await portal.learner(), await portal.group({ maximum: 5 })];
  await enter(page, learner);
  const other = await page.context().newPage();
  await visit(other, '/');
  await tryKey(page, group.key);
  await expectPreview(page, group);
  await tryKey(other, group.key);
  await expectPreview(other, group);
  await confirm(page);
  await expectIn(page, group);
  await confirm(other);
  await expect(other.getByRole('alert').first()).toHaveText('You are already in this group.');
  await visit(page, '/');
  await expect(myGroups(page).getByRole('listitem')).toHaveCount(1);
  await expectIn(page, group);
  expect(await portal.usesOfKey(group)).toBe('1 of 5 used');
});

test('a learner without the permission sees no Join Group, and /join is forbidden', async ({ page, forgive }) => {
  forgive(/status of 403/);
  await enter(page, demo('nokey'));
  await expect(myGroups(page)).toBeVisible();
  await expect(page.getByLabel('Group key')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Join Group' })).toHaveCount(0);
  await visit(page, '/join');
  await expect(page.getByRole('alert')).toHaveText('You don’t have permission to do this.');
  await expect(page.getByLabel('Group key')).toHaveCount(0);
});

test('joining also works on the page of its own', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  await enter(page, learner, '/join');
  await tryKey(page, group.key);
  await expectPreview(page, group);
  await confirm(page);
  await expect(page).toHaveURL('/');
  await expectIn(page, group);
});

test('text typed before hydration is kept @js', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const release = await holdScript(page);
  await signIn(page, learner);
  await page.getByLabel('Group key').fill(group.key);
  release();
  await ready(page);
  await expect(page.getByLabel('Group key')).toHaveValue(group.key);
  await page.getByRole('button', { name: 'Join Group' }).click();
  await expectPreview(page, group);
  await confirm(page);
  await expectIn(page, group);
});

test('a key sent before hydration is answered @js', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group()];
  const release = await holdScript(page);
  await signIn(page, learner);
  await tryKey(page, group.key);
  await expect(page).toHaveURL(/\/join\/confirm\//);
  await expectPreview(page, group);
  release();
  await ready(page);
  await expectPreview(page, group);
  await confirm(page);
  await expectIn(page, group);
});

/** Holds back the WASM until the returned function is called. */
async function holdScript(page: Page) {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await gate;
    await route.continue().catch(() => {}); // The page may be closed by now.
  });
  return () => release();
}

test('a learner leaves a group that they joined by key, and comes back', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ maximum: 1 })];
  await portal.join(group, learner);
  await enter(page, learner);
  await myGroups(page).getByRole('link', { name: `Leave ${group.name}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave a group' });
  await expect(dialog).toContainText(`You will leave the group “${group.name}”.`);
  await expect(dialog).toContainText('You keep the 1 course that it gave you, and your progress.');
  await dialog.getByRole('link', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expectIn(page, group);
  await myGroups(page).getByRole('link', { name: `Leave ${group.name}` }).click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(myGroups(page)).toContainText('You’re not in a group yet.');
  await expect(card(page, group.courses[0])).toContainText(`Kept from ${group.name}`);
  await tryKey(page, group.key);
  await expectPreview(page, group);
  await confirm(page);
  await expectIn(page, group);
  expect(await portal.usesOfKey(group)).toBe('1 of 1 used');
});

test('who was added by someone, or may not leave, finds no Leave', async ({ page, portal }) => {
  const [learner, added, closed] = [await portal.learner(), await portal.group(), await portal.group()];
  await portal.add(added, learner);
  await portal.join(closed, learner);
  await portal.edit(closed, { leaving_policy: 'no_one' });
  await enter(page, learner);
  await expect(myGroups(page)).toContainText(added.name);
  await expect(myGroups(page)).toContainText(closed.name);
  await expect(myGroups(page).getByRole('link', { name: /^Leave/ })).toHaveCount(0);
});

test('who was removed and shut out needs an administrator', async ({ page, portal, forgive, visitor }) => {
  forgive(/status of 422/);
  const [learner, group] = [await portal.learner(), await portal.group()];
  await portal.join(group, learner);
  const admin = await visitor();
  await signIn(admin, demo('admin'), `/groups/${group.id}/users?q=${encodeURIComponent(learner.name)}`);
  await ready(admin);
  await admin.getByRole('link', { name: `Remove ${learner.name} from the group` }).click();
  const dialog = admin.getByRole('dialog', { name: 'Remove a member' });
  await expect(dialog.getByLabel('With a group key')).toBeChecked();
  await dialog.getByLabel('Only if an administrator adds them').check();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(admin.getByText('Can’t rejoin with a key')).toBeVisible();

  await enter(page, learner);
  await tryKey(page, group.key);
  await expect(page.getByRole('alert').first()).toHaveText(refused);

  await admin.getByRole('button', { name: `Add ${learner.name} to the group` }).click();
  await expect(admin.getByText('Group member')).toBeVisible();
  await expect(admin.getByText('Can’t rejoin with a key')).toHaveCount(0);
  await visit(page, '/');
  await expect(myGroups(page)).toContainText(group.name);
});
