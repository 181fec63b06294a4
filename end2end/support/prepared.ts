// Playwright's test with a portal in which an administrator prepares what a learner then meets.
import type { APIRequestContext } from '@playwright/test';
import {
  addCourse,
  addGroup,
  addUnit,
  addUser,
  demo,
  putIn,
  send,
  synchronize,
  unique,
  versionOf,
  type Account,
  type Course,
  type Group,
  type Sender,
  type TestUser,
} from './fixtures.ts';
import { expect, test as base } from './test.ts';

type KeyLimits = { maximum?: number; start?: string; expiry?: string };
type GroupOptions = KeyLimits & { courses?: Course[]; price?: string; listed?: boolean };
type State = Awaited<ReturnType<APIRequestContext['storageState']>>;
type WorkerFixtures = { portal: Portal; stateOf: (login: string) => Promise<State> };

export const test = base.extend<object, WorkerFixtures>({
  /** Prepares data as an administrator. */
  portal: [
    async ({ playwright }, use) => {
      const contexts: APIRequestContext[] = [];
      const browser = async () => {
        // Without the test's own cookies: signing in would end the session of its page.
        const storageState = { cookies: [], origins: [] };
        const request = await playwright.request.newContext({ baseURL: process.env.MUSTER_TEST_URL, storageState });
        contexts.push(request);
        return { request };
      };
      await use(new Portal(browser));
      await Promise.all(contexts.map((context) => context.dispose()));
    },
    { scope: 'worker' },
  ],

  /** The cookies of a demo account, signed in once for each worker: only for tests that end no sessions. */
  stateOf: [
    async ({ portal }, use) => {
      const states = new Map<string, Promise<State>>();
      await use((login) => {
        const state = states.get(login) ?? portal.signIn(demo(login)).then(({ request }) => request.storageState());
        states.set(login, state);
        return state;
      });
    },
    { scope: 'worker' },
  ],
});

/** A portal whose data an administrator prepares, in a browser of their own. */
export class Portal {
  private admin: Promise<Sender> | undefined;

  constructor(private readonly browser: () => Promise<Sender>) {}

  async signIn({ login, password }: Account): Promise<Sender> {
    const sender = await this.browser();
    await send(sender, 'sign_in', { login, password, next: '/' });
    return sender;
  }

  async learner(): Promise<TestUser> {
    const mark = unique();
    return addUser(await this.asAdmin(), 'Lara', mark, `horse battery ${mark}`);
  }

  async course({ units = ['Begin', 'Go on', 'End'], price = '', listed = true } = {}): Promise<Course> {
    const admin = await this.asAdmin();
    const name = `Course ${unique()}`;
    const course = await addCourse(admin, name, { description: `About ${name}.`, category: '', price, listed: `${listed}` });
    for (const unit of units) await addUnit(admin, course, unit, `The text of *${unit}*.`);
    return course;
  }

  /** Adds a unit at the end; a text unless told otherwise. */
  async addUnit(course: Course, name: string, { kind = 'text', content = `The text of *${name}*.` } = {}) {
    await send(await this.asAdmin(), 'create_unit', { course: course.id, name, kind, content });
    course.units.push(name);
  }

  /** A group with a key and, unless told otherwise, one course of three units. */
  async group({ courses, price = '', listed = true, ...limits }: GroupOptions = {}): Promise<Group> {
    const mark = unique();
    const admin = await this.asAdmin();
    const inIt = courses ?? [await this.course()];
    const group = await addGroup(admin, `Group ${mark}`, {
      description: `What ${mark} is for.`,
      key: `Key-${mark}-2026`,
      maximum: `${limits.maximum ?? ''}`,
      starts_at: limits.start ?? '',
      expires_at: limits.expiry ?? '',
      price,
      listed: `${listed}`,
    });
    await putIn(admin, group, { courses: inIt });
    return group;
  }

  /** **+** */
  async add(group: Group, user: TestUser) {
    await putIn(await this.asAdmin(), group, { users: [user] });
  }

  async synchronize(group: Group, user: TestUser) {
    await synchronize(await this.asAdmin(), group, user);
  }

  /** **-**, with the removal policy chosen in its dialog. */
  async remove(group: Group, user: TestUser, policy: 'keep_access' | 'withdraw_access') {
    await send(await this.asAdmin(), 'remove_member', { group: group.id, user: user.id, policy });
  }

  async pauseKey(group: Group) {
    const key = (await this.keysTab(group)).match(/name="key" value="(\d+)"/)?.[1] ?? '';
    await send(await this.asAdmin(), 'set_key_paused', { group: group.id, key, paused: 'true' });
  }

  /** "1 of 50 used" */
  async usesOfKey(group: Group) {
    return (await this.keysTab(group)).match(/>(\d+ of \d+ used|\d+ used, no limit)/)?.[1];
  }

  /** Joins the group with its key, in a browser of its own. */
  async join(group: Group, user: TestUser) {
    await send(await this.signIn(user), 'join_group', { key: group.key });
  }

  /** Saves the Info tab of a group. */
  async edit(group: Group, fields: Record<string, string>) {
    const [admin, { id, name, description }] = [await this.asAdmin(), group];
    const version = await versionOf(admin, `/groups/${id}/info`);
    await send(admin, 'update_group', { group: id, version, name, description, ...fields });
  }

  async deleteGroup(group: Group) {
    await send(await this.asAdmin(), 'delete_group', { group: group.id, policy: 'keep_access' });
  }

  /** The path of a list of members that was checked. */
  async checkedImport(group: Group, lines: string[]): Promise<string> {
    const { request } = await this.asAdmin();
    const multipart = { kind: 'members', group: group.id, list: lines.join('\n') };
    const response = await request.post('/imports', { multipart, headers: { accept: 'application/json' } });
    return (await response.json()).location;
  }

  /** The path of a key's preview. */
  async confirmation(user: Account, key: string) {
    return send(await this.signIn(user), 'preview_join', { key });
  }

  /** Makes so many wrong attempts; the waits between them grow to some seconds. */
  async tryWrongKeys(user: TestUser, attempts: number) {
    const sender = await this.signIn(user);
    for (let number = 0; number < attempts; number += 1) {
      const key = `wrong-${unique()}`;
      await expect.poll(() => status(sender, 'preview_join', { key }), patience(number)).toBe(422);
    }
  }

  /** Like `tryWrongKeys`, when signing in. */
  async tryWrongPasswords(user: TestUser, attempts: number) {
    const sender = await this.browser();
    for (let number = 0; number < attempts; number += 1) {
      const typed = { login: user.login, password: 'not the password' };
      await expect.poll(() => status(sender, 'sign_in', typed), patience(number)).toBe(401);
    }
  }

  private asAdmin() {
    this.admin ??= this.signIn(demo('admin'));
    return this.admin;
  }

  private async keysTab(group: Group): Promise<string> {
    const page = `/groups/${group.id}/keys`;
    const response = await (await this.asAdmin()).request.get(page);
    if (!response.ok()) throw new Error(`${page}: ${response.status()}`);
    return response.text();
  }
}

/** The status of a server function's response to a script. */
const status = async ({ request }: Sender, name: string, form: Record<string, string>) =>
  (await request.post(`/api/${name}`, { form })).status();

// Retries only when the wait after so many attempts is over: earlier ones would count against the address, which all tests
// share.
const patience = (attempts: number) => ({ intervals: [Math.max(100, 2 ** (attempts - 5) * 1000)] });
