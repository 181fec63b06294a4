// What every page has to satisfy: accessible in light and dark, on a phone, by keyboard, no requests to other hosts.
import { addCourse, addGroup, addUnit, addUser, demo, putIn, send, unique } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { enter, expectSamePage, mark, myCourses, signIn } from './support/steps.ts';
import { axe, expect, ready, visit, type Page } from './support/test.ts';

/** A path, and a heading on its page. */
type Row = [path: string, heading: string];

const administrator: Row[] = [
  ['/', 'Home'],
  ['/groups', 'Groups'],
  ['/groups?q=no-group-has-this-name', 'Groups'],
  ['/groups?delete=2', 'Delete a group'],
  ['/groups/new', 'Add group'],
  ['/groups/2/users', 'Sales onboarding'],
  ['/groups/2/users?remove=3', 'Remove a member'],
  ['/groups/2/users?export=members', 'Export members'],
  ['/groups/3/users?filter=out-of-sync', 'Warehouse team Rotterdam'],
  ['/groups/3/users?mass=assign-all', 'Assign group courses'],
  ['/groups/3/users?mass=remove-matching', 'Remove from group'],
  ['/groups/8/users?filter=members', 'Book club'],
  ['/groups/9/users', 'Ausschuss für Arbeitssicherheit'],
  ['/groups/2/courses', 'Sales onboarding'],
  ['/groups/1/courses?remove=1', 'Remove a course'],
  ['/groups/2/info', 'Sales onboarding'],
  ['/groups/2/info?delete=2', 'Delete a group'],
  ['/groups/2/keys', 'Redemptions'],
  ['/groups/8/keys', 'Add a key'],
  ['/groups/2/keys?send=2', 'Send the key by e-mail'],
  ['/groups/2/keys/2', 'Sales onboarding'],
  ['/groups/2/activity', 'Sales onboarding'],
  ['/groups/2/activity?kind=key.send', 'Sales onboarding'],
  ['/groups/2/import', 'Import members'],
  ['/groups/2/courses/import', 'Import courses of a group'],
  ['/groups/import', 'Import groups'],
  ['/trash', 'Trash'],
  ['/users', 'Users'],
  ['/users?q=nobody-has-this-name', 'Users'],
  ['/users?export=users', 'Export users'],
  ['/users?mass=deactivate-matching', 'Deactivate users'],
  ['/users?mass=add-matching', 'Add to group'],
  ['/users?mass=move-matching', 'Move users'],
  ['/users/new', 'Add user'],
  ['/users/3/info', 'Lena Novák'],
  ['/user-types', 'User Types'],
  ['/user-types?delete=9', 'Delete a user type'],
  ['/user-types/new', 'Add user type'],
  ['/user-types/1', 'SuperAdmin'],
  ['/user-types/4', 'Learner-Type'],
  ['/branches', 'Branches'],
  ['/branches?q=no-branch-has-this-name', 'Branches'],
  ['/branches/new', 'Add branch'],
  ['/branches/1/courses', 'Nordic'],
  ['/branches/1/courses?remove=1', 'Remove a course from the branch'],
  ['/branches/1/info?delete=1', 'Delete a branch'],
  ['/branches/2/info?q=a', 'Iberia'],
  ['/users/3/info?move=2', 'Move to another branch'],
  ['/groups/2/info?move=1', 'Move to another branch'],
  ['/users/import', 'Import users'],
  ['/users/import/from', 'Coming from another system'],
  ['/users?filter=waiting', 'Users'],
  ['/settings', 'Settings'],
  ['/settings/users', 'Settings'],
  ['/settings/users?q=a', 'Settings'],
  ['/settings/keys', 'Instructions for group keys'],
  ['/settings/mailbox', 'Settings'],
  ['/users/3/info?delete=3', 'Delete a user'],
  ['/users/3/groups', 'Lena Novák'],
  ['/users/3/groups?remove=2', 'Remove a member'],
  ['/users/3/groups?q=no-group-has-this-name', 'Lena Novák'],
  ['/users/3/courses', 'Lena Novák'],
  ['/activity', 'Activity'],
  ['/activity?group=2&user=3', 'Activity'],
  ['/activity?kind=member.add', 'Activity'],
  ['/activity?user=3&from=2026-01-01&q=a', 'Activity'],
  ['/activity?to=2020-01-01', 'Activity'],
  ['/profile', 'Profile'],
  ['/second-factor', 'Second factor'],
  ['/prove', 'Confirm that it’s you'],
  ['/courses', 'Courses'],
  ['/courses/new', 'Add course'],
  ['/courses/categories', 'Categories'],
  ['/courses/1/edit', 'Welcome to the company'],
  ['/courses/1/units/1/versions', 'Versions of'],
  ['/courses/19/edit?add=instructor', 'Add instructor'],
  ['/courses/19/learners', 'Selling by listening'],
  ['/courses/19/preview', 'Selling by listening'],
  ['/courses/19/learners?q=nobody-has-this-name', 'Selling by listening'],
  ['/orders', 'Orders'],
  ['/orders?q=nobody-bought-this', 'Orders'],
  ['/orders?export=orders', 'Export orders'],
  ['/orders/6', 'Order 00006'],
  ['/orders/6?ask=paid', 'Mark paid'],
  ['/orders/1?ask=refund', 'Refund'],
  ['/orders/2/invoice', 'Invoice 00002'],
  ['/orders/coupons', 'Coupons'],
  ['/orders/coupons/new', 'Add coupon'],
  ['/orders/coupons/1', 'Edit coupon'],
];

