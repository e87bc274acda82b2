import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** The addresses that are served, each with its methods: what tells a wrong method from a wrong address. */
@Injectable()
export class Addresses {
  private readonly served = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** Learns every route that is registered from now on. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      const known = this.served.get(url) ?? { pattern: patternOf(url), methods: new Set() };
      for (const each of [method].flat()) known.methods.add(each);
      this.served.set(url, known);
    });
  }

  /** Every route, `GET /v1/contacts/:id`. */
  all(): string[] {
    return [...this.served].flatMap(([url, { methods }]) => [...methods].map((method) => `${method} ${url}`));
  }

  /** The methods of an address, as it was asked; empty where nothing is. */
  methodsOf(address: string): string[] {
    const path = address.split('?', 1)[0] ?? '';
    const found = [...this.served.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }
}

/** `/v1/contacts/:id` as a pattern of addresses: a parameter is one part of the path. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/\W/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}
