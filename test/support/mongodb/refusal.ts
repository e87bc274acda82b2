/** An error of the server, by MongoDB's own code. */
export class ServerError extends Error {
  override readonly name: string = 'ServerError';

  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
    /** Those besides the ones that follow from the code. */
    readonly labels: readonly string[] = [],
  ) {
    super(message);
  }
}

/** The stand-in was asked for what it does not know, and does not guess: the test fails by it. */
export class Refusal extends ServerError {
  override readonly name = 'Refusal';

  constructor(what: string) {
    super(238, 'NotImplemented', `the stand-in refuses: ${what}`);
  }
}
