// A portal of a spec's own, for settings that would change what other specs see. The tests of such a spec run one after
// the other.
import { startMailServer, type Mailbox } from './mail-server.ts';
import { startServer } from './server.ts';
import { test as base } from './test.ts';

type PortalFixtures = {
  /** The portal's base URL. */
  portal: string;
  /** The mails sent by the portal, if it has a mail server. */
  sent: Mailbox;
};

/** Playwright's test on a separate portal, with or without a mail server; `name` names its log file. */
export function ownPortal(name: string, { mails = false, host = '127.0.0.1' } = {}) {
  return base.extend<object, PortalFixtures>({
    sent: [
      async ({}, use) => {
        const { mailbox, stop } = await startMailServer();
        await use(mailbox);
        await stop();
      },
      { scope: 'worker' },
    ],
    portal: [
      async ({ sent }, use, worker) => {
        const mail = { MUSTER_SMTP_URL: sent.url, MUSTER_MAIL_FROM: 'Muster <portal@example.org>' };
        const stop = await startServer(`${name}-${worker.workerIndex}.log`, mails ? mail : {}, host);
        await use(process.env.MUSTER_TEST_URL ?? '');
        await stop();
      },
      { scope: 'worker' },
    ],
    baseURL: ({ portal }, use) => use(portal),
  });
}
