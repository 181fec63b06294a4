// A portal of a spec's own, for what is set for a whole portal and would change what other specs see. The tests of such
// a spec come one after the other.
import { startMailServer, type Mailbox } from './mail-server.ts';
import { startServer } from './server.ts';
import { test as base } from './test.ts';

type Own = {
  /** The address of the portal. */
  portal: string;
  /** What the portal has sent; only where it sends mails. */
  sent: Mailbox;
};

/** Playwright's test on a portal that is named in the log's file, with a mail server or without. */
export function ownPortal(name: string, { mails } = { mails: false }) {
  return base.extend<object, Own>({
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
        const stop = await startServer(`${name}-${worker.workerIndex}.log`, mails ? mail : {});
        await use(process.env.MUSTER_TEST_URL ?? '');
        await stop();
      },
      { scope: 'worker' },
    ],
    baseURL: ({ portal }, use) => use(portal),
  });
}