const instructor: Row[] = [
  ['/', 'Home'],
  ['/courses', 'Courses'],
  ['/courses/19/edit', 'Selling by listening'],
  ['/courses/19/learners', 'Selling by listening'],
  ['/courses/19/preview', 'Selling by listening'],
  ['/groups', 'Groups'],
  ['/groups/2/users', 'Sales onboarding'],
  ['/groups/2/courses', 'Sales onboarding'],
  ['/groups/2/info', 'Sales onboarding'],
];

const learner: Row[] = [
  ['/', 'My courses'],
  ['/courses/1/completed', 'Course completed'],
  ['/courses/1/units/1', 'Welcome to the company'],
  ['/join', 'Join Group'],
  ['/profile', 'Profile'],
  ['/catalog/courses', 'Catalog'],
  ['/catalog/courses?q=no-course-has-this-name', 'Catalog'],
  ['/catalog/courses?q=SQL&buy=18', 'Buy “SQL in one afternoon”'],
  ['/catalog/bundles?sort=price', 'Catalog'],
  ['/catalog/bundles/5', 'Languages'],
  ['/catalog/bundles/5?coupon=never-made', 'Languages'],
  ['/catalog/bundles/4?coupon=together20', 'Leadership programme'],
  ['/my-orders', 'My orders'],
  ['/orders/8', 'Order 00008'],
];

