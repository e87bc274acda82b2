/** What is measured, against what, and the one table that says how it went. */

const perSecond = (value) => `${Math.round(value).toLocaleString('en-US')}/s`;
const milliseconds = (value) => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;
const megabytes = (value) => `${Math.round(value)} MB`;
const percent = (value) => `${(value * 100).toFixed(1)} %`;
const times = (value) => (value === undefined ? '' : `${value.toFixed(2)}x`);

export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The median of a figure over the rounds of a subject; undefined where it was not measured. */
function figure(results, events, measure, subject, name) {
  const rounds = results.get(`${events}/${measure}/${subject}`);
  return rounds === undefined ? undefined : median(rounds.map((round) => round[name]));
}

/** The median of what each round says of two subjects side by side: what slows the machine slows both. */
function ratio(results, events, measure, name, over) {
  const [ours, theirs] = ['kronika', over].map((subject) => results.get(`${events}/${measure}/${subject}`));
  if (ours === undefined || theirs === undefined) return undefined;
  return median(ours.map((round, i) => round[name] / theirs[Math.min(i, theirs.length - 1)][name]));
}

const WORDS = {
  append: 'recording, one caller',
  callers: 'recording, 64 callers',
  import: 'import of validated rows',
  rebuild: 'rebuild of all views',
  http: 'POST /v1/contacts, 64 connections',
};

/** A replay is to be beaten by the more, the longer the ledger is: the target is for this size. */
const MANY = 1_000_000;

