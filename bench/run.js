/** `npm run bench`: prepares the files, runs each measure of each subject in turn, prints one table. */
import { fork } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { post, waits } from './http/load.js';
import { LEDGERS, prepared } from './prepare.js';
import { hashedId, viewVersions } from './product.js';
import { markdown, rowsOf } from './table.js';

/** A turn of a server: what it answers to the load. */
const posting = async ({ turn }, round) => post((await turn()).url, round);

/** How long a server lets wait: while nothing happens, while another process rebuilds its views, while it does so itself. */
const waiting = async ({ turn }, _round, { events }) => {
  const { url, data } = await turn();
  const quiet = await waits(url, () => setTimeout(5_000));
  const files = { ledger: join(data, 'ledger.sqlite'), views: join(data, 'views.sqlite'), beside: true };
  const beside = await waits(url, () => once({ measure: 'rebuild', subject: 'kronika', events, ...files }));
  const within = await waits(url, () => turn('rebuild'));
  return {
    quiet: quiet.milliseconds,
    milliseconds: beside.milliseconds,
    most: beside.most,
    within: within.milliseconds,
  };
};

/**
 * Subjects in the order in which they take turns. `copies`: they write to a copy of the ledger. `needs`: the views are
 * there. `alone`: each turn has a process of its own, because it begins from nothing; the others stay, and warm up.
 */
const MEASURES = {
  // Each event waits for the disk by itself: short turns, and many of them.
  append: { subjects: ['kronika', 'raw', 'emmett', 'evtstore'], copies: true, needs: true, times: 4 },
  callers: { subjects: ['kronika', 'raw', 'emmett', 'evtstore'], copies: true, needs: true },
  import: { subjects: ['kronika', 'raw'], copies: true, needs: true },
  rebuild: { subjects: ['kronika', 'raw', 'emmett'], alone: true, rounds: 3 },
  report: { subjects: ['kronika'], needs: true },
  replay: { subjects: ['raw'], alone: true, rounds: 1 },
  register: { subjects: ['kronika'], needs: true },
  http: { subjects: ['kronika', 'raw'], needs: true, rounds: 5, drive: posting },
  stall: { subjects: ['kronika'], needs: true, rounds: 1, alone: true, drive: waiting },
  pages: { subjects: ['kronika'], needs: true, rounds: 3 },
  hashing: { subjects: ['kronika'] },
  inclusion: { subjects: ['kronika'], needs: true },
  difference: { subjects: ['kronika'], needs: true, rounds: 5 },
  verify: { subjects: ['kronika'], alone: true, rounds: 3 },
  signed: { subjects: ['kronika'], alone: true, rounds: 3 },
};

/** Turns that each subject takes before they count. */
const WARM_UP = 3;

