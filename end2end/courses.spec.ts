// The administrator's courses: categories, the form, and the units in their order.
import { add, addCourse, addGroup, addUnit, addUser, demoPassword, putIn, send, synchronize, unique, versionOf } from './support/fixtures.ts';
import { asAdmin, enter, myCourses, row } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const list = (page: Page) => page.getByRole('region', { name: 'Courses' }).getByRole('listitem');
const units = (page: Page) => page.getByRole('region', { name: 'Units' }).getByRole('listitem');
const info = (page: Page) => page.getByRole('region', { name: 'Info' });
/** The form below the units. */
const newUnit = (page: Page) =>
  page.getByRole('region', { name: 'Units' }).locator('form').filter({ has: page.getByRole('button', { name: 'Add unit' }) });

const addCategory = (page: Page, name: string, parent = '') =>
  send(page, 'create_category', { name, parent });

async function categoryId(page: Page, path: string) {
  const html = await (await page.request.get('/courses/new')).text();
  return html.match(new RegExp(`<option value="(\\d+)"[^>]*>${path}<`))?.[1] ?? '';
}

test('a category gets a subcategory, and a course with a price is put in it', async ({ page }) => {
  const word = unique();
  await visit(page, '/courses');
  await page.getByRole('link', { name: 'Categories' }).click();
  const adding = page.getByRole('region', { name: 'Add a category' });
  await adding.getByLabel('Name').fill(`Trades ${word}`);
  await adding.getByRole('button', { name: 'Add category' }).click();
  await expect(row(page, `Trades ${word}`)).toBeVisible();
  await adding.getByLabel('Name').fill(`Baking ${word}`);
  await adding.getByLabel('Under').selectOption({ label: `Trades ${word}` });
  await adding.getByRole('button', { name: 'Add category' }).click();
  await expect(row(page, `Baking ${word}`)).toBeVisible();

  await visit(page, '/courses');
  await page.getByRole('link', { name: 'Add course' }).click();
  await page.getByLabel('Name').fill(`Bread ${word}`);
  await page.getByLabel('Description').fill('Flour, water, time.');
  await page.getByLabel('Category').selectOption({ label: `Trades ${word} / Baking ${word}` });
  await page.getByLabel('Price').fill('29.5');
  await page.getByRole('button', { name: 'Add course' }).click();
  await expect(page).toHaveURL(/\/courses\/\d+\/edit\?done=added$/);
  await expect(page.getByRole('status').filter({ hasText: 'Course added.' })).toContainText(`Bread ${word}`);
  await expect(page.getByRole('heading', { name: `Bread ${word}`, level: 1 })).toBeVisible();

  await visit(page, `/courses?q=${word}`);
  await expect(list(page)).toHaveCount(1);
  await expect(list(page)).toContainText('29.50 EUR');
  await expect(list(page)).toContainText(`Baking ${word}`);
  await expect(list(page)).toContainText('0 units, 0 learners');
});

test('a form that is sent twice adds one course, and the next form another', async ({ page }) => {
  const word = unique();
  for (const expected of [1, 2]) {
    await visit(page, '/courses/new');
    await page.getByLabel('Name').fill(`Bread ${word}`);
    await page.getByRole('button', { name: 'Add course' }).dblclick();
    await expect(page).toHaveURL(/\/courses\/\d+\/edit\?done=added$/);
    await visit(page, `/courses?q=${word}`);
    await expect(list(page)).toHaveCount(expected);
  }
});

test('what stays on the page after adding is a new form', async ({ page }) => {
  const word = unique();
  await visit(page, '/courses/categories');
  const adding = page.getByRole('region', { name: 'Add a category' });
  for (const [place, name] of ['One', 'Two'].entries()) {
    await adding.getByLabel('Name').fill(`${name} ${word}`);
    await adding.getByRole('button', { name: 'Add category' }).click();
    await expect(row(page, word)).toHaveCount(place + 1);
  }
});

test('a category is renamed, and deleted only when it is empty', async ({ page, forgive }) => {
  forgive(/status of 409/);
  const word = unique();
  await addCategory(page, `Trades ${word}`);
  const course = await addCourse(page, `Bread ${word}`, { category: await categoryId(page, `Trades ${word}`) });
  await visit(page, '/courses/categories');
  await row(page, word).getByText('Rename', { exact: false }).first().click();
  await row(page, word).getByLabel('Name').fill(`Crafts ${word}`);
  await row(page, word).getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('button', { name: `Delete Crafts ${word}` })).toBeVisible();

  await page.getByRole('button', { name: `Delete Crafts ${word}` }).click();
  await expect(row(page, word).getByRole('alert')).toContainText('Only an empty category can be deleted.');
  await expect(page.getByRole('alert'), 'said once, where it happened').toHaveCount(1);
  const version = await versionOf(page, `/courses/${course.id}/edit`);
  await send(page, 'update_course', { course: course.id, version, name: course.name, active: 'true' });
  await visit(page, '/courses/categories');
  await page.getByRole('button', { name: `Delete Crafts ${word}` }).click();
  await expect(row(page, word)).toHaveCount(0);
});

