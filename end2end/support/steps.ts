// Steps on pages that several specs share, and where things are on them. What a test starts from is made by fixtures.ts.
import { demo, send, type Account, type Course, type Group } from './fixtures.ts';
import { expect, ready, type Locator, type Page } from './test.ts';

/** Signs in and opens `path`. The browser posts the form itself, so there is no need to wait for hydration. */
export async function signIn(page: Page, user: Account, path = '/') {
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`);
  await page.getByLabel('Login or e-mail').fill(user.login);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
}

/** Signs in and waits until the page at `path` is hydrated. */
export async function enter(page: Page, user: Account, path = '/') {
  await signIn(page, user, path);
  await ready(page);
}

type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
let adminCookies: Promise<Cookies> | undefined;
let adminSince = 0;

/** A session has to prove itself again after ten minutes, for example to edit user types. */
const proofLasts = 5 * 60_000;

/** Signs in as the SuperAdmin, in a session that the tests of a worker share for some minutes. */
export async function asAdmin(page: Page) {
  if (Date.now() - adminSince > proofLasts) {
    adminSince = Date.now();
    adminCookies = openSession(page, demo('admin'));
  }
  adminCookies ??= openSession(page, demo('admin'));
  await page.context().addCookies(await adminCookies);
}

async function openSession(page: Page, user: Account): Promise<Cookies> {
  await send(page, 'sign_in', user);
  return page.context().cookies();
}

export const usersTab = (group: Group, search = '') =>
  `/groups/${group.id}/users${search && `?q=${encodeURIComponent(search)}`}`;

/** The rows of the lists in a part of the page: items, or rows of a table without its heads. */
export const rowsOf = (part: Page | Locator) => part.getByRole('listitem').or(part.locator('tbody').getByRole('row'));

/** The row of a list with this text. */
export const row = (page: Page, text: string) => rowsOf(page).filter({ hasText: text });

/** A checkbox of the permission tree. The permissions directly in a role have the role as section. */
export function permissionBox(page: Page, role: string, section: string, name: string) {
  const top = page.getByRole('group', { name: role, exact: true });
  const container = section === role ? top : top.getByRole('group', { name: section, exact: true });
  return container.getByRole('checkbox', { name, exact: true });
}

/** The sidebar's list of groups. */
export const myGroups = (page: Page) => page.getByRole('region', { name: 'My groups' });

/** The learner's course list. */
export const myCourses = (page: Page) => page.getByRole('region', { name: 'My courses' });

/** A course on the learner's home. */
export const card = (page: Page, course: Course) =>
  myCourses(page).getByRole('listitem').filter({ has: page.getByRole('heading', { name: course.name }) });

/** Sends the open dialog of an export; returns the file. */
export async function download(page: Page, dialog: string) {
  const downloading = page.waitForEvent('download');
  await page.getByRole('dialog', { name: dialog }).getByRole('button', { name: 'Download' }).click();
  return downloading;
}

/** Marks the document; a new page does not have the mark. */
export async function mark(page: Page) {
  await page.evaluate(() => document.documentElement.setAttribute('data-same-page', ''));
}

/** Expects that no new page was loaded since `mark`. */
export async function expectSamePage(page: Page) {
  await expect(page.locator('html[data-same-page]')).toBeAttached();
}