/** Opens a page and checks all that every page has to satisfy. */
async function checkPage(page: Page, path: string, heading: string, baseURL = '') {
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${baseURL}/`) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  await visit(page, path);
  await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
  await checkOpenPage(page);
  expect(foreign, 'requests that leave the server').toEqual([]);
}

async function checkOpenPage(page: Page, covered = '') {
  const colours: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    colours.push(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
    await test.step(`in ${colorScheme}`, () => axe(page, covered));
  }
  expect(colours[0], 'light and dark differ').not.toBe(colours[1]);
  await expectFitsPhone(page);
}

const phone = { width: 390, height: 844 };

async function expectFitsPhone(page: Page, size = phone) {
  await page.setViewportSize(size);
  const tooWide = await page.evaluate(() => {
    const boxes = [document.documentElement, ...document.querySelectorAll('dialog')];
    return boxes.filter((box) => box.scrollWidth > innerWidth).map((box) => `${box.tagName} ${box.scrollWidth}`);
  });
  expect(tooWide, 'what scrolls sideways on a phone').toEqual([]);
}

test.describe('an administrator’s page is accessible in light and dark, fits a phone and sends no requests elsewhere:', () => {
  test.use({ storageState: async ({ stateOf }, use) => use(await stateOf('admin')) });

  for (const [path, heading] of administrator) {
    test(path, async ({ page, baseURL }) => checkPage(page, path, heading, baseURL));
  }

  test('the trash', async ({ page, portal, baseURL }) => {
    const group = await portal.group();
    await portal.deleteGroup(group);
    await checkPage(page, '/trash', 'Trash', baseURL);
    await expect(page.getByText(group.name)).toBeVisible();
  });

  test('a list that was checked, a row of it, and its columns', async ({ page, portal, baseURL }) => {
    const [group, member] = [await portal.group(), await portal.learner()];
    const path = await portal.checkedImport(group, [member.login, member.login, 'nobody', 'admin']);
    await checkPage(page, path, 'Import members', baseURL);
    await expect(page.getByRole('button', { name: 'Add 2 members' })).toBeVisible();
    await checkPage(page, `${path}?row=3`, 'Correct a row', baseURL);
    await checkPage(page, `${path}/columns`, 'Columns', baseURL);
  });

  test('a refused form', async ({ page, forgive }) => {
    forgive(/status of 422/);
    await visit(page, '/groups/new');
    await page.getByRole('textbox', { name: 'Group key' }).fill('a');
    await page.getByRole('button', { name: 'Add group' }).click();
    await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('textbox', { name: 'Group key' })).toHaveAccessibleDescription('A group key has 4 to 64 letters and digits.');
    await checkOpenPage(page);
  });

  test('the open menus', async ({ page }) => {
    for (const open of [() => page.getByLabel('Account menu of Ada Okonkwo').click(), () => openMassActions(page)]) {
      await page.setViewportSize({ width: 1280, height: 720 });
      // Reloaded, as one menu may cover the other's button.
      await visit(page, '/groups/2/users');
      await open();
      // A menu may leave a strip of a button of a row in sight.
      await checkOpenPage(page, '.row');
    }
  });

  test('a group that does not exist', async ({ page, forgive }) => {
    forgive(/status of 404/);
    await visit(page, '/groups/999999/users');
    await expect(page.getByText('Not found', { exact: true })).toBeVisible();
    await checkOpenPage(page);
  });
});

const openMassActions = (page: Page) => page.getByText('Mass actions', { exact: true }).click();

test('a long word scrolls no page sideways, at 360 and 390 pixels', async ({ page }) => {
  const long = `https://example.org/${unique()}${'long-'.repeat(20)}`.slice(0, 113);
  // A session of its own, which ends as another user.
  await send(page, 'sign_in', demo('admin'));
  const course = await addCourse(page, long, { description: long });
  await addUnit(page, course, long, long);
  const group = await addGroup(page, long, { description: long, price: '10' });
  const user = await addUser(page, 'Ines', unique());
  await putIn(page, group, { users: [user], courses: [course] });
  await send(page, 'synchronize_member', { group: group.id, user: user.id });
  const ofAdministrator = [
    ...['', `/${course.id}/edit`, `/${course.id}/learners`].map((rest) => `/courses${rest}`),
    ...['users', 'courses', 'info', 'activity'].map((tab) => `/groups/${group.id}/${tab}`),
    ...['info', 'groups', 'courses'].map((tab) => `/users/${user.id}/${tab}`),
    '/activity',
  ];
  const check = async (paths: string[]) => {
    for (const path of paths) {
      await visit(page, path);
      for (const width of [360, 390]) await test.step(`${path} at ${width}`, () => expectFitsPhone(page, { width, height: 844 }));
    }
  };
  await check(ofAdministrator);
  await send(page, 'act_as', { user: user.id });
  await check(['/', `/courses/${course.id}`, '/catalog/courses', `/catalog/bundles/${group.id}`]);
});

test.describe('an instructor’s page is accessible in light and dark, fits a phone and sends no requests elsewhere:', () => {
  test.use({ storageState: async ({ stateOf }, use) => use(await stateOf('trainer')) });

  for (const [path, heading] of instructor) {
    test(path, async ({ page, baseURL }) => checkPage(page, path, heading, baseURL));
  }
});

