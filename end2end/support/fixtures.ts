// What tests start from: users, courses, groups and user types. They are posted like the forms of a browser without
// JavaScript, which is much faster than using the pages.
import { randomBytes } from 'node:crypto';
import type { APIRequestContext } from '@playwright/test';

export type Account = { login: string; password: string };
export type TestUser = Account & { id: string; name: string; firstName: string };
export type UserType = { id: string; name: string };
export type Course = { id: string; name: string; units: string[] };
export type Group = { id: string; name: string; description: string; key: string; courses: Course[] };

/** A browser by its cookies: a page, or requests without one. */
export type Sender = { request: APIRequestContext };

type Fields = Record<string, string | number>;

export const demoPassword = () => process.env.MUSTER_DEMO_PASSWORD ?? '';

/** An account with the demo's password. */
export const demo = (login: string): Account => ({ login, password: demoPassword() });

/** A word that occurs nowhere else on the server, so that names made with it can be searched for. */
export const unique = () => `z${randomBytes(5).toString('hex')}`;

/** Sends a server function's form, one of its own if it adds, and returns where it redirects to. */
export async function send({ request }: Sender, form: string, fields: Fields): Promise<string> {
  const own = { token: unique().repeat(2), ...fields };
  const texts = Object.fromEntries(Object.entries(own).map(([field, value]) => [field, String(value)]));
  const headers = { accept: 'text/html' };
  const response = await request.post(`/api/${form}`, { form: texts, headers, maxRedirects: 0 });
  const to = response.headers().location ?? '';
  if (response.status() !== 303 || to.includes('flash=')) {
    throw new Error(`${form} was refused: ${response.status()} ${to}`);
  }
  return to;
}

/** The version that the first form of a page sends back. */
export async function versionOf({ request }: Sender, page: string): Promise<string> {
  const html = await (await request.get(page)).text();
  const version = html.match(/name="version" value="([^"]*)"/)?.[1];
  if (!version) throw new Error(`no version on ${page}`);
  return version;
}

/** Sends a form that adds something, and returns its id. */
export async function add(sender: Sender, form: string, fields: Fields): Promise<string> {
  const to = await send(sender, form, fields);
  const id = to.match(/\/(\d+)(?=\/|\?|$)/)?.[1];
  if (!id) throw new Error(`no id in ${to}`);
  return id;
}

/** Adds a learner, whose address is not at example.org like those of the demo's users. */
export async function addUser(sender: Sender, firstName: string, lastName: string, password = ''): Promise<TestUser> {
  const html = await (await sender.request.get('/users/new')).text();
  const id = html.match(/<option value="(\d+)"[^>]*>Learner-Type/)?.[1] ?? '';
  return addUserOf(sender, { id, name: 'Learner-Type' }, firstName, lastName, password);
}

/** Adds a user of the type, who can sign in with the demo's password unless told otherwise. */
export async function addUserOf(
  sender: Sender,
  type: UserType,
  firstName = 'Lara',
  lastName = unique(),
  password = demoPassword(),
): Promise<TestUser> {
  const login = `${firstName}.${lastName}`.toLowerCase();
  const fields = { first_name: firstName, last_name: lastName, login, email: `${login}@example.net`, user_type: type.id, password };
  const id = await add(sender, 'create_user', fields);
  return { id, login, password, name: `${firstName} ${lastName}`, firstName };
}

/** Adds learners with the same last name, by which they can be searched for. */
export async function addUsers(sender: Sender, lastName: string, ...firstNames: string[]): Promise<TestUser[]> {
  const users = [];
  for (const firstName of firstNames) users.push(await addUser(sender, firstName, lastName));
  return users;
}

export async function deactivate(sender: Sender, user: TestUser) {
  await send(sender, 'set_user_active', { user: user.id, active: 'false' });
}

export const LEARNER = ['learner.courses', 'learner.catalog', 'learner.group_key'];

/** Adds a user type with these permissions, for one test. */
export async function addType(sender: Sender, permissions: string[], role = 'learner'): Promise<UserType> {
  const name = `Type ${unique()}`;
  const selected = Object.fromEntries(permissions.map((code) => [`permissions[${code}]`, 'true']));
  return { id: await add(sender, 'create_user_type', { name, default_role: role, ...selected }), name };
}

export async function addCourse(sender: Sender, name: string, fields: Fields = {}): Promise<Course> {
  return { id: await add(sender, 'create_course', { name, active: 'true', listed: 'true', ...fields }), name, units: [] };
}

export async function addCourses(sender: Sender, ...names: string[]): Promise<Course[]> {
  const courses = [];
  for (const name of names) courses.push(await addCourse(sender, name));
  return courses;
}

export async function addUnit(sender: Sender, course: Course, name: string, content = 'Words.') {
  await send(sender, 'create_unit', { course: course.id, name, kind: 'text', content });
  course.units.push(name);
}

/** Adds a group, listed and without a key unless `fields` says otherwise. */
export async function addGroup(sender: Sender, name: string, fields: Record<string, string> = {}): Promise<Group> {
  const id = await add(sender, 'create_group', { name, listed: 'true', ...fields });
  return { id, name, description: fields.description ?? '', key: fields.key ?? '', courses: [] };
}

type Contents = { users?: TestUser[]; courses?: Course[] };

export async function putIn(sender: Sender, group: Group, { users = [], courses = [] }: Contents) {
  for (const user of users) await send(sender, 'add_member', { group: group.id, user: user.id });
  for (const course of courses) {
    await send(sender, 'add_group_course', { group: group.id, course: course.id });
    group.courses.push(course);
  }
}

/** Enrols a member in all of the group's courses. */
export async function synchronize(sender: Sender, group: Group, user: TestUser) {
  await send(sender, 'synchronize_member', { group: group.id, user: user.id });
}
