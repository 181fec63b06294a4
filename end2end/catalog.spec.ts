// The catalog and what is sold in it: orders, coupons, refunds.
import { demo, send, unique, type Group } from './support/fixtures.ts';
import { test } from './support/prepared.ts';
import { card, enter, expectSamePage, mark, myCourses, myGroups, row, signIn } from './support/steps.ts';
import { expect, ready, scriptsRun, visit, type Page } from './support/test.ts';

const order = (page: Page) => new URL(page.url()).pathname;

/** Buys the bundle on its page and ends on the order's page. */
async function buy(page: Page, group: Group) {
  await visit(page, `/catalog/bundles/${group.id}`);
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Order \d+$/ })).toBeVisible();
  await expect(page).toHaveURL(/\/orders\/\d+$/);
}

/** Changes the order's state as an administrator. */
async function answer(admin: Page, path: string, act: 'Mark paid' | 'Refund' | 'Cancel order') {
  await visit(admin, path);
  await admin.getByRole('link', { name: act }).click();
  const question = admin.getByRole('dialog');
  await question.getByRole('button', { name: act }).click();
  await expect(question).toHaveCount(0);
}

async function administrator(visitor: () => Promise<Page>) {
  const admin = await visitor();
  await signIn(admin, demo('admin'), '/orders');
  await ready(admin);
  return admin;
}

test('a bundle is bought by invoice, and its courses appear when it is marked paid', async ({ page, portal, visitor }) => {
  const [learner, first, second] = [await portal.learner(), await portal.course(), await portal.course()];
  const group = await portal.group({ courses: [first, second], price: '49.90' });
  await enter(page, learner, `/catalog/bundles?q=${encodeURIComponent(group.name)}`);
  await expect(page.getByText('49.90 EUR')).toBeVisible();
  await page.getByRole('link', { name: group.name }).click();
  await expect(page.getByRole('heading', { name: group.name })).toBeVisible();
  for (const course of group.courses) await expect(page.getByText(course.name, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await expect(page.getByText('Waiting for payment')).toBeVisible();
  const path = order(page);

  const admin = await administrator(visitor);
  await visit(admin, `/orders?state=waiting&q=${encodeURIComponent(learner.name)}`);
  await admin.getByRole('link', { name: group.name }).click();
  await expect(admin).toHaveURL(path);
  await answer(admin, path, 'Mark paid');
  await expect(admin.getByText('Paid', { exact: true }).first()).toBeVisible();

  await visit(page, '/');
  for (const course of group.courses) await expect(card(page, course)).toBeVisible();
  await expect(myGroups(page)).toContainText(group.name);
  await visit(page, `/catalog/bundles/${group.id}`);
  await expect(page.getByText('You are in this group.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Buy', exact: true })).toHaveCount(0);
});

test('the buyer’s open page shows that the order is paid @js', async ({ page, portal, visitor }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '10' })];
  await enter(page, learner);
  await buy(page, group);
  await mark(page);
  const path = order(page);
  await answer(await administrator(visitor), path, 'Mark paid');
  await page.bringToFront();
  await expect(page.getByText('You have the courses.')).toBeVisible();
  await expectSamePage(page);
});

test('a refund removes what was bought and nothing else', async ({ page, portal, visitor }) => {
  const [learner, shared] = [await portal.learner(), await portal.course()];
  const bundle = await portal.group({ courses: [shared, await portal.course()], price: '10' });
  const other = await portal.group({ courses: [shared] });
  await portal.join(other, learner);
  await enter(page, learner);
  await buy(page, bundle);
  const path = order(page);
  const admin = await administrator(visitor);
  await answer(admin, path, 'Mark paid');
  await visit(page, '/');
  await expect(card(page, bundle.courses[1])).toBeVisible();
  await answer(admin, path, 'Refund');
  await expect(admin.getByText('Refunded', { exact: true }).first()).toBeVisible();
  await visit(page, '/');
  await expect(card(page, shared)).toBeVisible();
  await expect(card(page, bundle.courses[1])).toHaveCount(0);
  await expect(myGroups(page)).not.toContainText(bundle.name);
});