test.describe('a learner’s page is accessible in light and dark, fits a phone and sends no requests elsewhere:', () => {
  test.use({ storageState: async ({ stateOf }, use) => use(await stateOf('learner')) });

  for (const [path, heading] of learner) {
    test(path, async ({ page, baseURL }) => checkPage(page, path, heading, baseURL));
  }

  test('a forbidden page', async ({ page, forgive }) => {
    forgive(/status of 403/);
    await visit(page, '/groups');
    await expect(page.getByText('Not allowed', { exact: true })).toBeVisible();
    await checkOpenPage(page);
  });

  test('a refused key', async ({ page, forgive }) => {
    forgive(/status of 409/);
    await visit(page, '/');
    await page.getByLabel('Group key').fill('welcome-2026');
    await page.getByRole('button', { name: 'Join Group' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await checkOpenPage(page);
  });
});

test.describe('a page of a learner without courses is accessible in light and dark, and fits a phone:', () => {
  test.use({ storageState: async ({ stateOf }, use) => use(await stateOf('learner2')) });

  test('home', async ({ page, baseURL }) => {
    await checkPage(page, '/', 'My courses', baseURL);
    await expect(myCourses(page)).toContainText('No courses yet');
  });

  test('a key’s preview', async ({ page }) => {
    await visit(page, '/');
    await page.getByLabel('Group key').fill('welcome-2026');
    await page.getByRole('button', { name: 'Join Group' }).click();
    await expect(page.getByRole('heading', { name: 'All colleagues' })).toBeVisible();
    await checkOpenPage(page);
  });

  test('a key’s preview on a page of its own', async ({ page, portal, baseURL }) => {
    const path = await portal.confirmation(demo('learner2'), 'welcome-2026');
    await checkPage(page, path, 'All colleagues', baseURL);
  });
});

test.describe('a guest’s page is accessible in light and dark, and fits a phone:', () => {
  test('/sign-in', async ({ page, baseURL }) => checkPage(page, '/sign-in', 'Sign in', baseURL));
  for (const [path, heading] of [
    ['/sign-up', 'Create an account'],
    ['/sign-up?done=waiting', 'Create an account'],
    ['/sign-up/confirm/none', 'Confirm your e-mail address'],
    ['/new-account/none', 'Create an account'],
    ['/forgotten-password', 'Forgotten password'],
    ['/forgotten-password?done=mailed', 'Forgotten password'],
    ['/forgotten-password/none', 'New password'],
    ['/sign-in/code', 'Enter your code'],
    ['/new-address/none', 'New e-mail address'],
  ]) {
    test(path, async ({ page, baseURL }) => checkPage(page, path, heading, baseURL));
  }
  test('/setup/none', async ({ page, baseURL }) => checkPage(page, '/setup/none', 'Set up Muster', baseURL));

  test('a refused sign-in', async ({ page }) => {
    await visit(page, '/sign-in');
    await page.getByLabel('Login or e-mail').fill(`nobody-${unique()}`);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await ready(page);
    await checkOpenPage(page);
  });

  test('an address that does not exist', async ({ page, forgive }) => {
    forgive(/status of 404/);
    await signIn(page, demo('learner2'));
    const response = await page.goto('/there/is/no/such/page');
    expect(response?.status()).toBe(404);
    await ready(page);
    await expect(page.getByText('Not found', { exact: true })).toBeVisible();
    await checkOpenPage(page);
  });
});

test.describe('the pages in the bar', () => {
  test.use({ storageState: async ({ stateOf }, use) => use(await stateOf('admin')) });

  const all = ['Home', 'Groups', 'Users', 'User Types', 'Branches', 'Courses', 'Orders', 'Activity', 'Settings'];

  for (const [width, fitting] of [[768, 4], [1024, 6], [1200, 6], [1280, 9]]) {
    test(`fit at ${width}, and the others are under More`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await visit(page, '/');
      const main = page.getByRole('navigation', { name: 'Main' });
      await expect(main.getByRole('link')).toHaveCount(fitting);
      await expectFitsPhone(page, { width, height: 800 });
      for (const name of all.slice(0, fitting)) await expectInside(page, main.getByRole('link', { name }));
      const more = main.getByText('More', { exact: true });
      await expect(more).toBeVisible({ visible: fitting < all.length });
      if (fitting === all.length) return;
      await more.click();
      await expect(main.getByRole('link')).toHaveCount(all.length);
      await main.getByRole('link', { name: 'Settings' }).click();
      await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
      await expect(main.getByRole('link', { name: 'Settings' })).toBeHidden();
    });
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: phone, storageState: async ({ stateOf }, use) => use(await stateOf('admin')) });

  test('Menu has the pages, the account menu only personal entries, and both fit', async ({ page }) => {
    await visit(page, '/');
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
    const menu = page.locator('summary').filter({ hasText: 'Menu' });
    expect((await menu.boundingBox())?.x, 'at the left').toBeLessThan(32);
    await menu.click();
    const pages = page.getByRole('navigation', { name: 'Pages' });
    await expectInside(page, pages);
    await pages.getByRole('link', { name: 'Groups' }).click();
    await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
    await expect(pages).toBeHidden();
    await page.getByLabel('Account menu of Ada Okonkwo').click();
    await expectInside(page, page.getByRole('button', { name: 'Sign out' }));
    await expect(page.getByRole('navigation', { name: 'Your account' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Branches' })).toHaveCount(0);
  });

  test('Mass actions fit', async ({ page }) => {
    await visit(page, '/groups/2/users');
    await openMassActions(page);
    for (const name of ['Assign group courses to all members', 'Unassign all members from group courses', 'Import members']) {
      const link = page.getByRole('link', { name, exact: true });
      await link.scrollIntoViewIfNeeded();
      await expectInside(page, link);
    }
  });

  test('a dialog fits, with its buttons', async ({ page }) => {
    await visit(page, '/groups/9/users?mass=assign-all');
    const dialog = page.getByRole('dialog', { name: 'Assign group courses' });
    for (const name of ['Close', 'Cancel']) await expectInside(page, dialog.getByRole('link', { name }));
    await visit(page, '/groups?delete=9');
    const removal = page.getByRole('dialog', { name: 'Delete a group' });
    for (const answer of [removal.getByRole('link', { name: 'Cancel' }), removal.getByRole('button', { name: 'Delete group' })]) {
      await answer.scrollIntoViewIfNeeded();
      await expectInside(page, answer);
    }
  });
});

async function expectInside(page: Page, what: ReturnType<Page['locator']>) {
  await expect(what).toBeVisible();
  const box = await what.boundingBox();
  const { width } = page.viewportSize() ?? phone;
  expect(box && box.x >= 0 && box.x + box.width <= width, `inside ${width} pixels: ${JSON.stringify(box)}`).toBe(true);
}

test.describe('by keyboard', () => {
  test.use({ storageState: async ({ stateOf }, use) => use(await stateOf('admin')) });

  test('the first stop skips to the content @js', async ({ page }) => {
    await visit(page, '/groups');
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('main').getByRole('link', { name: 'Import' })).toBeFocused();
  });

  test('a new page starts at its top, and a tab keeps the focus @js', async ({ page }) => {
    await visit(page, '/groups?q=Sales');
    await press(page, page.getByRole('link', { name: 'Sales onboarding', exact: true }));
    await expect(page.getByRole('heading', { name: 'Sales onboarding', level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).toBeFocused();
    const courses = page.getByRole('navigation', { name: 'Group', exact: true }).getByRole('link', { name: 'Courses' });
    await press(page, courses, 'Tab', 6);
    await expect(page).toHaveURL('/groups/2/courses');
    await expect(courses).toBeFocused();
  });

  test('a menu opens with Enter and Space, and Escape closes it and returns the focus @js', async ({ page }) => {
    await visit(page, '/groups/2/users');
    const menu = page.getByLabel('Account menu of Ada Okonkwo');
    await tabTo(page, menu);
    for (const key of ['Enter', 'Space']) {
      await page.keyboard.press(key);
      await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
      await tabTo(page, page.getByRole('button', { name: 'Sign out' }), 'Tab', 8);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
      await expect(menu).toBeFocused();
    }
    // Moving the focus out of the menu closes it.
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
  });

  test('a dialog keeps the focus, and Escape closes it and returns the focus @js', async ({ page }) => {
    await visit(page, '/groups/2/users?q=learner&filter=members');
    const ask = page.getByRole('link', { name: 'Remove Lena Novák from the group' });
    const dialog = page.getByRole('dialog', { name: 'Remove a member' });
    await tabTo(page, ask);
    for (const answer of ['Escape', 'Cancel']) {
      await page.keyboard.press('Enter');
      await expect(dialog).toBeVisible();
      await expect.poll(() => focusIn(page, 'dialog')).toBe('inside');
      for (let stop = 0; stop < 12; stop += 1) {
        await page.keyboard.press('Tab');
        // Between the last stop and the first the focus is in the browser's own bar, outside the page.
        expect(['inside', 'nowhere']).toContain(await focusIn(page, 'dialog'));
      }
      if (answer === 'Escape') {
        await page.keyboard.press('Escape');
      } else {
        await tabTo(page, dialog.getByRole('link', { name: 'Cancel' }));
        await page.keyboard.press('Enter');
      }
      await expect(dialog).toHaveCount(0);
      await expect(page).toHaveURL('/groups/2/users?q=learner&filter=members');
      await expect(ask).toBeFocused();
    }
  });

  test('Add Group, + and Synchronize @js', async ({ page, portal }) => {
    const [member, course] = [await portal.learner(), await portal.course()];
    const name = `Keyboard ${unique()}`;
    await visit(page, '/');
    await mark(page);
    await press(page, page.getByRole('link', { name: 'Add Group' }));
    await expect(page.getByLabel('Name', { exact: true })).toBeVisible();
    await tabTo(page, page.getByLabel('Name', { exact: true }));
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
    await expect(page).toHaveURL(/\/groups\/\d+\/users\?done=added$/);

    const tabs = page.getByRole('navigation', { name: 'Group', exact: true });
    await press(page, tabs.getByRole('link', { name: 'Courses' }));
    await tabTo(page, page.getByRole('searchbox', { name: 'Search courses' }));
    await page.keyboard.type(course.name);
    await press(page, page.getByRole('button', { name: `Add ${course.name} to the group` }));
    await expect(page.getByText('Group course', { exact: true })).toBeVisible();

    await press(page, tabs.getByRole('link', { name: 'Users' }), 'Shift+Tab');
    await tabTo(page, page.getByRole('searchbox', { name: 'Search users' }));
    await page.keyboard.type(member.login);
    await press(page, page.getByRole('button', { name: `Add ${member.name} to the group` }));
    await expect(page.getByText('Group member', { exact: true })).toBeVisible();
    await expect(page.getByText('0 of 1 course', { exact: true })).toBeVisible();

    // + has disappeared. The next action gets the focus, so that no one has to tab through the page again.
    await expect(page.getByRole('button', { name: `Synchronize ${member.name}` })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 of 1 course', { exact: true })).toBeVisible();
    await expect(page.getByText('In sync', { exact: true })).toBeVisible();
    await expectSamePage(page);
  });
});

test('a key is typed, previewed and used by keyboard alone @js', async ({ page, portal }) => {
  const [user, group] = [await portal.learner(), await portal.group()];
  await enter(page, user);
  await tabTo(page, page.getByLabel('Group key'));
  await page.keyboard.type(group.key);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: group.name })).toBeVisible();
  // What replaced the field has the focus.
  await expect(page.getByRole('region', { name: group.name })).toBeFocused();
  await press(page, page.getByRole('button', { name: 'Join Group' }), 'Tab', 1);
  await expect(page.getByRole('region', { name: 'My groups' })).toContainText(group.name);
});

/** Presses a key until the target has the focus. */
async function tabTo(page: Page, target: ReturnType<Page['locator']>, key = 'Tab', most = 60) {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < most; stop += 1) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`The focus does not come to ${target} within ${most} stops.`);
}

