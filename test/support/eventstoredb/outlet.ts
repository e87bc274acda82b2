import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Fault } from './faults.js';
import type { Kept } from './log.js';
import { eventAnswer } from './requests.js';
import { refusal } from './statuses.js';

export type Read = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** Where a reading goes, as fast as the client takes it, and where it breaks off if it is to. */
export class Outlet {
  closed = false;
  private sent = 0;
  private readonly listeners: (() => void)[] = [];
  /** Lets go on what waits for the client to take what was sent. */
  private go = (): void => undefined;

  constructor(
    private readonly call: Read,
    private readonly fault: (Fault & { readonly is: 'break' }) | null,
    private readonly drop: () => void,
  ) {
    const close = (): void => {
      this.closed = true;
      for (const listener of this.listeners) listener();
      this.go();
    };
    call.on('cancelled', close);
    call.on('close', close);
    call.on('drain', () => {
      this.go();
    });
  }

  onClosed(listener: () => void): void {
    this.listeners.push(listener);
  }

  tell(message: streams.ReadResp): void {
    this.call.write(message);
  }

  /** Answers whether there may be more. */
  async send(event: Kept): Promise<boolean> {
    if (this.closed) return false;
    if (this.fault !== null && this.sent === this.fault.after) {
      this.closed = true;
      if (this.fault.by === 'drop') this.drop();
      if (this.fault.by === 'end') this.call.end();
      if (this.fault.by === 'unavailable')
        this.call.emit('error', refusal('unavailable', event.stream, { host: '', port: 0 }));
      return false;
    }
    this.sent++;
    if (!this.call.write(eventAnswer(event))) {
      await new Promise<void>((resolve) => (this.go = resolve));
    }
    return !this.closed;
  }

  end(): void {
    if (!this.closed) this.call.end();
  }
}
