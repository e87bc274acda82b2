import type { FastifyReply } from 'fastify';
import type { Drawn } from './layout.js';
import type { Look } from './look.js';
import type { Pages } from './pages.js';
import { pastPage } from './pages/recording.js';

/** To another page: the one that shows what a form did. The route says with which status. */
export function sendOn(reply: FastifyReply, address: string): string {
  void reply.header('Location', address).header('Content-Type', 'text/plain; charset=utf-8');
  return `${address}\n`;
}

/** A form that was sent to be drawn once more. */
export function sendAgain(pages: Pages, reply: FastifyReply, look: Look, drawn: Drawn): string {
  void reply.status(200);
  return pages.send(reply, look, drawn);
}

/** As of a past day nothing is written. */
export function sendPast(pages: Pages, reply: FastifyReply, look: Look): string {
  void reply.status(409);
  return pages.send(reply, look, pastPage(look));
}
