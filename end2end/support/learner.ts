// Fixtures of the learners' specs: users, groups, keys and courses of a test's own, made by an administrator's forms.
import { randomBytes } from 'node:crypto';
import { test as base, expect, ready, type Page } from './test.ts';
import type { APIRequestContext } from '@playwright/test';

export { axe, expect, ready, scriptsRun, visit, type Page } from './test.ts';

export type TestUser = { id: number; login: string; name: string; password: string };
type Account = { login: string; password: string };
export type Course = { id: number; name: string; units: string[] };
export type Group = { id: number; name: string; description: string; key: string; courses: Course[] };

type KeyLimits = { maximum?: number; start?: string; expiry?: string };
type GroupOptions = KeyLimits & { courses?: Course[]; price?: string };
type WorkerFixtures = { portal: Portal; stateOf: (login: string) => Promise<State> };
type State = Awaited<ReturnType<Forms['state']>>;

export const test = base.extend<object, WorkerFixtures>({
  /** Prepares data as an administrator. */
  portal: [
    async ({ playwright }, use) => {
      const contexts: APIRequestContext[] = [];
      const browser = async () => {
        const context = await playwright.request.newContext({ baseURL: process.env.MUSTER_TEST_URL });
        contexts.push(context);
        return new Forms(context);
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
        const state = states.get(login) ?? portal.signIn(demo(login)).then((forms) => forms.state());
        states.set(login, state);
        return state;
      });
    },
    { scope: 'worker' },
  ],
});

/** An account of the demo. */
export const demo = (login: string) => ({
  login,
  password: process.env.MUSTER_DEMO_PASSWORD ?? '',
});

/** A word that no other test has. */
export const unique = () => randomBytes(5).toString('hex');

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

/** Posts forms like a browser without JavaScript, but much faster: for what only prepares a test. */
class Forms {
  constructor(private readonly context: APIRequestContext) {}

  /** Sends a server function's form and returns where it redirects to. */
  async send(name: string, fields: Record<string, string | number>): Promise<string> {
    const form = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, String(value)]));
    const headers = { accept: 'text/html' };
    const response = await this.context.post(`/api/${name}`, { form, headers, maxRedirects: 0 });
    const to = response.headers().location ?? '';
    if (response.status() !== 303 || to.includes('flash=')) {
      throw new Error(`${name} was refused: ${response.status()} ${to}`);
    }
    return to;
  }

  /** The status of a server function's response to a script. */
  async status(name: string, form: Record<string, string>): Promise<number> {
    return (await this.context.post(`/api/${name}`, { form })).status();
  }

  async get(page: string): Promise<string> {
    const response = await this.context.get(page);
    if (!response.ok()) throw new Error(`${page}: ${response.status()}`);
    return response.text();
  }

  state() {
    return this.context.storageState();
  }
}

export class Portal {
  private admin: Promise<Forms> | undefined;

  constructor(private readonly browser: () => Promise<Forms>) {}

  async signIn({ login, password }: Account): Promise<Forms> {
    const forms = await this.browser();
    await forms.send('sign_in', { login, password, next: '/' });
    return forms;
  }

  async learner(): Promise<TestUser> {
    const mark = unique();
    const user = { login: `lara.${mark}`, name: `Lara Test-${mark}`, password: `horse battery ${mark}` };
    const page = await (await this.asAdmin()).get('/users/new');
    const to = await this.send('create_user', {
      first_name: 'Lara',
      last_name: `Test-${mark}`,
      email: `${user.login}@example.net`,
      login: user.login,
      password: user.password,
      user_type: page.match(/value="(\d+)"[^>]*>Learner-Type</)?.[1] ?? '',
    });
    return { ...user, id: lastNumber(to) };
  }

  async course({ units = ['Begin', 'Go on', 'End'], price = '' } = {}): Promise<Course> {
    const name = `Course ${unique()}`;
    const fields = { name, description: `About ${name}.`, category: '', price, active: 'true' };
    const id = lastNumber(await this.send('create_course', fields));
    for (const unit of units) {
      const content = `The text of *${unit}*.`;
      await this.send('create_unit', { course: id, name: unit, kind: 'text', content });
    }
    return { id, name, units };
  }

