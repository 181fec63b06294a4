// A mail server that only keeps what it receives, for tests that open the link in a mail.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from './test.ts';

export type Mail = { to: string; subject: string; text: string };

export class Mailbox {
  readonly mails: Mail[] = [];

  constructor(readonly url: string) {}

  to(address: string) {
    return this.mails.filter((mail) => mail.to === address);
  }

  /** Waits for a mail to this address with this subject and returns the path of its link. */
  async link(address: string, subject: string): Promise<string> {
    const found = () => this.to(address).findLast((mail) => mail.subject.endsWith(subject));
    await expect.poll(found, `a mail to ${address}`).toBeDefined();
    const path = found()?.text.match(/^https?:\/\/[^/\s]+(\/\S+)$/m)?.[1];
    if (!path) throw new Error(`no link in ${found()?.text}`);
    return path;
  }
}

/** Listens on a free port of this machine. */
export async function startMailServer() {
  const open = new Set<Socket>();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const mailbox = new Mailbox(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    converse(socket, (mail) => mailbox.mails.push(mail));
  });
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
  return { mailbox, stop };
}

/** The part of SMTP that is needed to receive a mail. */
function converse(socket: Socket, keep: (mail: Mail) => void) {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let unread = '';
  let to = '';
  let lines: string[] | undefined; // Of the mail that is being received.
  const receive = (line: string) => {
    if (lines && line !== '.') {
      lines.push(line.replace(/^\./, ''));
    } else if (lines) {
      keep({ to, ...read(lines) });
      lines = undefined;
      say('250 kept');
    } else if (/^DATA/i.test(line)) {
      lines = [];
      say('354 go on');
    } else {
      to = line.match(/^RCPT TO:<(.*?)>/i)?.[1] ?? to;
      say(/^QUIT/i.test(line) ? '221 bye' : '250 yes');
    }
  };
  socket.setEncoding('latin1'); // Raw bytes, which `read` decodes.
  socket.on('error', () => {}); // The portal may be stopped in the middle of a mail.
  socket.on('data', (chunk) => {
    const received = (unread + chunk).split('\r\n');
    unread = received.pop() ?? '';
    received.forEach(receive);
  });
  say('220 tests');
}

function read(lines: string[]): Omit<Mail, 'to'> {
  const [head, ...body] = lines.join('\r\n').split('\r\n\r\n');
  const header = (name: string) => head.replace(/\r\n\s+/g, ' ').match(new RegExp(`^${name}: (.*)$`, 'im'))?.[1] ?? '';
  const text = decoded(body.join('\r\n\r\n'), header('Content-Transfer-Encoding'));
  const words = /=\?utf-8\?(b|q)\?(.*?)\?=\s*/gi;
  const word = (_: string, kind: string, text: string) => decoded(text.replaceAll('_', ' '), /b/i.test(kind) ? 'base64' : 'quoted-printable');
  return { subject: header('Subject').replace(words, word), text: text.replaceAll('\r\n', '\n') };
}

function decoded(text: string, encoding: string): string {
  const byte = (_: string, hex: string) => String.fromCharCode(parseInt(hex, 16));
  const printable = () => text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, byte);
  const bytes = encoding === 'base64' ? Buffer.from(text, 'base64') : Buffer.from(encoding === 'quoted-printable' ? printable() : text, 'latin1');
  return bytes.toString('utf8');
}
