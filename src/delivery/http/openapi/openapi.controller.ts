import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Rejection } from '../../../domain/kernel/rejection.js';
import { Open } from '../rights.js';
import { documentOf } from './document.js';
import { Tells } from './operation.js';
import { description, docs, DOCS_FILES, docsFile } from './probes.js';
import { Routes } from './routes.js';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Kronika: the HTTP interface</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <main id="interface"></main>
    <noscript>The same description, to be read without a script: <a href="/openapi.json">/openapi.json</a></noscript>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

// Nothing is sent elsewhere: no validator asks a service of somebody's.
const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#interface',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  filter: true,
  validatorUrl: null,
});
`;

const require = createRequire(import.meta.url);
const FILES = dirname(require.resolve('swagger-ui-dist/package.json'));
const isFile = (file: string): file is keyof typeof DOCS_FILES => Object.hasOwn(DOCS_FILES, file);

/** The interface's description of itself, for programs and for readers. */
@Controller()
export class OpenApiController {
  private text: string | null = null;

  constructor(@Inject(Routes) private readonly routes: Routes) {}

  @Get('openapi.json')
  @Open()
  @Tells(description)
  document(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.header('Content-Type', 'application/json; charset=utf-8');
    return (this.text ??= JSON.stringify(documentOf(this.routes.all())));
  }

  @Get('docs')
  @Open()
  @Tells(docs)
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.header('Content-Type', 'text/html; charset=utf-8');
    return PAGE;
  }

  @Get('docs/:file')
  @Open()
  @Tells(docsFile)
  async file(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    if (!isFile(file)) throw new Rejection('not-found', `the page has no file ${file}`);
    void reply.header('Content-Type', DOCS_FILES[file]).header('Cache-Control', 'max-age=3600');
    await reply.send(file === 'start.js' ? Readable.from([START]) : createReadStream(join(FILES, file)));
  }
}