test('a buyer can cancel an order until it is paid', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '10' })];
  await enter(page, learner);
  await buy(page, group);
  const path = order(page);
  await visit(page, `/catalog/bundles/${group.id}`);
  await page.getByRole('link', { name: 'View your order' }).click();
  await expect(page).toHaveURL(path);
  await page.getByRole('link', { name: 'Cancel order' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel order' }).click();
  await expect(page.getByText('Cancelled', { exact: true }).first()).toBeVisible();
  await visit(page, '/my-orders');
  await expect(row(page, group.name)).toContainText('Cancelled');
  await visit(page, `/catalog/bundles/${group.id}`);
  await expect(page.getByRole('button', { name: 'Buy', exact: true })).toBeVisible();
});

test('a coupon shows the new price before the purchase', async ({ page, portal, visitor }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '50' })];
  const code = `TEST-${unique()}`;
  const admin = await administrator(visitor);
  await visit(admin, '/orders/coupons/new');
  await admin.getByLabel('Code').fill(code);
  await admin.getByLabel('Value').fill('20');
  await admin.getByLabel(/^Maximum uses(?! per)/).fill('1');
  await admin.getByLabel('Chosen bundles').check();
  await admin.getByLabel(group.name, { exact: true }).check();
  await admin.getByRole('button', { name: 'Add coupon' }).click();
  await expect(admin).toHaveURL(/\/orders\/coupons\?done=added-\d+$/);
  await expect(admin.getByRole('status').filter({ hasText: 'Coupon added.' })).toContainText(code);
  await expect(admin.getByRole('listitem').filter({ hasText: code })).toContainText('0 of 1 used');

  await enter(page, learner, `/catalog/bundles/${group.id}`);
  await page.getByText('Have a coupon?').click();
  await page.getByLabel('Coupon', { exact: true }).fill('not-a-coupon');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('This coupon is not valid for this bundle.')).toBeVisible();
  await page.getByLabel('Coupon', { exact: true }).fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('40.00 EUR')).toBeVisible();
  await expect(page.getByText('20 % off with your coupon')).toBeVisible();
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await expect(page.getByRole('definition').filter({ hasText: '40.00 EUR' })).toBeVisible();

  await visit(admin, '/orders/coupons');
  const row = admin.getByRole('listitem').filter({ hasText: code });
  await expect(row).toContainText('Used up');
  await row.getByRole('button', { name: 'Pause' }).click();
  await expect(row).toContainText('Paused');
});

test('a used coupon is archived and brought back, an unused one is deleted', async ({ page, portal, visitor }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '50' })];
  const [used, unused] = [`USED-${unique()}`, `NEW-${unique()}`];
  const admin = await administrator(visitor);
  for (const code of [used, unused]) {
    await send(admin, 'create_coupon', { code, kind: 'percent', value: 20, scope: 'all' });
  }
  await enter(page, learner, `/catalog/bundles/${group.id}?coupon=${used}`);
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Order \d+$/ })).toBeVisible();

  await visit(admin, '/orders/coupons');
  const dialog = admin.getByRole('dialog');
  await admin.getByRole('link', { name: `Delete ${unused}` }).click();
  await expect(dialog).toContainText('will be deleted permanently');
  await dialog.getByRole('button', { name: 'Delete coupon' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row(admin, unused)).toHaveCount(0);
  await admin.getByRole('link', { name: `Delete ${used}` }).click();
  await expect(dialog).toContainText('1 order was placed with it');
  await expect(dialog).toContainText('1 of them waits for payment');
  await dialog.getByRole('button', { name: 'Archive coupon' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row(admin, used)).toHaveCount(0);

  await visit(admin, '/orders/coupons?show=archived');
  await expect(row(admin, unused)).toHaveCount(0);
  await expect(row(admin, used)).toContainText('1 used');
  await row(admin, used).getByRole('button', { name: 'Bring back' }).click();
  await expect(row(admin, used)).toHaveCount(0);
  await visit(admin, '/orders/coupons');
  await expect(row(admin, used)).toContainText('1 used');
});