  /** A group with a key and, unless told otherwise, one course of three units. */
  async group({ courses, price = '', ...limits }: GroupOptions = {}): Promise<Group> {
    const mark = unique();
    const group = {
      name: `Group ${mark}`,
      description: `What ${mark} is for.`,
      key: `Key-${mark}-2026`,
      courses: courses ?? [await this.course()],
    };
    const to = await this.send('create_group', {
      name: group.name,
      description: group.description,
      key: group.key,
      maximum: limits.maximum ?? '',
      starts_at: limits.start ?? '',
      expires_at: limits.expiry ?? '',
      price,
    });
    const id = lastNumber(to);
    for (const course of group.courses) {
      await this.send('add_group_course', { group: id, course: course.id });
    }
    return { id, ...group };
  }

  /** **+** */
  async add(group: Group, user: TestUser) {
    await this.send('add_member', { group: group.id, user: user.id });
  }

  async synchronize(group: Group, user: TestUser) {
    await this.send('synchronize_member', { group: group.id, user: user.id });
  }

  /** **-**, with the removal policy chosen in its dialog. */
  async remove(group: Group, user: TestUser, policy: 'keep_access' | 'withdraw_access') {
    await this.send('remove_member', { group: group.id, user: user.id, policy });
  }

  async pauseKey(group: Group) {
    const page = `/groups/${group.id}/keys`;
    const key = (await (await this.asAdmin()).get(page)).match(/name="key" value="(\d+)"/)?.[1] ?? '';
    await this.send('set_key_paused', { group: group.id, key, paused: 'true' });
  }

  /** "1 of 50 used" */
  async usesOfKey(group: Group) {
    const page = await (await this.asAdmin()).get(`/groups/${group.id}/keys`);
    return page.match(/>(\d+ of \d+ used|\d+ used, no limit)/)?.[1];
  }

  /** Joins the group with its key, in a browser of its own. */
  async join(group: Group, user: TestUser) {
    const forms = await this.signIn(user);
    await forms.send('join_group', { key: group.key });
  }

  async deleteGroup(group: Group) {
    await this.send('delete_group', { group: group.id, policy: 'keep_access' });
  }

  /** The path of an import preview. */
  async checkedImport(group: Group, lines: string[]) {
    return this.send('upload_member_import', { group: group.id, list: lines.join('\n') });
  }

  /** The path of a key's preview. */
  async confirmation(user: Account, key: string) {
    return (await this.signIn(user)).send('preview_join', { key });
  }

  /** Makes so many wrong attempts; the waits between them grow to some seconds. */
  async tryWrongKeys(user: TestUser, attempts: number) {
    const forms = await this.signIn(user);
    for (let number = 0; number < attempts; number += 1) {
      await expect.poll(() => forms.status('preview_join', { key: `wrong-${unique()}` }), patience(number)).toBe(422);
    }
  }

  /** Like `tryWrongKeys`, when signing in. */
  async tryWrongPasswords(user: TestUser, attempts: number) {
    const forms = await this.browser();
    for (let number = 0; number < attempts; number += 1) {
      const typed = { login: user.login, password: 'not the password' };
      await expect.poll(() => forms.status('sign_in', typed), patience(number)).toBe(401);
    }
  }

  private asAdmin() {
    this.admin ??= this.signIn(demo('admin'));
    return this.admin;
  }

  private async send(name: string, fields: Record<string, string | number>) {
    return (await this.asAdmin()).send(name, fields);
  }
}

// Retries only when the wait after so many attempts is over: earlier ones would count against the address, which all tests
// share.
const patience = (attempts: number) => ({ intervals: [Math.max(100, 2 ** (attempts - 5) * 1000)] });

const lastNumber = (url: string) => Number(url.match(/\d+(?=\D*$)/)?.[0]);

/** The sidebar's list of groups. */
export const myGroups = (page: Page) => page.getByRole('region', { name: 'My groups' });

/** The learner's course list. */
export const myCourses = (page: Page) => page.getByRole('region', { name: 'My courses' });

/** A course on the learner's home. */
export const card = (page: Page, course: Course) =>
  myCourses(page).getByRole('listitem').filter({ has: page.getByRole('heading', { name: course.name }) });

/** Marks the document; a new page does not have the mark. */
export async function mark(page: Page) {
  await page.evaluate(() => document.documentElement.setAttribute('data-same-page', ''));
}

/** Expects that no new page was loaded since `mark`. */
export async function expectSamePage(page: Page) {
  await expect(page.locator('html[data-same-page]')).toBeAttached();
}
