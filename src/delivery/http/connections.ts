import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How often connections are looked at while the program ends, in milliseconds. */
const LOOK = 50;

/**
 * Lets go of connections that nobody waits on, while a server closes. By itself Node waits for those on which nothing
 * was ever asked (browsers open some in advance) and for those kept alive after their last answer, for up to a minute.
 */
export class Connections {
  private readonly unused = new Set<Socket>();

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.unused.add(socket);
      socket.once('close', () => this.unused.delete(socket));
    });
    server.on('request', ({ socket }) => this.unused.delete(socket));
  }

  /** Does so until `closed` settles: whoever waits for an answer gets it. */
  async release(closed: Promise<void>): Promise<void> {
    const sweep = setInterval(() => {
      for (const socket of this.unused) socket.destroy();
      this.server.closeIdleConnections();
    }, LOOK);
    try {
      await closed;
    } finally {
      clearInterval(sweep);
    }
  }
}
