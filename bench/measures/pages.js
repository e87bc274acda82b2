/** What a page costs its server, and how large it is once compressed, on a ledger of years. */
import { gzipSync } from 'node:zlib';
import { median } from '../table.js';
import { serveKronika } from './http.js';

/** Times that each page is asked for in a turn. */
const TIMES = 7;

const PAGES = {
  desk: '/pulpit?year=2024',
  register: '/rejestr',
  'register, searched': '/rejestr?q=dożynki',
  entry: '/rejestr/{entry}',
  gminas: '/gminy?year=2024',
  gmina: '/gminy/0415052?year=2023',
  goals: '/cele?year=2023',
  goal: '/cele/G1.4?year=2023',
  organisations: '/organizacje',
  organisation: '/organizacje/{organisation}',
  calendar: '/kalendarz?month=2024-06',
  'annual report': '/raporty/roczny?year=2023',
  'annual report, as of a past day': '/raporty/roczny?year=2023&asOf=2023-09-30',
  trail: '/audyt',
  player: '/audyt/odtwarzacz?asOf=2023-05-10',
  form: '/wpis/kontakt',
  correction: '/rejestr/{entry}/poprawka',
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
    const ids = {
      entry: await firstOf('/v1/activities?limit=1&kind=contact'),
      organisation: await firstOf('/v1/organisations?limit=1'),
    };
    return {
      turn: async () => {
        const told = {};
        for (const [name, address] of Object.entries(PAGES)) {
          const asked = [];
          for (let nth = 0; nth < TIMES; nth++)
            asked.push(await ask(address.replace(/\{(\w+)\}/, (_, what) => ids[what])));
          told[`${name}: milliseconds`] = median(asked.map((each) => each.milliseconds));
          told[`${name}: kilobytes`] = asked[0].kilobytes;
        }
        return told;
      },
      close,
    };
  },
};
