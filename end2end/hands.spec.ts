// How the interface behaves under the hand: places, focus, toasts and waits.
import { addCourse, addGroup, addUsers, putIn, unique } from './support/fixtures.ts';
import { asAdmin, row, usersTab } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));
test.use({ viewport: { width: 1280, height: 500 } });

const scrollY = (page: Page) => page.evaluate(() => window.scrollY);
const toasts = (page: Page) => page.locator('.toast-item');
const dialog = (page: Page) => page.getByRole('dialog');

async function scrollTo(page: Page, place: number) {
  await page.evaluate((place) => window.scrollTo(0, place), place);
  await expect.poll(() => scrollY(page)).toBe(place);
}

/** Groups of which the list is longer than the window. */
async function addGroups(page: Page, word: string, count: number) {
  for (let number = 0; number < count; number += 1) await addGroup(page, `Place ${word} ${number}`);
}

async function members(page: Page, ...names: string[]) {
  const word = unique();
  const group = await addGroup(page, `Hands ${word}`);
  const users = await addUsers(page, word, ...names);
  return { word, group, users };
}

test.describe('the place', () => {
  for (const path of ['/users', '/groups']) {
    test(`Back and Forward return to where ${path} was @js`, async ({ page }) => {
      if (path === '/groups') await addGroups(page, unique(), 16);
      await visit(page, path);
      await scrollTo(page, 700);
      // A row that is in sight: Playwright would scroll to any other.
      const link = page.locator('main :is(li, tbody tr) a.stretched, main li a.link-row, main li a[href]');
      const inSight = await link.evaluateAll((links) =>
        links.findIndex((one) => {
          const { top, bottom } = one.getBoundingClientRect();
          return top > 100 && bottom < 450;
        }),
      );
      await link.nth(inSight).click();
      await expect(page).not.toHaveURL(new RegExp(`${path}$`));
      await expect.poll(() => scrollY(page)).toBe(0);
      await page.goBack();
      await expect(page).toHaveURL(path);
      await expect.poll(async () => Math.abs((await scrollY(page)) - 700)).toBeLessThan(50);
      await page.goForward();
      await expect(page).not.toHaveURL(new RegExp(`${path}$`));
      await page.goBack();
      await expect.poll(async () => Math.abs((await scrollY(page)) - 700)).toBeLessThan(50);
      await page.reload();
      await expect(page.locator('html[data-hydrated]')).toBeAttached();
      await expect.poll(async () => Math.abs((await scrollY(page)) - 700)).toBeLessThan(50);
    });
  }

  test('a dialog scrolls nothing, and Back after Cancel does not reopen it @js', async ({ page }) => {
    // Groups of its own: others come and go in the whole list.
    const word = unique();
    await addGroups(page, word, 20);
    const list = `/groups?q=${word}`;
    await visit(page, list);
    await scrollTo(page, 600);
    const remove = page.getByRole('link', { name: /^Delete / });
    for (const leave of ['Cancel', 'Escape', 'backdrop']) {
      const inSight = await remove.evaluateAll((links) =>
        links.findIndex((one) => one.getBoundingClientRect().top > 100 && one.getBoundingClientRect().bottom < 450),
      );
      const place = await scrollY(page);
      expect(place).toBeGreaterThan(300);
      await remove.nth(inSight).click();
      await expect(dialog(page)).toBeVisible();
      expect(await scrollY(page)).toBe(place);
      if (leave === 'Cancel') await dialog(page).getByRole('link', { name: 'Cancel' }).click();
      if (leave === 'Escape') await page.keyboard.press('Escape');
      if (leave === 'backdrop') await page.mouse.click(20, 250);
      await expect(dialog(page)).toHaveCount(0);
      await expect(page).toHaveURL(list);
      expect(await scrollY(page)).toBe(place);
      await expect(remove.nth(inSight)).toBeFocused();
    }
    await page.goBack();
    await expect(page).toHaveURL(list);
    await expect(dialog(page)).toHaveCount(0);
  });
});

