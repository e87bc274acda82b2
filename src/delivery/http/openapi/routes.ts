import { Injectable, RequestMethod, SetMetadata } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { rightsOf } from '../rights.js';
import type { Route } from './document.js';
import { operationsOf } from './operation.js';

const METHODS: Readonly<Partial<Record<RequestMethod, Route['method']>>> = {
  [RequestMethod.GET]: 'get',
  [RequestMethod.POST]: 'post',
  [RequestMethod.DELETE]: 'delete',
};

const FOR_PEOPLE = 'kronika:for-people';

/** Says that a controller's routes are read by people: the interface's description leaves them out. */
export const ForPeople = (): ClassDecorator => SetMetadata(FOR_PEOPLE, true);

/** The routes of the controllers, as Nest registers them: what they serve, who may call them, what they do. */
@Injectable()
export class Routes {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** Those that programs call. @throws Error for a route that does not say who may call it, or what it does */
  all(): readonly Route[] {
    return this.routes(false).map(({ handler, called, ...route }) => {
      const operations = operationsOf(handler);
      if (operations === undefined) throw new Error(`${called} does not say what it does`);
      return { ...route, operations };
    });
  }

  /** Those that people read. @throws Error for a route that does not say who may call it */
  forPeople(): readonly Omit<Route, 'operations'>[] {
    return this.routes(true);
  }

  private routes(forPeople: boolean): readonly FoundRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function' || Reflect.hasMetadata(FOR_PEOPLE, metatype) !== forPeople) return [];
      // A class's prototype holds its methods by name.
      const methods = metatype.prototype as Readonly<Record<string, object>>;
      return this.scanner.getAllMethodNames(methods).flatMap((name) => {
        const handler = methods[name];
        return handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)
          ? []
          : [this.route(metatype, handler, `${metatype.name}.${name}`)];
      });
    });
  }

  private route(owner: object, handler: object, called: string): FoundRoute {
    const path = [owner, handler].map((part) => String(Reflect.getMetadata(PATH_METADATA, part) ?? ''));
    const method = METHODS[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
    const rights = rightsOf(this.reflector, handler, owner);
    if (method === undefined || rights === undefined)
      throw new Error(`${called} does not say its method and its rights`);
    return {
      method,
      path: `/${path.flatMap((part) => part.split('/').filter(Boolean)).join('/')}`,
      rights,
      handler,
      called,
    };
  }
}

interface FoundRoute extends Omit<Route, 'operations'> {
  readonly handler: object;
  readonly called: string;
}
