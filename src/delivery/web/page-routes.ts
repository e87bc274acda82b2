import { applyDecorators, Controller, UseFilters } from '@nestjs/common';
import { ForPeople } from '../http/openapi/routes.js';
import { PageFaults } from './page-faults.js';

/** A controller of pages: people read them, so that they are no part of the interface's description. */
export const PageController = (): ClassDecorator => applyDecorators(Controller(), ForPeople(), UseFilters(PageFaults));
