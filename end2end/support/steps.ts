// Steps that several specs share. What only prepares a test is posted like the forms of a browser without JavaScript,
// which is much faster than using the pages.
import { randomBytes } from 'node:crypto';
import { expect, visit, type Page } from './test.ts';

export const demoPassword = () => process.env.MUSTER_DEMO_PASSWORD ?? '';

/** A word that occurs nowhere else on the server, so that names made with it can be searched for. */
export const unique = () => `z${randomBytes(5).toString('hex')}`;

/** Signs in on the page. */
export async function signIn(page: Page, login: string, password = demoPassword()) {
  await visit(page, '/sign-in');
  await page.getByLabel('Login or e-mail').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
}

type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
let adminCookies: Promise<Cookies> | undefined;

/** Signs in as the SuperAdmin, in a session that the tests of a worker share. */
export async function asAdmin(page: Page) {
  adminCookies ??= openSession(page, 'admin');
  await page.context().addCookies(await adminCookies);
}

async function openSession(page: Page, login: string): Promise<Cookies> {
  await send(page, '/sign-in', 'sign_in', { login, password: demoPassword() });
  return page.context().cookies();
}

/** Sends a form of the page at `path` and returns where it redirected to. */
export async function send(page: Page, path: string, form: string, fields: Record<string, string>) {
  const screen = await page.request.get(path);
  const action = (await screen.text()).match(new RegExp(`action="(/api/${form}\\d*)"`))?.[1];
  if (!action) throw new Error(`${path} has no form ${form}`);
  const headers = { accept: 'text/html', referer: screen.url() };
  const answer = await page.request.post(action, { form: fields, headers });
  const led = new URL(answer.url());
  if (!answer.ok() || led.searchParams.has('flash')) throw new Error(`${form} was refused: ${answer.status()} ${led}`);
  return `${led.pathname}${led.search}`;
}

const idIn = (address: string) => {
  const id = address.match(/\/(\d+)(\/|$)/)?.[1];
  if (!id) throw new Error(`no id in ${address}`);
  return id;
};

export type Group = { id: string; name: string };

/** Adds a group, without a key unless `fields` has one. */
export async function addGroup(page: Page, name: string, fields: Record<string, string> = {}): Promise<Group> {
  return { id: idIn(await send(page, '/groups/new', 'create_group', { name, ...fields })), name };
}

export type TestUser = { id: string; login: string; name: string; firstName: string };

/** Adds a learner, whose address is not at example.org like those of the demo's users. */
export async function addUser(page: Page, firstName: string, lastName: string, password = ''): Promise<TestUser> {
  const login = `${firstName}.${lastName}`.toLowerCase();
  const html = await (await page.request.get('/users/new')).text();
  const userType = html.match(/<option value="(\d+)"[^>]*>Learner-Type/)?.[1] ?? '';
  const fields = { first_name: firstName, last_name: lastName, login, email: `${login}@example.net`, user_type: userType, password };
  const id = idIn(await send(page, '/users/new', 'create_user', fields));
  return { id, login, name: `${firstName} ${lastName}`, firstName };
}

/** Adds learners with the same last name, by which they can be searched for. */
export async function addUsers(page: Page, lastName: string, ...firstNames: string[]): Promise<TestUser[]> {
  const users = [];
  for (const firstName of firstNames) users.push(await addUser(page, firstName, lastName));
  return users;
}

export async function deactivate(page: Page, user: TestUser) {
  await send(page, `/users/${user.id}/info`, 'set_user_active', { user: user.id, active: 'false' });
}

export type Course = { id: string; name: string };

export async function addCourse(page: Page, name: string, fields: Record<string, string> = {}): Promise<Course> {
  return { id: idIn(await send(page, '/courses/new', 'create_course', { name, active: 'true', ...fields })), name };
}

export async function addCourses(page: Page, ...names: string[]): Promise<Course[]> {
  const courses = [];
  for (const name of names) courses.push(await addCourse(page, name));
  return courses;
}

export async function addUnit(page: Page, course: Course, name: string) {
  const fields = { course: course.id, name, kind: 'text', content: 'Words.' };
  await send(page, `/courses/${course.id}/edit`, 'create_unit', fields);
}

export async function putIn(page: Page, group: Group, { users = [], courses = [] }: { users?: TestUser[]; courses?: Course[] }) {
  for (const user of users) {
    await send(page, usersTab(group, user.login), 'add_member', { group: group.id, user: user.id });
  }
  for (const course of courses) {
    const path = `/groups/${group.id}/courses?q=${encodeURIComponent(course.name)}`;
    await send(page, path, 'add_group_course', { group: group.id, course: course.id });
  }
}

/** Enrols a member in all of the group's courses. */
export async function synchronize(page: Page, group: Group, user: TestUser) {
  await send(page, usersTab(group, user.login), 'synchronize_member', { group: group.id, user: user.id });
}

export const usersTab = (group: Group, search = '') =>
  `/groups/${group.id}/users${search && `?q=${encodeURIComponent(search)}`}`;

/** The row of a list with this text. */
export const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

export const LEARNER = ['learner.courses', 'learner.catalog', 'learner.group_key'];

export type UserType = { id: string; name: string };

/** Adds a user type with these permissions, for one test. */
export async function addType(page: Page, permissions: string[], role = 'learner'): Promise<UserType> {
  const name = `Type ${unique()}`;
  const selected = Object.fromEntries(permissions.map((code) => [`permissions[${code}]`, 'true']));
  const to = await send(page, '/user-types/new', 'create_user_type', { name, default_role: role, ...selected });
  return { id: to.match(/\d+/)?.[0] ?? '', name };
}

/** Adds a user of the type, who can sign in with the demo's password. */
export async function addUserOf(page: Page, type: UserType, firstName = 'Lara'): Promise<TestUser> {
  const lastName = unique();
  const login = `${firstName}.${lastName}`.toLowerCase();
  const fields = { first_name: firstName, last_name: lastName, login, email: `${login}@example.net`, password: demoPassword() };
  const to = await send(page, '/users/new', 'create_user', { ...fields, user_type: type.id });
  return { id: to.match(/\d+/)?.[0] ?? '', login, name: `${firstName} ${lastName}`, firstName };
}

/** A checkbox of the permission tree. The permissions directly in a role have the role as section. */
export function permissionBox(page: Page, role: string, section: string, name: string) {
  const top = page.getByRole('group', { name: role, exact: true });
  const container = section === role ? top : top.getByRole('group', { name: section, exact: true });
  return container.getByRole('checkbox', { name, exact: true });
}
