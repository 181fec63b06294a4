// Playwright's global setup: runs the real server with the demo data in a fresh folder.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../..');
const readyWithin = 30_000;

export default () => startServer('server.log');

/** Starts a server with additional environment variables and returns a function that stops it. */
export async function startServer(name: string, settings: Record<string, string> = {}, host = '127.0.0.1') {
  const logFile = join(root, 'end2end/.results', name);
  const data = mkdtempSync(join(tmpdir(), 'muster-e2e-'));
  const port = await freePort();
  const url = `http://${host}:${port}`;
  // The tests sign in with it.
  process.env.MUSTER_DEMO_PASSWORD ??= `demo-${randomBytes(8).toString('hex')}`;

  mkdirSync(join(root, 'end2end/.results'), { recursive: true });
  const log = openSync(logFile, 'w');
  const profile = process.env.MUSTER_PROFILE ?? 'debug';
  const binary = join(resolve(root, process.env.CARGO_TARGET_DIR ?? 'target'), profile, 'muster');
  const server = spawn(binary, ['serve', '--demo'], {
    cwd: root,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      BASE_URL: url,
      DATABASE_URL: `sqlite://${data}/muster.db?mode=rwc`,
      MUSTER_ASSETS: process.env.MUSTER_ASSETS ?? 'dist',
      MUSTER_LISTEN: `127.0.0.1:${port}`,
      MUSTER_SECRET: randomBytes(32).toString('hex'),
      ...settings,
    },
  });
  closeSync(log);
  server.on('error', () => {}); // A missing binary is reported by `ready`.

  const stop = async () => {
    await end(server);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await ready(server, `${url}/healthz`, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  process.env.MUSTER_TEST_URL = url;
  return stop;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

async function ready(server: ChildProcess, url: string, logFile: string) {
  const deadline = Date.now() + readyWithin;
  while (Date.now() < deadline && isRunning(server)) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
  const why = isRunning(server) ? `was not ready after ${readyWithin / 1000} s` : 'ended at its start';
  throw new Error(`The server ${why}:\n${readFileSync(logFile, 'utf8')}`);
}

async function end(server: ChildProcess) {
  if (!isRunning(server)) return;
  const ended = once(server, 'exit');
  // As Ctrl-C: after SIGTERM it takes requests for three more seconds.
  server.kill('SIGINT');
  const late = setTimeout(() => server.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(late);
}

function isRunning(server: ChildProcess) {
  return server.pid !== undefined && server.exitCode === null && server.signalCode === null;
}
