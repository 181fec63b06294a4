// Twelve pages of the demo, as the README shows them. A picture with many colours is a JPEG, so that none is over 150 kB.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demo } from '../support/fixtures.ts';
import { signIn } from '../support/steps.ts';
import { expect, test, visit, type Page } from '../support/test.ts';

const folder = resolve(import.meta.dirname, '../../docs/screens');
mkdirSync(folder, { recursive: true });

type Screen = {
  name: string;
  path: string;
  who?: 'admin' | 'learner';
  dark?: boolean;
  phone?: boolean;
  jpeg?: boolean;
  before?: (page: Page) => Promise<void>;
};

const screens: Screen[] = [
  { name: 'home', path: '/', who: 'admin' },
  { name: 'groups', path: '/groups', who: 'admin' },
  { name: 'users-of-a-group', path: '/groups/3/users', who: 'admin' },
  { name: 'group-key', path: '/groups/2/keys', who: 'admin', phone: true },
  {
    name: 'unsaved-changes',
    path: '/groups/3/info',
    who: 'admin',
    before: (page) => page.getByLabel('Name', { exact: true }).fill('Warehouse team'),
  },
  { name: 'activity', path: '/activity', who: 'admin', dark: true },
  { name: 'user-type', path: '/user-types/3', who: 'admin' },
  { name: 'palette', path: '/users', who: 'admin', dark: true, before: openPalette },
  { name: 'catalog', path: '/catalog/courses', who: 'learner', jpeg: true },
  { name: 'course', path: '/courses/2', who: 'learner' },
  { name: 'learner-on-a-phone', path: '/', who: 'learner', phone: true },
  { name: 'sign-in', path: '/sign-in' },
];

for (const { name, path, who, dark, phone, jpeg, before } of screens) {
  test.describe(name, () => {
    test.use({
      colorScheme: dark ? 'dark' : 'light',
      viewport: phone ? { width: 390, height: 780 } : { width: 1200, height: 750 },
    });

    test('is taken', async ({ page }) => {
      if (who) await signIn(page, demo(who));
      await visit(page, path);
      await before?.(page);
      await page.evaluate(() => document.fonts.ready);
      await expect(page.locator('.waiting-line')).toBeHidden();
      const type = jpeg ? 'jpeg' : 'png';
      await page.screenshot({ path: join(folder, `${name}.${type}`), type, quality: jpeg ? 80 : undefined });
    });
  });
}

async function openPalette(page: Page) {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox').fill('ba');
  await expect(page.getByRole('option').nth(3)).toBeVisible();
}
