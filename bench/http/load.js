/** What is sent to a server that is measured, from another process than its own. */
import { setTimeout } from 'node:timers/promises';
import autocannon from 'autocannon';
import { bodies } from '../ledger/commands.js';

const CONNECTIONS = 64;
const SECONDS = 5;

/** Milliseconds between two looks. */
const LOOK_EVERY = 5;

/** Sixty-four connections that post contacts, one after another each. @returns answers of 201 a second */
export async function post(url, round) {
  const headers = { 'content-type': 'application/json' };
  const requests = bodies(500, round + 1).map((body) => ({
    method: 'POST',
    path: '/v1/contacts',
    headers,
    body: JSON.stringify(body),
  }));
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, requests });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were refusals, ${result.errors} requests failed`);
  return { perSecond: result['2xx'] / result.duration };
}

/** Asks a server again and again until some work is done. @returns the longest that an answer took, and all but one in a hundred */
export async function waits(url, work) {
  const times = [];
  let done = false;
  const look = async () => {
    while (!done) {
      const start = performance.now();
      await (await fetch(`${url}/health/live`)).arrayBuffer();
      times.push(performance.now() - start);
      await setTimeout(LOOK_EVERY);
    }
  };
  await Promise.all([look(), work().finally(() => (done = true))]);
  times.sort((a, b) => a - b);
  return { milliseconds: times.at(-1), most: times[Math.floor(times.length * 0.99)] };
}