/** @returns rows of the table: [measure, events, Kronika, raw limit, peers, ratio, target, met] */
export function rowsOf(results, sizes) {
  const rows = [];
  const add = (what, events, kronika, raw, peers, value, target, met) =>
    rows.push([
      what,
      events.toLocaleString('en-US'),
      kronika ?? '',
      raw ?? '',
      peers ?? '',
      value ?? '',
      target ?? '',
      met === undefined ? '' : met ? 'yes' : 'NO',
    ]);
  const least = (what, events, cells, value, bound, of) =>
    value !== undefined && add(what, events, ...cells, `${times(value)} ${of}`, `>= ${bound}`, value >= bound);
  const most = (what, events, cells, value, bound, of) =>
    value !== undefined && add(what, events, ...cells, `${times(value)} ${of}`, `<= ${bound}`, value <= bound);

  for (const events of sizes) {
    const of = (measure, subject, name) => figure(results, events, measure, subject, name);
    for (const [measure, bound] of [
      ['append', 0.8],
      ['callers', 0.6],
      ['import', 0.6],
      ['rebuild', 0.5],
      ['http', 0.4],
    ]) {
      const kronika = of(measure, 'kronika', 'perSecond');
      if (kronika === undefined) continue;
      const raw = of(measure, 'raw', 'perSecond');
      const peers = ['emmett', 'evtstore'].flatMap((peer) => {
        const value = of(measure, peer, 'perSecond');
        return value === undefined ? [] : [`${peer} ${perSecond(value)}`];
      });
      const cells = [perSecond(kronika), raw && perSecond(raw), peers.join(', ')];
      if (raw === undefined) add(WORDS[measure], events, ...cells);
      least(WORDS[measure], events, cells, ratio(results, events, measure, 'perSecond', 'raw'), bound, 'of raw');
      const ahead = ['emmett', 'evtstore']
        .map((peer) => ratio(results, events, measure, 'perSecond', peer))
        .filter((each) => each !== undefined);
      const better = ahead.length === 0 ? undefined : Math.min(...ahead);
      if (measure === 'callers')
        least(WORDS[measure], events, [cells[0], '', cells[2]], better, 4, 'of the better peer');
      if (measure === 'rebuild') {
        least(WORDS[measure], events, [cells[0], '', cells[2]], better, 10, 'of Emmett');
        const memory = of(measure, 'kronika', 'megabytes');
        add(
          '  its peak of memory',
          events,
          megabytes(memory),
          raw && megabytes(of(measure, 'raw', 'megabytes')),
          '',
          '',
          '< 512 MB',
          memory < 512,
        );
      }
    }
    const stall = of('stall', 'kronika', 'milliseconds');
    if (stall !== undefined) {
      add(
        'longest wait of HTTP while views are rebuilt beside',
        events,
        milliseconds(stall),
        `idle ${milliseconds(of('stall', 'kronika', 'quiet'))}`,
        '',
        '',
        '<= 50 ms',
        stall <= 50,
      );
      add('  and within the same process', events, milliseconds(of('stall', 'kronika', 'within')), '', '', '', '');
    }
    const [report, replay] = [of('report', 'kronika', 'milliseconds'), of('replay', 'raw', 'milliseconds')];
    if (report !== undefined && (events < MANY || replay === undefined))
      add('annual report as of a past day', events, milliseconds(report), replay && `replay ${milliseconds(replay)}`);
    else if (report !== undefined)
      least(
        'annual report as of a past day',
        events,
        [milliseconds(report), replay && `replay ${milliseconds(replay)}`, ''],
        replay && replay / report,
        100,
        'faster than a replay',
      );
    const proved = of('hashing', 'kronika', 'proved');
    if (proved !== undefined) {
      const cost = of('hashing', 'kronika', 'cost');
      add(
        'import of validated rows into ledger and views, hashed and signed',
        events,
        perSecond(proved),
        `not hashed ${perSecond(of('hashing', 'kronika', 'perSecond'))}`,
        '',
        `${percent(cost)} of it hashing`,
        '<= 15 %',
        cost <= 0.15,
      );
      const beside = percent(of('hashing', 'kronika', 'beside'));
      add('  beside recording alone', events, '', '', '', `${beside} of both`);
    }
    const inclusion = of('inclusion', 'kronika', 'milliseconds');
    if (inclusion !== undefined) {
      const most = `longest ${milliseconds(of('inclusion', 'kronika', 'most'))}`;
      add('proof of inclusion', events, milliseconds(inclusion), '', '', most, '< 5 ms', inclusion < 5);
    }
    const difference = of('difference', 'kronika', 'milliseconds');
    if (difference !== undefined) {
      const told = `${of('difference', 'kronika', 'events').toLocaleString('en-US')} events`;
      // The target is for a year of the smaller ledger: it costs a year's events.
      const target = events < MANY ? ['< 1000 ms', difference < 1_000] : [];
      add('difference of the annual report over its year', events, milliseconds(difference), '', '', told, ...target);
    }
    for (const [measure, what] of [
      ['verify', 'full check'],
      ['signed', 'full check of the demonstration, its days signed'],
    ]) {
      const check = of(measure, 'kronika', 'milliseconds');
      if (check === undefined) continue;
      const cells = [milliseconds(check), `rebuild ${milliseconds(of(measure, 'kronika', 'rebuild'))}`, ''];
      most(what, events, cells, of(measure, 'kronika', 'times'), 1.5, 'of a rebuild');
    }
    const page = of('register', 'kronika', 'milliseconds');
    for (const told of Object.keys(results.get(`${events}/pages/kronika`)?.[0] ?? {})) {
      const [name, what] = told.split(': ');
      if (what !== 'milliseconds') continue;
      const spent = of('pages', 'kronika', told);
      const size = of('pages', 'kronika', `${name}: kilobytes`);
      const fresh = of('pages', 'kronika', `${name}: first`);
      const cells = [milliseconds(spent), '', '', `first ${milliseconds(fresh)}, ${Math.ceil(size)} KB compressed`];
      add(`page: ${name}`, events, ...cells, '< 50 ms, 150 KB', spent < 50 && size < 150);
    }
    if (page !== undefined) add("register's first page, rare gmina", events, milliseconds(page), '', '', '', '');
  }
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)];
  if (small !== large) {
    for (const [measure, what, bound] of [
      ['report', 'annual report as of a past day', 1.5],
      ['register', "register's first page, rare gmina", 2],
    ]) {
      const [few, many] = [small, large].map((events) => figure(results, events, measure, 'kronika', 'milliseconds'));
      if (few !== undefined && many !== undefined)
        most(
          `${what}: growth`,
          large,
          [milliseconds(many), '', ''],
          many / few,
          bound,
          `of that at ${small.toLocaleString('en-US')}`,
        );
    }
  }
  return rows;
}

const HEAD = ['measure', 'events', 'Kronika', 'raw limit', 'peers', 'ratio', 'target', 'met'];

/** @returns the rows as a Markdown table */
export function markdown(rows) {
  const all = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(HEAD), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}