test('a coupon that was typed counts without Apply', async ({ page, portal, visitor }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '50' })];
  const code = `HALF-${unique()}`;
  const admin = await administrator(visitor);
  await visit(admin, '/orders/coupons/new');
  await admin.getByLabel('Code').fill(code);
  await admin.getByLabel('Value').fill('50');
  await admin.getByLabel('Maximum uses per buyer').fill('1');
  await admin.getByRole('button', { name: 'Add coupon' }).click();
  await expect(admin.getByRole('listitem').filter({ hasText: code })).toContainText('at most 1 per buyer');

  await enter(page, learner, `/catalog/bundles/${group.id}`);
  await page.getByText('Have a coupon?').click();
  // The page follows the catalog, and keeps what is open and what was typed.
  await portal.edit(group, { price: '50', listed: 'true', description: 'Once' });
  if (scriptsRun()) await expect(page.getByText('Once', { exact: true })).toBeVisible();
  await page.getByLabel('Coupon', { exact: true }).fill(code);
  await portal.edit(group, { price: '50', listed: 'true', description: 'Once more' });
  if (scriptsRun()) await expect(page.getByText('Once more')).toBeVisible();
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await expect(page.getByRole('definition').filter({ hasText: '25.00 EUR' }).first()).toBeVisible();
});

test('a price that changed is shown, or asked about', async ({ page, portal, visitor }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '80' })];
  await enter(page, learner, `/catalog/bundles/${group.id}`);
  await expect(page.getByText('80.00 EUR')).toBeVisible();
  const admin = await administrator(visitor);
  await visit(admin, `/groups/${group.id}/info`);
  await admin.getByLabel('Price').fill('800');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('800.00 EUR', { exact: true })).toBeVisible();
  await page.bringToFront();
  const buyNow = page.getByRole('button', { name: 'Buy', exact: true });
  if (scriptsRun()) {
    await expect(page.getByText('800.00 EUR')).toBeVisible();
    await buyNow.click();
  } else {
    await buyNow.click();
    await expect(page.getByRole('alert')).toContainText('it now costs 800.00 EUR');
    await page.getByRole('button', { name: 'Buy all the same' }).click();
  }
  await expect(page.getByText('Waiting for payment')).toBeVisible();
  await expect(page.getByRole('definition').last()).toBeVisible();
});

test('money to return is seen until it is returned', async ({ page, portal, visitor }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '10' })];
  await enter(page, learner);
  await buy(page, group);
  const path = order(page);
  const admin = await administrator(visitor);
  await answer(admin, path, 'Mark paid');
  await answer(admin, path, 'Refund');
  await expect(admin.getByText('Money to return', { exact: true })).toBeVisible();
  await visit(admin, `/orders?state=to_return&q=${encodeURIComponent(learner.name)}`);
  const ordered = row(admin, group.name);
  await expect(ordered).toContainText('Money to return');
  await expect(admin.getByRole('navigation', { name: 'Main' })).toContainText('with money to return');
  await ordered.getByRole('link', { name: group.name }).click();
  await admin.getByRole('button', { name: 'Returned' }).click();
  await expect(admin.getByText('Money to return', { exact: true })).toHaveCount(0);
  await expect(admin.getByText('10.00 EUR returned')).toBeVisible();
});

test('what was bought is not sold again after the membership ended', async ({ page, portal, visitor }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '10' })];
  await enter(page, learner);
  await buy(page, group);
  const admin = await administrator(visitor);
  await answer(admin, order(page), 'Mark paid');
  await visit(admin, `/groups/${group.id}/users`);
  await admin.getByRole('link', { name: `Remove ${learner.name} from the group` }).click();
  const question = admin.getByRole('dialog');
  await expect(question).toContainText('is also bought, and stays either way');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(question).toHaveCount(0);
  await visit(page, `/catalog/bundles/${group.id}`);
  await expect(page.getByText('You’ve bought this bundle')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Buy', exact: true })).toHaveCount(0);
});

