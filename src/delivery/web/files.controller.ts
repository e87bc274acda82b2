import { Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Rejection } from '../../domain/kernel/rejection.js';
import { Open } from '../http/rights.js';
import { ASSETS } from './assets.js';
import { PageController } from './page-routes.js';

/** What pages are drawn with: the style, the icon, the player's script. */
@PageController()
export class FilePages {
  @Get('assets/:file')
  @Open()
  file(@Param('file') name: string, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const file = ASSETS.get(name);
    if (file === undefined) throw new Rejection('not-found', `there is no file ${name}`);
    // Its address holds the digest of its content.
    void reply.header('Content-Type', file.type).header('Cache-Control', 'public, max-age=31536000, immutable');
    return file.content;
  }
}
