import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Look } from '../look.js';
import type { Pages } from '../pages.js';
import { printedPage } from '../pages/printed.js';
import { listBlocks, listCsv, listDocx, type ListFile, listXlsx } from './list-file.js';
import { LIST_TYPES, type ListForm, refuseMore } from './list-forms.js';

/** A page, a whole file, or one that is written as it is read. */
export type ListAnswer = string | Buffer | Readable;

/**
 * A list in one of its forms: a file to keep, or a page to print.
 *
 * @param personal whether only some may read it: no browser keeps a copy
 * @throws Rejection `bad-query` where it does not fit
 */
export async function sendList<T>(
  pages: Pages,
  reply: FastifyReply,
  look: Look,
  form: ListForm,
  list: ListFile<T>,
  { personal = false }: { readonly personal?: boolean } = {},
): Promise<ListAnswer> {
  refuseMore(form, list.total);
  const { extension } = form;
  if (extension === 'html')
    return pages.send(reply, look, {
      ...printedPage(look, list.title, await listBlocks(look, list)),
      ...(personal && { personal }),
    });
  const content = await contentOf(look, list, extension);
  const { directory, position } = look.at;
  void reply
    .header('Content-Type', LIST_TYPES[extension])
    .header('Content-Disposition', `attachment; filename="${list.file}-stan-${directory.day}.${extension}"`)
    .header('Kronika-As-Of', String(position));
  if (personal) void reply.header('Cache-Control', 'no-store');
  return content;
}

function contentOf<T>(look: Look, list: ListFile<T>, extension: keyof typeof LIST_TYPES): Readable | Promise<Buffer> {
  switch (extension) {
    case 'csv':
      return Readable.from(listCsv(look, list));
    case 'xlsx':
      return Readable.from(listXlsx(look, list));
    case 'docx':
      return listDocx(look, list);
  }
}
