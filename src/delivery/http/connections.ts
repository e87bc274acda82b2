import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How often connections are looked at while the program ends, in milliseconds. */
const LOOK = 50;
/** How long it waits for answers under way, in milliseconds: a write waits up to 5 s for the views (application/patience). */
const LONGEST = 8000;

/**
 * Lets go of connections that nobody waits on, while a server closes. By itself Node waits for those on which nothing
 * was ever asked (browsers open some in advance) and for those kept alive after their last answer, for up to a minute;
 * and without end for a request that stops halfway.
 */
export class Connections {
  private readonly unused = new Set<Socket>();
  private released = false;

  constructor(
    private readonly server: Server,
    private readonly longest = LONGEST,
  ) {
    server.on('connection', (socket: Socket) => {
      this.unused.add(socket);
      socket.once('close', () => this.unused.delete(socket));
    });
    server.on('request', ({ socket }) => this.unused.delete(socket));
  }

  /** Whether the program ends: nothing new is taken in. */
  get closing(): boolean {
    return this.released;
  }

  /** Closes the server and lets go: whoever waits for an answer gets it, unless it takes longer than anything should. */
  async release(close: () => Promise<void>): Promise<void> {
    this.released = true;
    const sweep = setInterval(() => {
      for (const socket of this.unused) socket.destroy();
      this.server.closeIdleConnections();
    }, LOOK);
    const end = setTimeout(() => {
      this.server.closeAllConnections();
    }, this.longest);
    try {
      await close();
    } finally {
      clearInterval(sweep);
      clearTimeout(end);
    }
  }
}
