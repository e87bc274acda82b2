import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands before a server, and can break its connections at any moment. */
export class Relay {
  private readonly listener = createServer();
  private readonly sockets = new Set<Socket>();
  private bound = 0;

  /** Where it listens, or did. */
  get port(): number {
    return this.bound;
  }

  /** @param port 0 lets the machine choose; @param behind the server's own */
  async listen(host: string, port: number, behind: number): Promise<void> {
    this.listener.on('connection', (client) => {
      const server = createConnection(behind, host);
      this.join(client, server);
      this.join(server, client);
    });
    await new Promise<void>((resolve, reject) => {
      this.listener.on('error', reject);
      this.listener.listen(port, host, resolve);
    });
    this.bound = (this.listener.address() as AddressInfo).port;
  }

  /** Breaks every connection. */
  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise<void>((resolve) => this.listener.close(() => resolve()));
  }

  private join(socket: Socket, other: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.sockets.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  }
}
