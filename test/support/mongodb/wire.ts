import { deserialize, type Document, serialize } from 'bson';

/**
 * The MongoDB wire protocol, as far as the official driver speaks it to a server that offers neither compression nor
 * checksums: OP_MSG, and the OP_QUERY of its first greeting.
 */
export interface Asked {
  readonly id: number;
  readonly kind: 'msg' | 'query';
  /** The client waits for no answer. */
  readonly unanswered: boolean;
  readonly database: string;
  /** The command and its fields; document sequences are put back in their place. */
  readonly command: Document;
}

const HEADER = 16;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const MOST = 48_000_000;
const MORE_TO_COME = 1 << 1;
/** The client may be answered more than once; it need not be. */
const EXHAUST_ALLOWED = 1 << 16;

/** Cuts a stream of bytes into whole messages. */
export class Messages {
  private chunks: Buffer[] = [];
  private held = 0;
  /** Bytes that have to be there before it is worth looking. */
  private wanted = HEADER;

  /** @throws Error for what is no message */
  *take(chunk: Buffer): Iterable<Buffer> {
    this.chunks.push(chunk);
    this.held += chunk.length;
    while (this.held >= this.wanted) {
      // Put together once a message is whole: a large one comes in hundreds of pieces.
      const bytes = Buffer.concat(this.chunks);
      const length = bytes.readInt32LE(0);
      if (length < HEADER || length > MOST) throw new Error(`a message of ${length} bytes`);
      const whole = bytes.length >= length;
      const rest = whole ? bytes.subarray(length) : bytes;
      [this.chunks, this.held, this.wanted] = [[rest], rest.length, whole ? HEADER : length];
      if (whole) yield bytes.subarray(0, length);
    }
  }
}

/** @throws Error for what this stand-in does not know */
export function readMessage(message: Buffer): Asked {
  const id = message.readInt32LE(4);
  const code = message.readInt32LE(12);
  if (code === OP_QUERY) return readQuery(id, message);
  if (code !== OP_MSG) throw new Error(`an operation that this stand-in does not know: ${code}`);
  const flags = message.readUInt32LE(HEADER);
  if ((flags & ~(EXHAUST_ALLOWED | MORE_TO_COME)) !== 0)
    throw new Error(`flags that this stand-in does not know: ${flags}`);
  let command: Document | undefined;
  const sequences: [string, Document[]][] = [];
  for (let at = HEADER + 4; at < message.length;) {
    const kind = message.readUInt8(at++);
    const size = message.readInt32LE(at);
    if (kind === 0) command = documentAt(message, at);
    else if (kind === 1) sequences.push(sequenceIn(message.subarray(at, at + size)));
    else throw new Error(`a section that this stand-in does not know: ${kind}`);
    at += size;
  }
  if (command === undefined) throw new Error('a message without a command');
  for (const [name, documents] of sequences) command[name] = documents;
  const { $db: database, ...rest } = command;
  if (typeof database !== 'string') throw new Error('a command without a database');
  return { id, kind: 'msg', unanswered: (flags & MORE_TO_COME) !== 0, database, command: rest };
}

export function writeReply({ id, kind }: Pick<Asked, 'id' | 'kind'>, answer: Document): Buffer {
  const body = serialize(answer);
  const before = Buffer.alloc(kind === 'msg' ? 5 : 20);
  // An OP_REPLY says how many documents follow; an OP_MSG begins with no flags and a section of kind 0.
  if (kind === 'query') before.writeInt32LE(1, 16);
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + before.length + body.length, 0);
  header.writeInt32LE(id, 8);
  header.writeInt32LE(kind === 'msg' ? OP_MSG : OP_REPLY, 12);
  return Buffer.concat([header, before, body]);
}

function readQuery(id: number, message: Buffer): Asked {
  const end = message.indexOf(0, HEADER + 4);
  const [database = '', collection] = message.toString('utf8', HEADER + 4, end).split('.');
  if (collection !== '$cmd') throw new Error('an OP_QUERY that is no command');
  return { id, kind: 'query', unanswered: false, database, command: documentAt(message, end + 9) };
}

function sequenceIn(section: Buffer): [string, Document[]] {
  const end = section.indexOf(0, 4);
  const documents: Document[] = [];
  for (let at = end + 1; at < section.length; at += section.readInt32LE(at)) documents.push(documentAt(section, at));
  return [section.toString('utf8', 4, end), documents];
}

const documentAt = (message: Buffer, at: number): Document =>
  deserialize(message.subarray(at, at + message.readInt32LE(at)), { promoteBuffers: false });