test('a second category of the same name in one place is refused next to the field', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const word = unique();
  await addCategory(page, `Trades ${word}`);
  await visit(page, '/courses/categories');
  const adding = page.getByRole('region', { name: 'Add a category' });
  await adding.getByLabel('Name').fill(`TRADES ${word}`);
  await adding.getByRole('button', { name: 'Add category' }).click();
  await expect(adding.getByLabel('Name')).toHaveAccessibleDescription('A category here already has this name.');
  await expect(adding.getByLabel('Name')).toHaveValue(`TRADES ${word}`);
});

test('a new course’s errors appear next to the fields, and the form keeps its text', async ({ page, forgive }) => {
  forgive(/status of 422/);
  await visit(page, '/courses/new');
  await page.getByLabel('Description').fill('Flour, water, time.');
  await page.getByLabel('Category').selectOption({ label: 'Leadership' });
  await page.getByLabel('Price').fill('a lot');
  await page.getByLabel('Active').uncheck();
  await page.getByRole('button', { name: 'Add course' }).click();
  await expect(page.getByLabel('Name')).toHaveAccessibleDescription('A name is required.');
  await expect(page.getByLabel('Price')).toHaveAccessibleDescription('A price is a number such as 49 or 49.90.');
  await expect(page.getByLabel('Price')).toHaveValue('a lot');
  await expect(page.getByLabel('Description')).toHaveValue('Flour, water, time.');
  await expect(page.getByLabel('Category').getByRole('option', { selected: true })).toHaveText('Leadership');
  await expect(page.getByLabel('Active')).not.toBeChecked();
});