test('there is at most one toast, and Undo takes the last act back @js', async ({ page }) => {
  const { word, group, users } = await members(page, 'Ines', 'Omar', 'Uma');
  await visit(page, usersTab(group, word));
  for (const user of users) {
    await page.getByRole('button', { name: `Add ${user.name} to the group` }).click();
    await expect(toasts(page).filter({ hasText: user.name })).toBeVisible();
    await expect(toasts(page)).toHaveCount(1);
  }
  await expect(page.getByText('Group member', { exact: true })).toHaveCount(3);
  await toasts(page).getByRole('button', { name: 'Undo' }).click();
  await expect(toasts(page)).toHaveCount(0);
  await expect(page.getByText('Group member', { exact: true })).toHaveCount(2);
  await expect(page.getByRole('button', { name: `Add ${users[2]?.name} to the group` })).toBeVisible();
  await expect(page.getByText('2 members', { exact: true }).first()).toBeVisible();
});

test('Undo takes Synchronize, Unassign and - back @js', async ({ page }) => {
  const { word, group, users } = await members(page, 'Ines');
  const course = await addCourse(page, `Course ${word}`);
  await putIn(page, group, { users, courses: [course] });
  const undo = toasts(page).getByRole('button', { name: 'Undo' });
  const has = (text: string) => expect(page.getByText(text, { exact: true })).toBeVisible();
  await visit(page, usersTab(group, word));
  await page.getByRole('button', { name: /^Synchronize/ }).click();
  await has('1 of 1 course');
  await undo.click();
  await has('0 of 1 course');
  await page.getByRole('button', { name: /^Synchronize/ }).click();
  await page.getByRole('button', { name: /^Unassign/ }).click();
  await has('0 of 1 course');
  await undo.click();
  await has('1 of 1 course');
  await page.getByRole('button', { name: /^Unassign/ }).click();
  await has('0 of 1 course');
  await page.getByRole('button', { name: /^Remove .* from the group/ }).click();
  await expect(page.getByText('Group member', { exact: true })).toHaveCount(0);
  await undo.click();
  await expect(page.getByText('Group member', { exact: true })).toHaveCount(1);
});

test.describe('the focus', () => {
  const acts: [string, string, RegExp][] = [
    ['a group', '/groups/2/info', /^Save$/],
    ['the portal', '/settings', /^Save$/],
    ['new users', '/settings/users', /^Save$/],
    ['the key e-mail', '/settings/keys', /^Save$/],
    ['the profile', '/profile', /^Save$/],
  ];
  for (const [what, path, button] of acts) {
    test(`survives Save of ${what} @js`, async ({ page }) => {
      await visit(page, path);
      const save = page.getByRole('button', { name: button }).first();
      await save.focus();
      await page.keyboard.press('Enter');
      await expect(page.getByText('Saved.')).toBeVisible();
      await expect(save).toBeFocused();
    });
  }

  test('survives Save of a course and Add unit @js', async ({ page }) => {
    const course = await addCourse(page, `Course ${unique()}`);
    await visit(page, `/courses/${course.id}/edit`);
    const save = page.getByRole('button', { name: 'Save', exact: true }).first();
    await save.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(save).toBeFocused();
  });

  test('survives Pause and Resume of a key @js', async ({ page }) => {
    const word = unique();
    const group = await addGroup(page, `Hands ${word}`, { key: `Key-${word}-2026` });
    await visit(page, `/groups/${group.id}/keys`);
    for (const [act, then] of [['Pause', 'Resume'], ['Resume', 'Pause']] as const) {
      await page.getByRole('button', { name: new RegExp(`^${act}`) }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: new RegExp(`^${then}`) })).toBeFocused();
    }
  });

  test('goes to the act that takes a course + back @js', async ({ page }) => {
    const word = unique();
    const group = await addGroup(page, `Hands ${word}`);
    await addCourse(page, `Course ${word}`);
    await visit(page, `/groups/${group.id}/courses?q=${word}`);
    await page.getByRole('button', { name: /^Add Course/ }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Remove Course/ })).toBeFocused();
  });

  test('is in the first field of a new form, and on the mildest answer of a dialog @js', async ({ page }) => {
    for (const path of ['/groups', '/users']) {
      await visit(page, path);
      await page.getByRole('main').getByRole('link', { name: /^Add (Group|user)$/ }).first().click();
      await expect(page.locator('main form :focus').first()).toHaveAttribute('name', /name|first_name/);
    }
    const group = await addGroup(page, `Hands ${unique()}`);
    await visit(page, `/groups?q=${encodeURIComponent(group.name)}`);
    await page.getByRole('link', { name: /^Delete / }).click();
    await expect(dialog(page).getByRole('link', { name: 'Cancel' })).toBeFocused();
  });

  test('returns to what opened a dialog, also if the list was loaded again @js', async ({ page }) => {
    const word = unique();
    const group = await addGroup(page, `Hands ${word} 1`);
    await visit(page, `/groups?q=${word}`);
    const opener = page.getByRole('link', { name: `Delete ${group.name}` });
    await opener.click();
    const old = await opener.elementHandle();
    await expect(dialog(page).getByRole('link', { name: 'Cancel' })).toBeFocused();
    await addGroup(page, `Hands ${word} 2`);
    await page.keyboard.press('Escape');
    await expect(page.getByText('2 groups', { exact: true })).toBeVisible();
    expect(await old?.evaluate((link) => link.isConnected)).toBe(false);
    await expect(opener).toBeFocused();
  });

  test('moves in a menu with the arrow keys, Home and End @js', async ({ page }) => {
    await visit(page, '/groups');
    await page.locator('summary[aria-label^="Account menu"]').focus();
    await page.keyboard.press('ArrowDown');
    const stops = page.locator('.menu-box[open] .menu-panel').locator('a:visible, button:visible');
    await expect(stops.first()).toBeFocused();
    await page.keyboard.press('End');
    await expect(stops.last()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(stops.first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(stops.nth(1)).toBeFocused();
    await page.keyboard.press('Home');
    await expect(stops.first()).toBeFocused();
  });
});

