/**
 * What a page costs its server, and how large it is once compressed, on a ledger of years: asked for again and again, as
 * by people who look around; and for the first time after something was recorded, when no answer is at hand.
 */
import { gzipSync } from 'node:zlib';
import { bodies } from '../ledger/commands.js';
import { median } from '../table.js';
import { serveKronika } from './http.js';

/** Times that each page is asked for in a turn. */
const TIMES = 7;

const PAGES = {
  desk: '/pulpit?year=2024',
  register: '/rejestr',
  'register, searched': '/rejestr?q=dożynki',
  'register, one kind of a gmina and year':
    '/rejestr?kind=contact&gmina=0415052&occurredFrom=2023-01&occurredTo=2023-12',
  entry: '/rejestr/{entry}',
  gminas: '/gminy?year=2024',
  gmina: '/gminy/0415052?year=2023',
  goals: '/cele?year=2023',
  goal: '/cele/G1.4?year=2023',
  'goal, most entries of a past year': '/cele/S?year=2022',
  organisations: '/organizacje',
  organisation: '/organizacje/{organisation}',
  persons: '/osoby',
  calendar: '/kalendarz?month=2024-06',
  reports: '/raporty',
  'annual report': '/raporty/roczny?year=2023',
  'annual report, as of a past day': '/raporty/roczny?year=2023&asOf=2023-09-30',
  'period report': '/raporty/okresowy?from=2023-01&to=2023-06',
  'frozen report': '/raporty/roczny/zamrozone/{freezing}',
  'difference, over a month': '/raporty/roczny/roznica?year=2023&asOf=2023-12-31&comparedTo=2023-11-30',
  'difference, over a year': '/raporty/roczny/roznica?year=2023&asOf=2023-12-31&comparedTo=2023-01-01',
  trail: '/audyt',
  player: '/audyt/odtwarzacz?asOf=2023-05-10',
  integrity: '/audyt/spojnosc',
  checkpoints: '/audyt/punkty',
  proof: '/audyt/dowody/{event}',
  'evidence packs': '/audyt/pakiety',
  'access log': '/audyt/dostepy',
  kinds: '/wpis',
  form: '/wpis/kontakt',
  correction: '/rejestr/{entry}/poprawka',
  annulment: '/rejestr/{entry}/uniewaznienie',
};

export const pages = {
  kronika: async (task) => {
    const { app, close } = await serveKronika(task);
    const ask = async (url) => {
      const start = performance.now();
      const { statusCode, body, rawPayload } = await app.inject({ method: 'GET', url });
      const milliseconds = performance.now() - start;
      if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${body.slice(0, 500)}`);
      return { milliseconds, body, kilobytes: gzipSync(rawPayload).length / 1_024 };
    };
    const firstOf = async (url) => JSON.parse((await ask(url)).body).items[0].id;
    const post = async (url, body) => {
      const { statusCode, body: told } = await app.inject({ method: 'POST', url, payload: body });
      if (statusCode !== 201) throw new Error(`${url}: ${statusCode} ${told.slice(0, 500)}`);
      return JSON.parse(told);
    };
    const { id: freezing } = await post('/v1/reports/annual/freezings', { year: 2023 });
    const [{ id: event }] = JSON.parse((await ask('/v1/ledger/events?limit=1')).body);
    const ids = {
      entry: await firstOf('/v1/activities?limit=1&kind=contact'),
      organisation: await firstOf('/v1/organisations?limit=1'),
      freezing,
      event,
    };
    return {
      turn: async (round) => {
        const told = {};
        const [body] = bodies(1, round + 2);
        await post('/v1/contacts', body);
        for (const [name, address] of Object.entries(PAGES)) {
          const asked = [];
          for (let nth = 0; nth < TIMES; nth++)
            asked.push(await ask(address.replace(/\{(\w+)\}/, (_, what) => ids[what])));
          told[`${name}: milliseconds`] = median(asked.map((each) => each.milliseconds));
          told[`${name}: first`] = asked[0].milliseconds;
          told[`${name}: kilobytes`] = asked[0].kilobytes;
        }
        return told;
      },
      close,
    };
  },
};
