import { extractText } from 'unpdf';

/** What each page of a PDF file says, in the order in which it was printed. */
export const printedOn = async (file: Buffer): Promise<readonly string[]> =>
  (await extractText(new Uint8Array(file))).text;
