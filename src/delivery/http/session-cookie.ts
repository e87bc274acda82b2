import { Injectable } from '@nestjs/common';
import { parse, serialize } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Where people reach the program, as the settings say it; null where they say nothing. */
export abstract class PublicUrl {
  /** `https://kronika.powiat.example`, without a slash at the end. */
  abstract readonly origin: string | null;
}

/** The cookie that a session is known by. Nothing of a session is in it but its secret. */
@Injectable()
export class SessionCookie {
  constructor(private readonly publicUrl: PublicUrl) {}

  /** The secret that a request brings; null where it brings none. */
  secretOf(request: FastifyRequest): string | null {
    return parse(request.headers.cookie ?? '')[this.nameFor(request)] ?? null;
  }

  set(request: FastifyRequest, reply: FastifyReply, secret: string): void {
    this.send(request, reply, secret, {});
  }

  clear(request: FastifyRequest, reply: FastifyReply): void {
    this.send(request, reply, '', { maxAge: 0 });
  }

  /** Whether a request that writes comes from a page of ours, as far as the browser says where it comes from. */
  isOurs(request: FastifyRequest): boolean {
    const { headers, protocol, host } = request;
    const site = headers['sec-fetch-site'];
    if (site !== undefined) return site === 'same-origin' || site === 'none';
    return headers.origin === undefined || headers.origin === (this.publicUrl.origin ?? `${protocol}://${host}`);
  }

  private send(request: FastifyRequest, reply: FastifyReply, value: string, more: { readonly maxAge?: number }): void {
    const secure = this.isSecure(request);
    // Lax: a link in a letter leads in; what writes shows its proof besides (application/access/secrets.ts).
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, ...more } as const;
    void reply.header('Set-Cookie', serialize(this.nameFor(request), value, options));
  }

  /** A name with this prefix is taken by browsers from this host alone, over TLS alone. */
  private nameFor(request: FastifyRequest): string {
    return this.isSecure(request) ? '__Host-kronika' : 'kronika';
  }

  /** Without TLS no browser would keep a secure cookie: that is for this machine and for trying it out. */
  private isSecure({ protocol }: FastifyRequest): boolean {
    return this.publicUrl.origin?.startsWith('https:') ?? protocol === 'https';
  }
}
