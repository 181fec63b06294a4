// Runs `trunk watch` for the frontend, and rebuilds and restarts the server whenever a file is saved.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

const sources = ['app', 'db', 'domain', 'migrations', 'server'];
const binary = `${process.env.CARGO_TARGET_DIR ?? 'target'}/debug/muster`;
const children = new Set();
let server;
let served; // the build that the running server uses
let building = false;
let again = false;
let ending = false;

// Each child leads its own process group, so that it can be ended together with its children.
function run(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  children.add(child);
  child.ended = new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`dev: ${command}: ${error.message}`);
      children.delete(child);
      resolve(1);
    });
    child.on('exit', (code) => {
      children.delete(child);
      resolve(code);
    });
  });
  return child;
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has already ended.
  }
}

async function end(child) {
  if (!children.has(child)) return;
  // As Ctrl-C: after SIGTERM a portal takes requests for three more seconds.
  signal(child, 'SIGINT');
  const late = setTimeout(() => signal(child, 'SIGKILL'), 3000);
  await child.ended;
  clearTimeout(late);
}

async function build() {
  if (building) {
    again = true;
    return;
  }
  building = true;
  do {
    again = false;
    const built = (await run('cargo', ['build', '-p', 'server']).ended) === 0;
    if (built && !again && !ending) await restart();
  } while (again && !ending);
  building = false;
}

// Open pages learn from the new server which files it serves, and reload.
async function restart() {
  const made = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  const now = `${made(binary)} ${made('dist/assets.json')}`;
  if (!made(binary) || !made('dist/assets.json') || (now === served && children.has(server))) return;
  if (server) await end(server);
  if (ending) return;
  served = now;
  const args = process.argv.slice(2).filter((arg) => !server || arg !== '--demo'); // Add the demo data only once.
  server = run(binary, ['serve', ...args]);
}

let timer;
function saved() {
  clearTimeout(timer);
  timer = setTimeout(build, 100); // Editors save in several steps.
}

// Not `recursive: true`: Node 20 then loses a file that an editor replaces by renaming another over it.
const watched = new Set();
function watchTree(folder) {
  if (watched.has(folder)) return;
  watched.add(folder);
  const watcher = watch(folder, (_event, name) => {
    if (!existsSync(folder)) {
      watcher.close();
      watched.delete(folder);
    } else if (statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory()) {
      watchTree(join(folder, name));
    }
    if (!name.startsWith('.')) saved();
  });
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) watchTree(join(folder, entry.name));
  }
}

sources.forEach(watchTree);
watch('.', (_event, name) => name === 'Cargo.toml' && saved());
// The very first start waits for the first `trunk build`.
mkdirSync('dist', { recursive: true });
watch('dist', (_event, name) => name === 'assets.json' && saved());

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, async () => {
    ending = true;
    await Promise.all([...children].map(end));
    process.exit();
  });
}

const trunk = run('trunk', ['watch']);
trunk.ended.then(() => ending || process.kill(process.pid, 'SIGTERM'));
void build();