test('a course is edited and deactivated', async ({ page }) => {
  const word = unique();
  const course = await addCourse(page, `Bread ${word}`);
  await visit(page, `/courses?q=${word}`);
  await page.getByRole('link', { name: course.name, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/courses/${course.id}/edit$`));
  await info(page).getByLabel('Name').fill(`Rye bread ${word}`);
  await info(page).getByLabel('Price').fill('12');
  await info(page).getByLabel('Active').uncheck();
  await info(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: `Rye bread ${word}`, level: 1 })).toBeVisible();
  await expect(page.getByText('Inactive', { exact: true })).toBeVisible();
  await expect(info(page).getByLabel('Active')).not.toBeChecked();

  await visit(page, `/courses?q=${word}`);
  await expect(list(page)).toContainText(`Rye bread ${word}`);
  await expect(list(page)).toContainText('Inactive');
  await expect(list(page)).toContainText('12.00 EUR');
});

test('a deleted course is told in numbers, leaves everyone, and comes back from the trash', async ({ page, visitor, forgive }) => {
  // Its open page asks for it once more.
  forgive(/status of 404/);
  const word = unique();
  const course = await addCourse(page, `Bread ${word}`);
  await addUnit(page, course, 'Flour');
  const group = await addGroup(page, `Bakers ${word}`);
  const learner = await addUser(page, 'Lena', word, demoPassword());
  await putIn(page, group, { users: [learner], courses: [course] });
  await synchronize(page, group, learner);
  const theirs = await visitor();
  await enter(theirs, learner, `/courses/${course.id}`);
  await theirs.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(theirs.getByRole('heading', { name: 'Course completed' })).toBeVisible();

  await visit(page, `/courses?q=${word}`);
  await list(page).getByRole('link', { name: `Delete ${course.name}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete a course' });
  await expect(dialog).toContainText(`“${course.name}” will move to the trash. You can restore it for 30 days.`);
  await expect(dialog).toContainText('1 learner will lose it: 0 in progress, 1 completed.');
  await expect(dialog).toContainText('It leaves 1 group.');
  await dialog.getByRole('button', { name: 'Delete course' }).click();
  await expect(page).toHaveURL(/\/courses$/);
  await visit(page, `/courses?q=${word}`);
  await expect(page.getByText('No courses here')).toBeVisible();
  await visit(page, `/groups/${group.id}/courses?q=${word}`);
  await expect(page.getByRole('listitem').filter({ hasText: course.name })).toHaveCount(0);

  const remembered = (of: Page) => of.getByRole('region', { name: 'Completed and deleted' });
  await visit(theirs, '/');
  await expect(theirs.getByRole('link', { name: course.name })).toHaveCount(0);
  await expect(remembered(theirs)).toContainText(course.name);
  await expect(remembered(theirs).getByText('Deleted', { exact: true })).toBeVisible();
  await visit(page, `/users/${learner.id}/courses`);
  await expect(remembered(page)).toContainText(course.name);

  await visit(page, '/courses');
  await page.getByRole('link', { name: 'Trash' }).click();
  const trashed = page.getByRole('region', { name: 'Trash' }).getByRole('listitem').filter({ hasText: word });
  await expect(trashed).toContainText('1 learner, 1 group');
  await trashed.getByRole('button', { name: 'Restore' }).click();
  await expect(page).toHaveURL(new RegExp(`/courses/${course.id}/edit$`));
  await expect(page.getByRole('heading', { name: course.name, level: 1 })).toBeVisible();
  await visit(theirs, '/');
  await expect(remembered(theirs)).toHaveCount(0);
  await expect(myCourses(theirs)).toContainText('1 of 1 unit');
});

test('a course restored without its group says so', async ({ page }) => {
  const word = unique();
  const course = await addCourse(page, `Bread ${word}`);
  const branch = await add(page, 'create_branch', { name: `Branch ${word}` });
  await send(page, 'add_branch_course', { branch, course: course.id });
  await visit(page, `/courses/${course.id}/edit`);
  await page.getByRole('link', { name: 'Delete course' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete a course' });
  await expect(dialog).toContainText('No one is enrolled.');
  await expect(dialog).toContainText('It leaves 1 branch.');
  await dialog.getByRole('button', { name: 'Delete course' }).click();
  await expect(page).toHaveURL(/\/courses$/);
  await send(page, 'delete_branch', { branch });
  await visit(page, '/trash');
  await page.getByRole('listitem').filter({ hasText: word }).getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 group or branch that had it is gone' })).toBeVisible();
});

test('the second of two editors of a course gets a conflict and keeps their text', async ({ page, visitor, forgive }) => {
  forgive(/status of 409/);
  const word = unique();
  const course = await addCourse(page, `Bread ${word}`);
  await visit(page, `/courses/${course.id}/edit`);
  const other = await visitor();
  await asAdmin(other);
  await visit(other, `/courses/${course.id}/edit`);
  await info(other).getByLabel('Description').fill('Other words.');
  const saved = other.waitForResponse((answer) => answer.url().includes('/api/update_course'));
  await info(other).getByRole('button', { name: 'Save' }).click();
  await saved;
  await visit(other, `/courses/${course.id}/edit`);
  await expect(info(other).getByLabel('Description')).toHaveValue('Other words.');

  await info(page).getByLabel('Description').fill('My words.');
  await info(page).getByRole('button', { name: 'Save' }).click();
  const told = page.getByRole('alert').filter({ hasText: 'Someone else saved this in the meantime.' });
  await expect(told).toContainText('Description is now');
  await expect(told).toContainText('Other words.');
  await expect(info(page).getByLabel('Description')).toHaveValue('My words.');
  await told.getByRole('link', { name: 'Load what is saved now' }).click();
  await expect(info(page).getByLabel('Description')).toHaveValue('Other words.');
});

test('units of each kind are added, in order', async ({ page }) => {
  const course = await addCourse(page, `Bread ${unique()}`);
  await visit(page, `/courses/${course.id}/edit`);
  await expect(page.getByText('No units yet')).toBeVisible();
  const kinds = [
    ['Kneading', 'Text', '## Kneading\n\nTen minutes.'],
    ['The mill', 'Link', 'https://example.org/mill'],
    ['Shaping', 'Video', 'https://example.org/shaping.mp4'],
  ];
  for (const [number, [name, kind, content]] of kinds.entries()) {
    await newUnit(page).getByLabel('Name').fill(name);
    await newUnit(page).getByLabel(kind).check();
    await newUnit(page).getByLabel('Content').fill(content);
    await newUnit(page).getByRole('button', { name: 'Add unit' }).click();
    await expect(units(page)).toHaveCount(number + 1);
    await expect(newUnit(page).getByLabel('Name')).toHaveValue('');
  }
  await expect(units(page)).toContainText(['Kneading', 'The mill', 'Shaping']);
  await visit(page, `/courses?q=${course.name.split(' ')[1]}`);
  await expect(list(page)).toContainText('3 units');
});

test('a unit with an invalid address is refused next to the field', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const course = await addCourse(page, `Bread ${unique()}`);
  await visit(page, `/courses/${course.id}/edit`);
  await newUnit(page).getByLabel('Name').fill('The mill');
  await newUnit(page).getByLabel('Link').check();
  await newUnit(page).getByLabel('Content').fill('javascript:alert(1)');
  await newUnit(page).getByRole('button', { name: 'Add unit' }).click();
  await expect(newUnit(page).getByLabel('Content')).toHaveAccessibleDescription('Enter a web address that starts with https:// or http://.');
  await expect(newUnit(page).getByLabel('Name')).toHaveValue('The mill');
  await expect(newUnit(page).getByLabel('Link')).toBeChecked();
  await expect(units(page)).toHaveCount(0);
});

test('a unit is edited', async ({ page }) => {
  const course = await addCourse(page, `Bread ${unique()}`);
  await addUnit(page, course, 'Kneading');
  await visit(page, `/courses/${course.id}/edit`);
  await units(page).getByText('Edit Kneading').click();
  await expect(units(page).getByLabel('Content')).toHaveValue('Words.');
  await units(page).getByLabel('Name').fill('Folding');
  await units(page).getByLabel('Content').fill('Other words.');
  await units(page).getByRole('button', { name: 'Save unit' }).click();
  await expect(page.getByRole('button', { name: 'Delete Folding' })).toBeVisible();
  await visit(page, `/courses/${course.id}/edit`);
  await units(page).getByText('Edit Folding').click();
  await expect(units(page).getByLabel('Content')).toHaveValue('Other words.');
});

test('an earlier version of a unit is compared and brought back', async ({ page }) => {
  const course = await addCourse(page, `Bread ${unique()}`);
  await addUnit(page, course, 'Kneading', 'Flour.\nWater.\nSalt.');
  await visit(page, `/courses/${course.id}/edit`);
  await units(page).getByText('Edit Kneading').click();
  await units(page).getByLabel('Content').fill('Flour.\nMilk.\nSalt.');
  const saved = page.waitForResponse((answer) => answer.url().includes('/api/update_unit'));
  await units(page).getByRole('button', { name: 'Save unit' }).click();
  await saved;
  await visit(page, `/courses/${course.id}/edit`);
  await units(page).getByText('Edit Kneading').click();
  await units(page).getByRole('link', { name: 'Earlier versions' }).click();
  const versions = page.getByRole('region', { name: 'Versions' }).getByRole('listitem');
  await expect(versions).toHaveCount(2);
  await expect(versions.first()).toContainText('Present version');
  await versions.last().getByRole('link', { name: 'Compare' }).click();
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison.getByRole('listitem')).toContainText(['Flour.', 'Water.', 'Milk.', 'Salt.']);
  await comparison.getByRole('button', { name: 'Bring this version back' }).click();
  await expect(versions).toHaveCount(3);
  await visit(page, `/courses/${course.id}/edit`);
  await units(page).getByText('Edit Kneading').click();
  await expect(units(page).getByLabel('Content')).toHaveValue('Flour.\nWater.\nSalt.');
});

test('a unit’s form stays with its unit when the order changes @js', async ({ page }) => {
  const course = await addCourse(page, `Bread ${unique()}`);
  for (const name of ['Kneading', 'Baking']) await addUnit(page, course, name);
  await visit(page, `/courses/${course.id}/edit`);
  const first = units(page).first();
  await first.getByText('Edit Kneading').click();
  await first.getByLabel('Name').fill('Folding');
  await first.getByLabel('Content').fill('About folding.');
  await first.getByRole('button', { name: 'Save unit' }).click();
  await expect(page.getByRole('button', { name: 'Move Folding down' })).toBeVisible();
  await page.getByRole('button', { name: 'Move Folding down' }).click();
  await expect(units(page)).toContainText(['Baking', 'Folding']);
  const unit = (name: string) => units(page).filter({ has: page.getByRole('button', { name: `Delete ${name}` }) });
  await expect(unit('Baking').getByLabel('Name')).toHaveValue('Baking');
  await expect(unit('Baking').getByLabel('Content')).toHaveValue('Words.');
  await expect(unit('Folding').getByLabel('Name')).toHaveValue('Folding');
  await expect(unit('Folding').getByLabel('Content')).toHaveValue('About folding.');
});

test('a refused edit of one unit shows at that unit only', async ({ page, forgive }) => {
  forgive(/status of 422/);
  const course = await addCourse(page, `Bread ${unique()}`);
  for (const name of ['Kneading', 'Baking']) await addUnit(page, course, name);
  await visit(page, `/courses/${course.id}/edit`);
  const second = units(page).filter({ hasText: 'Baking' });
  await second.getByText('Edit Baking').click();
  await second.getByLabel('Name').fill('');
  await second.getByLabel('Content').fill('Other words.');
  await second.getByRole('button', { name: 'Save unit' }).click();
  await expect(second.getByLabel('Name')).toHaveAccessibleDescription('A name is required.');
  await expect(second.getByLabel('Name')).toBeVisible();
  await expect(second.getByLabel('Content')).toHaveValue('Other words.');
  await expect(units(page).filter({ hasText: 'Kneading' }).getByLabel('Content')).toHaveValue('Words.');
  await expect(newUnit(page).getByLabel('Name')).toHaveAttribute('aria-invalid', 'false');
});

test('units are reordered and deleted', async ({ page }) => {
  const course = await addCourse(page, `Bread ${unique()}`);
  for (const name of ['Kneading', 'Resting', 'Baking']) await addUnit(page, course, name);
  await visit(page, `/courses/${course.id}/edit`);
  await expect(units(page)).toContainText(['Kneading', 'Resting', 'Baking']);
  await page.getByRole('button', { name: 'Move Baking up' }).click();
  await expect(units(page)).toContainText(['Kneading', 'Baking', 'Resting']);
  await page.getByRole('button', { name: 'Move Kneading down' }).click();
  await expect(units(page)).toContainText(['Baking', 'Kneading', 'Resting']);
  await page.getByRole('button', { name: 'Delete Kneading' }).click();
  await expect(units(page)).toHaveCount(2);
  await visit(page, `/courses/${course.id}/edit`);
  await expect(units(page)).toContainText(['Baking', 'Resting']);
});

test('the courses are searched on Enter', async ({ page }) => {
  const word = unique();
  for (const name of ['Bread', 'Cake']) await addCourse(page, `${name} ${word}`);
  await visit(page, '/courses');
  await page.getByRole('searchbox', { name: 'Search courses' }).fill(`${word} CAKE`);
  await page.getByRole('searchbox', { name: 'Search courses' }).press('Enter');
  await expect(list(page)).toHaveText([/^Cake/]);
  await visit(page, `/courses?q=${unique()}`);
  await expect(page.getByText('No courses here')).toBeVisible();
});

test('the courses are searched while typing @js', async ({ page }) => {
  const word = unique();
  for (const name of ['Bread', 'Cake']) await addCourse(page, `${name} ${word}`);
  await visit(page, '/courses');
  await page.getByRole('searchbox', { name: 'Search courses' }).pressSequentially(word);
  await expect(list(page)).toHaveText([/^Bread/, /^Cake/]);
  await expect(page).toHaveURL(new RegExp(`q=${word}`));
});

test('a category filters the courses, including its subcategories, and keeps the search', async ({ page }) => {
  const word = unique();
  await addCategory(page, `Trades ${word}`);
  await addCategory(page, `Baking ${word}`, await categoryId(page, `Trades ${word}`));
  const [trades, baking] = [await categoryId(page, `Trades ${word}`), await categoryId(page, `Trades ${word} / Baking ${word}`)];
  await addCourse(page, `Anvils ${word}`, { category: trades });
  await addCourse(page, `Bread ${word}`, { category: baking });
  await addCourse(page, `Cake ${word}`);
  await visit(page, `/courses?q=${word}`);
  await expect(list(page)).toHaveText([/^Anvils/, /^Bread/, /^Cake/]);

  const show = page.getByRole('button', { name: 'Show' }).first();
  const choose = async (label: string) => {
    await page.getByLabel('Category').selectOption({ label });
    if (await show.isVisible()) await show.click(); // Only without scripts.
  };
  await choose(`Trades ${word}`);
  await expect(list(page)).toHaveText([/^Anvils/, /^Bread/]);
  await choose(`Trades ${word} / Baking ${word}`);
  await expect(list(page)).toHaveText([/^Bread/]);
  await expect(page).toHaveURL(new RegExp(`category=${baking}`));
  await expect(page.getByRole('searchbox', { name: 'Search courses' })).toHaveValue(word);

  await page.goBack();
  await expect(list(page)).toHaveText([/^Anvils/, /^Bread/]);
  await expect(page.getByLabel('Category').getByRole('option', { selected: true })).toHaveText(`Trades ${word}`);
});
