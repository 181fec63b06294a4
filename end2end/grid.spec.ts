// One grid: sizes and places that all pages share, measured.
import { test } from './support/prepared.ts';
import { expect, visit, type Page } from './support/test.ts';

test.use({ viewport: { width: 1440, height: 900 }, storageState: async ({ stateOf }, use) => use(await stateOf('admin')) });

const lists = ['/groups/2/users', '/groups/2/courses', '/users', '/courses', '/activity', '/orders/coupons', '/branches/1/courses'];

const forms = [
  '/groups/new',
  '/users/new',
  '/courses/new',
  '/branches/new',
  '/user-types/new',
  '/user-types/4',
  '/orders/coupons/new',
  '/orders/coupons/1',
  '/users/import',
  '/settings',
  '/settings/users',
  '/settings/keys',
  '/profile',
];

const below = [
  ...['/groups/new', '/groups/import', '/groups/2/users', '/groups/2/keys/2', '/trash'],
  ...['/users/new', '/users/import', '/users/import/from', '/users/3/info', '/second-factor'],
  ...['/courses/new', '/courses/categories', '/courses/1/edit', '/courses/1/units/1/versions', '/courses/19/learners', '/courses/19/preview'],
  ...['/branches/new', '/branches/1/courses', '/user-types/new', '/user-types/4'],
  ...['/orders/6', '/orders/2/invoice', '/orders/coupons', '/orders/coupons/new', '/orders/coupons/1'],
];

const withHeads = [
  ...['/', '/profile', '/settings/users', '/settings/keys', '/groups/2/info', '/groups/2/keys', '/groups/2/activity'],
  ...['/branches/1/info', '/users/3/info', '/courses/1/edit', '/courses/categories', '/trash', '/orders/6', '/second-factor'],
];

/** Visible elements with their box and style. */
/** When the typeface has come: until then texts are in another one. */
const measure = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll(async (elements) => {
    await document.fonts.ready;
    return elements
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1)
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const { fontSize, fontWeight } = getComputedStyle(element);
        const panel = element.closest('.panel')?.getBoundingClientRect();
        return { text: (element.textContent ?? '').trim(), x, y, width, height, fontSize, fontWeight, inset: x - (panel?.x ?? 0) };
      });
  });

for (const path of lists) {
  test(`the controls of a toolbar are of one height and one type: ${path}`, async ({ page }) => {
    await visit(page, path);
    const controls = await measure(page, '.toolbar :is(.btn, input[type="search"], select, .segments)');
    expect(controls.length).toBeGreaterThan(0);
    expect([...new Set(controls.map(({ height }) => height))]).toEqual([36]);
    const texts = await measure(page, '.toolbar :is(.btn, input[type="search"], select, .segment)');
    expect([...new Set(texts.map(({ fontSize }) => fontSize))]).toEqual(['14px']);
  });
}

test('a filter that is chosen does not move its neighbours', async ({ page }) => {
  await visit(page, '/groups/2/users');
  const before = await measure(page, '.segment');
  for (const name of ['Members', 'Out of sync']) {
    await page.getByRole('navigation', { name: 'Show' }).getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'true');
    expect((await measure(page, '.segment')).map(({ x }) => x)).toEqual(before.map(({ x }) => x));
  }
});

for (const path of withHeads) {
  test(`the heads of panels are 24 pixels in, and of one type: ${path}`, async ({ page }) => {
    await visit(page, path);
    const heads = await measure(page, ':is(section, aside).panel h2:not(.on-paper h2, .day-head)');
    expect(heads.length).toBeGreaterThan(0);
    for (const { text, inset, fontSize, fontWeight } of heads) {
      expect({ text, inset, fontSize, fontWeight }).toEqual({ text, inset: 25, fontSize: '16px', fontWeight: '600' });
    }
  });
}

test('forms are of one width, at one place', async ({ page }) => {
  for (const path of forms) {
    await visit(page, path);
    const { x, width } = (await measure(page, 'main .panel:has(form)'))[0];
    expect({ path, x, width }).toEqual({ path, x: (1440 - 672) / 2, width: 672 });
  }
});

for (const path of below) {
  test(`a page below a list leads back to it: ${path}`, async ({ page }) => {
    await visit(page, path);
    const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' });
    await expect(crumbs).toHaveCount(1);
    await expect(crumbs.getByRole('link').first()).toBeVisible();
    await expect(crumbs.locator('[aria-current="page"]')).toBeVisible();
  });
}

test('the answers of a dialog are at its right, and the one that changes nothing is first', async ({ page }) => {
  const dialogs = [
    ...['/groups?delete=2', '/groups/2/users?remove=3', '/groups/2/users?export=members', '/groups/3/users?mass=assign-all'],
    ...['/groups/2/keys?send=2', '/users?mass=move-matching', '/orders/6?ask=paid', '/users/3/info?delete=3'],
    ...['/user-types?delete=9', '/branches/1/info?delete=1', '/users/3/info?move=2'],
  ];
  for (const path of dialogs) {
    await visit(page, path);
    const [box] = await measure(page, 'dialog .dialog-box');
    const answers = await measure(page, 'dialog .dialog-answers > :is(a, button)');
    expect(answers.length, path).toBeGreaterThan(1);
    expect(['Cancel', 'Back'], path).toContain(answers[0].text);
    const last = answers[answers.length - 1];
    expect(last.x + last.width, path).toBe(box.x + box.width - 24);
  }
});

test('what removes something is confirmed by a red button', async ({ page }) => {
  await visit(page, '/groups/2/users?mass=unassign-all');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Unassign from group courses' })).toHaveClass(/btn-error/);
  await visit(page, '/users?mass=delete-matching&q=lena');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Delete' })).toHaveClass(/btn-error/);
});

test('the badges of a head are next to its title', async ({ page }) => {
  for (const path of ['/groups/2/users', '/branches/1/courses', '/users/3/info', '/user-types/4', '/orders/6']) {
    await visit(page, path);
    const [title] = await measure(page, 'main h1');
    const [badge] = await measure(page, '.page-head .tag');
    expect(badge.x - title.x - title.width, path).toBe(12);
  }
});

test('an amount never wraps', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 844 });
  for (const path of ['/orders/6', '/orders/2', '/orders/2/invoice']) {
    await visit(page, path);
    const amounts = await measure(page, '.amount');
    expect(amounts.length, path).toBeGreaterThan(0);
    for (const { text, height } of amounts) expect(height, `${path}: ${text}`).toBeLessThan(40);
  }
});

test.describe('with a coarse pointer', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the controls of a toolbar are 44 pixels high', async ({ page }) => {
    for (const path of lists) {
      await visit(page, path);
      const controls = await measure(page, '.toolbar :is(.btn, input[type="search"], select, .segments)');
      expect([...new Set(controls.map(({ height }) => height))], path).toEqual([44]);
    }
  });
});
