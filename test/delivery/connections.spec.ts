import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Connections } from '../../src/delivery/http/connections.js';
import { eventually } from '../contract/event-store.fixture.js';

const FOR_EVER = 600_000;
const close = (server: Server) => (): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });

describe('a server that closes', () => {
  let server: Server;
  let asked = 0;
  let answer: () => void = () => undefined;

  beforeEach(async () => {
    asked = 0;
    server = createServer((_request, response) => {
      asked++;
      answer = () => response.end('here it is');
    });
    server.requestTimeout = 0;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const opened = async (bytes: string): Promise<{ readonly socket: Socket; readonly text: () => string }> => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString())).on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(bytes);
    return { socket, text: () => text };
  };
  const half = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"title":';

  it('waits for an answer that is under way, and says meanwhile that it closes', async () => {
    const connections = new Connections(server, FOR_EVER);
    const { text } = await opened('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => asked === 1, 'the request arrived');
    expect(connections.closing).toBe(false);
    let closed = false;
    const released = connections.release(close(server)).then(() => (closed = true));
    expect(connections.closing).toBe(true);
    // Longer than connections that nobody waits on are let be.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(closed).toBe(false);
    answer();
    await released;
    await eventually(() => text().endsWith('here it is'), 'the answer');
  });

  it('lets go of connections on which nothing was asked, or not to the end of a header', async () => {
    const connections = new Connections(server, FOR_EVER);
    const { socket } = await opened('');
    const other = await opened('GET / HTT');
    await connections.release(close(server));
    await eventually(() => socket.destroyed && other.socket.destroyed, 'both are let go');
  });

  it('waits no longer than it was told to for what never ends', async () => {
    const connections = new Connections(server, 300);
    await opened(half);
    await eventually(() => asked === 1, 'the request arrived');
    await connections.release(close(server));
  });
});
