/**
 * The limit that HTTP sets: one Nest route on the same platform that checks the same body in the same way and records
 * nothing. Decorators are called by hand, because this is JavaScript.
 */
import { randomUUID } from 'node:crypto';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { kindNamed, readRecording, wellFormed } from '../product.js';

const contact = kindNamed('contact');

class BareController {
  record(body) {
    const { step } = wellFormed(readRecording(contact, body));
    return { id: randomUUID(), kind: 'contact', step };
  }
}
Body()(BareController.prototype, 'record', 0);
Post()(BareController.prototype, 'record', Object.getOwnPropertyDescriptor(BareController.prototype, 'record'));
Controller('v1/contacts')(BareController);

class BareModule {}
Module({ controllers: [BareController] })(BareModule);

/** @returns {{url: string, close: () => Promise<void>}} */
export async function serveBare() {
  const app = await NestFactory.create(BareModule, new FastifyAdapter({ logger: false }), { logger: false });
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), close: () => app.close() };
}