async function press(page: Page, target: ReturnType<Page['locator']>, key = 'Tab', most = 60) {
  await tabTo(page, target, key, most);
  await page.keyboard.press('Enter');
}

function focusIn(page: Page, selector: string) {
  return page.evaluate((selector) => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return 'nowhere';
    return focused.closest(selector) ? 'inside' : 'outside';
  }, selector);
}

test.describe('the theme button', () => {
  test.use({ colorScheme: 'light' });

  const background = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

  /** Presses the button and waits until the choice is saved: leaving the page earlier would cancel the request. */
  async function choose(page: Page, name: string) {
    const kept = page.waitForResponse((answer) => answer.url().includes('/api/set_theme'));
    await page.getByRole('button', { name }).click();
    await kept;
  }

  test('changes between light and dark, and the choice stays', async ({ page }) => {
    await visit(page, '/sign-in?next=%2Fjoin');
    const light = await background(page);
    await choose(page, 'Dark colours');
    await expect(page.getByRole('button', { name: 'Light colours' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Dark colours' })).toBeHidden();
    const dark = await background(page);
    expect(dark).not.toBe(light);
    await expect(page).toHaveURL('/sign-in?next=%2Fjoin');
    await page.reload();
    await ready(page);
    expect(await background(page)).toBe(dark);
    await axe(page);
    await choose(page, 'Light colours');
    await expect(page.getByRole('button', { name: 'Dark colours' })).toBeVisible();
    expect(await background(page)).toBe(light);
    // The choice overrides the system's.
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await ready(page);
    expect(await background(page)).toBe(light);
  });

  test('changes right away, in place, and keeps the focus @js', async ({ page }) => {
    await visit(page, '/sign-in');
    await mark(page);
    // Works without waiting for the server, which does not answer here.
    await page.route('**/api/set_theme', () => {});
    await page.getByRole('button', { name: 'Dark colours' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Light colours' })).toBeFocused();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expectSamePage(page);
  });
});
