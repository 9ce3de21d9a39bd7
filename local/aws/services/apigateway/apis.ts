import { randomBytes } from 'node:crypto';
import type { AwsPlace } from '../../arn';
import { AwsFault } from '../../protocols/fault';
import type { Store } from '../../store';
import type { Tags } from '../tags';
import type { ApiSettings, IntegrationSettings, RouteSettings, StageSettings } from './inputs';

/** An HTTP API with its parts, each by its identifier. */
export interface HttpApi {
  id: string;
  createdAt: string;
  settings: ApiSettings;
  tags: Tags;
  integrations: Record<string, IntegrationSettings>;
  routes: Record<string, RouteSettings>;
  stages: Record<string, Stage>;
}

export interface Stage {
  settings: StageSettings;
  createdAt: string;
  updatedAt: string;
  tags: Tags;
}

export interface ApiGatewayState {
  apis: Record<string, HttpApi>;
}

type ApiGatewayStore = Store<ApiGatewayState>;

/** What the calls of API Gateway work on. */
export interface ApiGatewayContext {
  place: AwsPlace;
  store: ApiGatewayStore;
  /** The gateway's own endpoint: `http://127.0.0.1:<port>`. */
  endpoint(): string;
}

export const emptyApiGatewayState: ApiGatewayState = { apis: {} };

/** The API with that identifier. Throws NotFoundException, as API Gateway does. */
export function apiIn(state: ApiGatewayState, id: string): HttpApi {
  return partIn(state.apis, 'API', id);
}

/** The part of an API with that identifier or name; `kind` is for the message of NotFoundException. */
export function partIn<Part>(parts: Record<string, Part>, kind: string, id: string): Part {
  const part = Object.hasOwn(parts, id) ? parts[id] : undefined;
  if (part === undefined) throw new AwsFault('NotFoundException', `Invalid ${kind} identifier specified ${id}`, 404);
  return part;
}

/** An identifier in the form of API Gateway's. */
export function newIdentifier(): string {
  return randomBytes(8).readBigUInt64BE().toString(36).padStart(10, '0').slice(-10);
}