const { values: flags } = parseArgs({
  options: {
    events: { type: 'string', default: '100000,1000000' },
    only: { type: 'string', default: Object.keys(MEASURES).join(',') },
    subjects: { type: 'string', default: 'kronika,raw,emmett,evtstore' },
    rounds: { type: 'string', default: '15' },
    data: { type: 'string', default: join(tmpdir(), 'kronika-bench') },
    ledger: { type: 'string', default: 'even' },
    fresh: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const HELP = `npm run bench -- [flags]
  --events 100000,1000000   sizes of the ledger
  --only append,rebuild     measures: ${Object.keys(MEASURES).join(', ')}
  --subjects kronika,raw    leaves the others out
  --rounds 15               turns that each subject of a measure takes (rebuilds: 3 at most)
  --data DIR                where the files are made and kept (default: the machine's directory for temporary files)
  --ledger even             or county: skewed as a county's is (one big town, seasons, imports, stories of years)
  --fresh                   makes them anew
  --resume                  goes on with a run of these flags that was broken off: what was made or measured is not again
  --write                   keeps the table in bench/RESULTS.md
`;

const HERE = fileURLToPath(new URL('.', import.meta.url));
const say = (text) => void process.stderr.write(`${text}\n`);
const splitOf = (text) =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** Views of other versions are other files. */
const VIEWS_FILE = `views-${hashedId(JSON.stringify(viewVersions())).slice(0, 8)}.sqlite`;

/** A subject in its own process: opened, asked for turns, closed. */
async function opened(task) {
  const execArgv = task.subject === 'raw' ? ['--max-old-space-size=12000'] : [];
  const child = fork(join(HERE, 'subject.js'), { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ask = (message) =>
    new Promise((resolve, reject) => {
      const ended = (code) => reject(new Error(`${task.measure} of ${task.subject} ended with ${code}`));
      child.once('exit', ended);
      child.once('message', ({ result }) => {
        child.off('exit', ended);
        resolve(result);
      });
      child.send(message);
    });
  await ask({ open: task });
  return { turn: (what = 0) => ask({ turn: what }), close: () => ask({ close: true }) };
}

/** One turn in a process of its own. */
async function once(task, round = 0, drive = turning) {
  const subject = await opened(task);
  const result = await drive(subject, round, task);
  await subject.close();
  return result;
}

function copyOf(path) {
  const copy = `${path}.copy`;
  for (const end of ['-wal', '-shm']) rmSync(copy + end, { force: true });
  copyFileSync(path, copy);
  return copy;
}

const turning = ({ turn }, round) => turn(round);

const results = new Map();

const directoryOf = (events) =>
  join(flags.data, flags.ledger === 'even' ? String(events) : `${events}-${flags.ledger}`);

/** What was measured so far, kept beside the files after each measure. */
const keptIn = (events) => join(directoryOf(events), 'results.json');

function recall(events) {
  if (!flags.resume || !existsSync(keptIn(events))) return;
  for (const [key, all] of JSON.parse(readFileSync(keptIn(events), 'utf8'))) results.set(key, all);
}

function remember(events) {
  const of = [...results].filter(([key]) => key.startsWith(`${events}/`));
  writeFileSync(`${keptIn(events)}.new`, JSON.stringify(of));
  renameSync(`${keptIn(events)}.new`, keptIn(events));
}

async function measure(name, events) {
  const {
    subjects,
    rounds: most = Infinity,
    times = 1,
    copies = false,
    alone = false,
    needs = false,
    drive = turning,
  } = MEASURES[name];
  const taking = subjects.filter((subject) => splitOf(flags.subjects).includes(subject));
  if (taking.length === 0 || taking.every((subject) => results.has(`${events}/${name}/${subject}`))) return;
  // A rebuild of a million events takes as long as ten of a hundred thousand.
  const rounds = Math.min(alone && events >= 1_000_000 ? 1 : most, times * Number(flags.rounds));
  const directory = directoryOf(events);
  const views = join(directory, VIEWS_FILE);
  say(`${name}, ${events.toLocaleString('en-US')} events`);
  const tasks = [];
  for (const subject of taking) {
    const path = await prepared(directory, subject, events, flags);
    if (needs && subject === 'kronika' && !existsSync(views)) {
      say('   building the views');
      await once({ measure: 'rebuild', subject, events, ledger: path, views, resume: flags.resume });
    }
    tasks.push({ measure: name, subject, events, ledger: copies ? copyOf(path) : path, views, resume: flags.resume });
  }
  const keep = (subject, result) => {
    const key = `${events}/${name}/${subject}`;
    results.set(key, [...(results.get(key) ?? []), result]);
  };
  if (alone) {
    for (let round = 0; round < rounds; round++)
      for (const task of tasks) keep(task.subject, await once(task, round, drive));
  } else {
    const open = [];
    for (const task of tasks) open.push({ task, ...(await opened(task)) });
    for (let round = -WARM_UP; round < rounds; round++) {
      for (const subject of open) {
        const result = await drive(subject, round + WARM_UP, subject.task);
        if (round >= 0) keep(subject.task.subject, result);
      }
    }
    for (const { close } of open) await close();
  }
  for (const subject of taking) {
    const all = results.get(`${events}/${name}/${subject}`);
    say(
      `   ${subject}: ${Object.keys(all[0])
        .map((what) => `${what} ${all.map((each) => each[what].toFixed(each[what] < 10 ? 2 : 0)).join(' ')}`)
        .join(', ')}`,
    );
  }
  if (copies)
    for (const { ledger } of tasks) for (const end of ['', '-wal', '-shm']) rmSync(ledger + end, { force: true });
}

function sizes(events) {
  const found = [];
  for (const file of ['kronika.sqlite', VIEWS_FILE, 'raw.sqlite', 'emmett.sqlite', 'evtstore.sqlite']) {
    const path = join(directoryOf(events), file);
    const name = file === VIEWS_FILE ? "kronika's views" : file.slice(0, -'.sqlite'.length);
    if (existsSync(path)) found.push(`${name} ${Math.round(statSync(path).size / 1_048_576)} MB`);
  }
  return `Files at ${events.toLocaleString('en-US')} events: ${found.join(', ')}.`;
}

if (flags.help) {
  process.stdout.write(HELP);
} else {
  const only = splitOf(flags.only);
  const unknown = only.filter((name) => !(name in MEASURES));
  if (unknown.length > 0) {
    process.stderr.write(`no such measure: ${unknown.join(', ')}\n${HELP}`);
    process.exit(2);
  }
  if (!(flags.ledger in LEDGERS)) {
    process.stderr.write(`no such ledger: ${flags.ledger}\n${HELP}`);
    process.exit(2);
  }
  const asked = splitOf(flags.events).map(Number);
  if (flags.fresh) for (const events of asked) rmSync(directoryOf(events), { recursive: true, force: true });
  mkdirSync(flags.data, { recursive: true });
  for (const events of asked) {
    recall(events);
    for (const name of Object.keys(MEASURES)) {
      if (!only.includes(name)) continue;
      await measure(name, events);
      remember(events);
    }
  }
  const machine = `Node ${process.version}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB; ${new Date().toISOString().slice(0, 10)}.`;
  const text = [markdown(rowsOf(results, asked)), '', machine, ...asked.map(sizes)].join('\n');
  process.stdout.write(`${text}\n`);
  if (flags.write)
    writeFileSync(
      join(HERE, 'RESULTS.md'),
      `# Results\n\n    npm run bench -- ${process.argv.slice(2).join(' ')}\n\n${text}\n`,
    );
}