test('a coupon’s errors appear next to its fields, and the form keeps its text', async ({ page, forgive }) => {
  forgive(/status of 422/);
  await enter(page, demo('admin'), '/orders/coupons/new');
  await page.getByLabel('Code').fill('a b');
  await page.getByLabel('Value').fill('150');
  await page.getByLabel('Chosen bundles').check();
  await page.getByRole('button', { name: 'Add coupon' }).click();
  await expect(page.getByLabel('Code')).toHaveAccessibleDescription('A code is made of letters A to Z, digits, - and _.');
  await expect(page.getByLabel('Value')).toHaveAccessibleDescription('Enter a whole number from 1 to 100.');
  await expect(page.getByText('Choose at least one bundle.')).toBeVisible();
  await expect(page.getByLabel('Code')).toHaveValue('a b');
  await expect(page.getByLabel('Chosen bundles')).toBeChecked();
});

test('a free course is added, one with a price is bought', async ({ page, portal, visitor }) => {
  const [learner, free, dear] = [await portal.learner(), await portal.course(), await portal.course({ price: '9' })];
  await enter(page, learner, `/catalog/courses?q=${encodeURIComponent(free.name)}`);
  await page.getByRole('button', { name: 'Get course' }).click();
  await page.getByRole('link', { name: `Open ${free.name}` }).click();
  await expect(page.getByRole('heading', { name: free.name })).toBeVisible();

  await visit(page, `/catalog/courses?q=${encodeURIComponent(dear.name)}`);
  await page.getByRole('link', { name: `Buy ${dear.name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Buy' }).click();
  await expect(page.getByText('Waiting for payment')).toBeVisible();
  await answer(await administrator(visitor), order(page), 'Mark paid');
  await visit(page, '/');
  await expect(card(page, dear)).toContainText('Bought');
});

test('the invoice names seller, buyer and goods', async ({ page, portal }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '12.50' })];
  await enter(page, learner);
  await buy(page, group);
  await page.getByRole('link', { name: 'Invoice' }).click();
  const sheet = page.getByRole('article');
  await expect(sheet.getByRole('heading', { name: /^Invoice \d+$/ })).toBeVisible();
  for (const text of ['Muster', learner.name, group.name, group.courses[0].name, 'Payment due.']) {
    await expect(sheet).toContainText(text);
  }
  await expect(sheet.getByRole('definition').last()).toHaveText('12.50 EUR');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Breadcrumb' })).toBeHidden();
});

test('search, category and order of the catalog are in the URL', async ({ page }) => {
  await enter(page, demo('learner'), '/catalog');
  await expect(page).toHaveURL('/catalog/courses');
  await page.getByRole('navigation', { name: 'Catalog' }).getByRole('link', { name: 'Bundles' }).click();
  await expect(page).toHaveURL('/catalog/bundles');
  await page.getByRole('link', { name: 'By price' }).click();
  await expect(page).toHaveURL('/catalog/bundles?sort=price');
  const names = page.getByRole('region', { name: 'Bundles' }).getByRole('heading');
  await expect(names.filter({ hasText: /^(Data literacy|Languages|Leadership programme)$/ })).toHaveText([
    'Data literacy',
    'Languages',
    'Leadership programme',
  ]);
  await page.getByLabel('Category').selectOption({ label: 'Leadership' });
  if (!scriptsRun()) await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/sort=price/);
  await expect(names).toHaveText(['Leadership programme']);
});

test('a group with a price and no active course says why it is not in the catalog', async ({ page, portal }) => {
  const group = await portal.group({ courses: [], price: '10' });
  await enter(page, demo('admin'), `/groups/${group.id}/info`);
  await expect(page.getByText('Not in the catalog: no active course.')).toBeVisible();
  await visit(page, `/groups?q=${encodeURIComponent(group.name)}`);
  await expect(page.getByText('Not in the catalog')).toBeVisible();
});

test('a course is in the catalog once it is listed, and the list of courses says so', async ({ page, portal, visitor }) => {
  const [learner, course] = [await portal.learner(), await portal.course({ listed: false })];
  const name = encodeURIComponent(course.name);
  await enter(page, learner, `/catalog/courses?q=${name}`);
  await expect(page.getByText('No course matches.')).toBeVisible();

  const admin = await visitor();
  await signIn(admin, demo('admin'), `/courses?listed=no&q=${name}`);
  await ready(admin);
  const rows = admin.getByRole('region', { name: 'Courses' }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).not.toContainText('Listed');
  await rows.getByRole('link', { name: course.name, exact: true }).click();
  await expect(admin.getByLabel('Listed in the catalog')).not.toBeChecked();
  await admin.getByLabel('Listed in the catalog').check();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByLabel('Listed in the catalog')).toBeChecked();
  await visit(admin, `/courses?q=${name}`);
  await admin.getByLabel('Catalog', { exact: true }).selectOption({ label: 'Listed' });
  if (!scriptsRun()) await admin.getByRole('button', { name: 'Show' }).last().click();
  await expect(admin).toHaveURL(/listed=yes/);
  await expect(rows).toContainText('Listed');

  await visit(page, `/catalog/courses?q=${name}`);
  await expect(page.getByRole('heading', { name: course.name })).toBeVisible();
});

test('a bundle is a draft until it is listed, and so is a clone', async ({ page, portal, visitor }) => {
  const [learner, group] = [await portal.learner(), await portal.group({ price: '10', listed: false })];
  const name = encodeURIComponent(group.name);
  await enter(page, learner, `/catalog/bundles?q=${name}`);
  await expect(page.getByText('No bundle matches.')).toBeVisible();

  const admin = await visitor();
  await signIn(admin, demo('admin'), `/groups/${group.id}/info`);
  await ready(admin);
  await expect(admin.getByText('Not in the catalog: this bundle is a draft.')).toBeVisible();
  await admin.getByLabel('Listed in the catalog').check();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('Not in the catalog: this bundle is a draft.')).toHaveCount(0);
  await visit(page, `/catalog/bundles?q=${name}`);
  await expect(page.getByRole('link', { name: group.name })).toBeVisible();

  await admin.getByRole('button', { name: 'Clone group' }).click();
  await expect(admin.getByLabel('Name', { exact: true })).toHaveValue(`${group.name} (copy)`);
  await expect(admin.getByLabel('Listed in the catalog')).not.toBeChecked();
  await expect(admin.getByText('Draft', { exact: true })).toBeVisible();
  await visit(page, `/catalog/bundles?q=${name}`);
  await expect(page.getByRole('link', { name: group.name })).toHaveCount(1);
});

test('a price with an open key, and courses open to all, are told', async ({ page, portal }) => {
  const [open, staff] = [await portal.course(), await portal.course({ listed: false })];
  const group = await portal.group({ courses: [open, staff], price: '10' });
  const warning = page.getByText('anyone with its key joins for free');
  await enter(page, demo('admin'), `/groups/${group.id}/info`);
  await expect(warning).toBeVisible();
  await visit(page, `/groups/${group.id}/keys`);
  await expect(warning).toBeVisible();
  await visit(page, `/groups/${group.id}/courses`);
  const told = page.getByRole('note').filter({ hasText: 'for free in the catalog' });
  await expect(told).toContainText(open.name);
  await expect(told).not.toContainText(staff.name);
  await portal.pauseKey(group);
  await visit(page, `/groups/${group.id}/keys`);
  await expect(warning).toHaveCount(0);
});

test('the learner’s home links to the catalog', async ({ page, portal }) => {
  await enter(page, await portal.learner());
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Catalog' })).toBeVisible();
  await myCourses(page).getByRole('link', { name: 'The catalog' }).click();
  await expect(page.getByRole('heading', { name: 'Catalog' })).toBeVisible();
});
