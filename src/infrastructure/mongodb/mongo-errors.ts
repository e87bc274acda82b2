import { MongoError, MongoServerError } from 'mongodb';
import { Rejection } from '../../domain/kernel/rejection.js';

/** Labels by which server and driver say that asking again may help: for now there is no answer. */
export const TRANSIENT = 'TransientTransactionError';
export const UNKNOWN_COMMIT = 'UnknownTransactionCommitResult';
const RETRYABLE = 'RetryableWriteError';

/** What a driver's error is called when the server could not be asked, or the question was cut off. */
const OUT_OF_REACH =
  /^Mongo(Network|NetworkTimeout|ServerSelection|ServerClosed|TopologyClosed|NotConnected|ClientClosed|Pool\w*|ConnectionPool\w*|WaitQueueTimeout|ExpiredSession|OperationTimeout|MissingCredentials|Compatibility)Error$/;

/** Server codes of a set that cannot serve now, or not us: src/mongo/base/error_codes.yml has them all. */
const NOT_NOW = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  13, // Unauthorized
  18, // AuthenticationFailed
  24, // LockTimeout
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  79, // UnknownReplWriteConcern
  89, // NetworkTimeout
  91, // ShutdownInProgress
  100, // UnsatisfiableWriteConcern
  112, // WriteConflict
  133, // FailedToSatisfyReadPreference
  134, // ReadConcernMajorityNotAvailableYet
  189, // PrimarySteppedDown
  225, // TransactionTooOld
  239, // SnapshotTooOld
  246, // SnapshotUnavailable
  251, // NoSuchTransaction
  262, // ExceededTimeLimit
  9001, // SocketException
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11601, // Interrupted: its session was ended
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
  14031, // OutOfDiskSpace
]);

/** More than one transaction, or one document, takes. */
const TOO_LARGE = new Set([
  257, // TransactionTooLarge
  290, // TransactionExceededLifetimeLimitSeconds
  388, // TransactionTooLargeForCache
  10334, // BSONObjectTooLarge
]);

const DUPLICATE_KEY = 11000;

/** A unique index holds such a document already. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** The account may not do that there. */
export const isUnauthorized = (error: unknown): boolean => error instanceof MongoServerError && error.code === 13;

/** There is no such collection. */
export const isMissing = (error: unknown): boolean => error instanceof MongoServerError && error.code === 26;

/** The snapshot that a reading began with cannot be read from any more: a new one can. */
export const isLostSnapshot = (error: unknown): boolean =>
  error instanceof MongoServerError && (error.code === 239 || error.code === 246);

/** The Rejection that an error of the driver or server stands for; any other as it is: a mistake in the program. */
export function asRejection(error: unknown): unknown {
  if (!(error instanceof MongoError)) return error;
  const code = typeof error.code === 'number' ? error.code : 0;
  const reason = reasonOf(error);
  if (TOO_LARGE.has(code)) {
    return new Rejection('too-large', `MongoDB does not take so much at once (${reason}).`, [], { cause: error });
  }
  const labelled = [TRANSIENT, UNKNOWN_COMMIT, RETRYABLE].some((label) => error.hasErrorLabel(label));
  if (!labelled && !NOT_NOW.has(code) && !OUT_OF_REACH.test(error.name)) return error;
  return new Rejection('unavailable', `MongoDB is not available: ${reason}.`, [], { cause: error });
}

/** What the driver says of hosts and times; of a server's error what it is called, for its message may hold what was sent. */
function reasonOf(error: MongoError): string {
  if (!(error instanceof MongoServerError)) return error.message;
  return typeof error.codeName === 'string' ? error.codeName : error.name;
}