// An old list stays until the new one is rendered, and follows the address until then: at any step between the two.
test('the address may change at any moment of loading a list again @js', async ({ page }) => {
  const word = unique();
  await addGroup(page, `Moment ${word}`);
  await visit(page, `/groups?q=${word}`);
  await page.evaluate(changeTheAddressAfterAnswers);
  const answers = () => page.evaluate(() => Number(document.documentElement.dataset.answers ?? 0));
  let groups = 1;
  for (let before = 0; before < 24; before = await answers()) {
    groups += 1;
    await addGroup(page, `Moment ${word} ${groups}`);
    await expect.poll(answers).toBeGreaterThan(before);
  }
  await expect(page.getByText(`${groups} groups`, { exact: true })).toBeVisible();
});

/** Goes to another address one step of the browser's queue later after each answer. */
function changeTheAddressAfterAnswers() {
  let answers = 0;
  const fetched = window.fetch;
  window.fetch = async (...request) => {
    const response = await fetched(...request);
    if (!response.url.includes('/api/list_groups')) return response;
    const read = response.arrayBuffer.bind(response);
    response.arrayBuffer = async () => {
      const bytes = await read();
      void change(answers);
      answers += 1;
      return bytes;
    };
    return response;
  };
  async function change(steps: number) {
    for (let step = 0; step < steps; step += 1) await null;
    const address = new URL(window.location.href);
    address.searchParams.set('step', String(steps));
    window.history.pushState(null, '', address);
    window.dispatchEvent(new PopStateEvent('popstate'));
    document.documentElement.dataset.answers = String(steps + 1);
  }
}

test('a slow list shows a line and dims the old content, a quick one does not @js', async ({ page }) => {
  await visit(page, '/users');
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/list_users', async (route) => {
    await held;
    await route.continue();
  });
  await expect(page.locator('.waiting-line')).toBeHidden();
  await page.getByRole('searchbox', { name: 'Search users' }).fill('Ada');
  await expect(page.locator('.waiting-line')).toBeVisible();
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  await expect(page.getByRole('search').locator('.loading')).toBeVisible();
  answer();
  await expect(page.locator('.waiting-line')).toBeHidden();
  await expect(page.getByRole('main')).not.toHaveAttribute('aria-busy', 'true');
  await expect(page.getByRole('search').locator('.loading')).toHaveCount(0);
});

test('a list that failed comes back by itself, and with Try again @js', async ({ page, context, forgive }) => {
  forgive(/Failed to load resource|net::ERR/);
  await visit(page, '/users');
  await context.setOffline(true);
  await page.getByRole('searchbox', { name: 'Search users' }).fill('Ada');
  await expect(page.getByRole('link', { name: 'Try again' })).toBeVisible();
  await context.setOffline(false);
  await expect(row(page, 'Ada Okonkwo')).toBeVisible({ timeout: 3000 });
  await expect(page.getByRole('link', { name: 'Try again' })).toHaveCount(0);
});

test('an unknown page has a heading and ways on', async ({ page, forgive }) => {
  forgive(/status of 404/);
  await page.goto('/no-such-page');
  await expect(page.getByRole('heading', { level: 1, name: 'Not found' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Home' })).toBeVisible();
});
