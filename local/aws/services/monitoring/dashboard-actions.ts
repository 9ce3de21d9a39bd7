import { z } from 'zod';
import { isRecord } from '../../../json';
import { type AwsPlace, globalArn } from '../../arn';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import { names } from './inputs';
import type { Dashboard, MonitoringState, MonitoringStore } from './state';

/** The calls that put, give, list and delete dashboards. Nobody looks at them here. */
export function dashboardActions(store: MonitoringStore, place: AwsPlace): Record<string, Action> {
  const arnOf = (name: string) => globalArn('cloudwatch', place, `dashboard/${name}`);
  return {
    PutDashboard: action(putInput, ({ DashboardName: name, DashboardBody: body }) => {
      checkBody(body);
      return store.change((state) => {
        state.dashboards[name] = { name, body, modifiedAt: new Date().toISOString() };
        return { DashboardValidationMessages: [] };
      });
    }),
    GetDashboard: action(dashboardInput, ({ DashboardName: wanted }) => {
      const { name, body } = dashboardIn(store.read(), wanted);
      return { DashboardArn: arnOf(name), DashboardBody: body, DashboardName: name };
    }),
    ListDashboards: action(listInput, ({ DashboardNamePrefix: prefix }) => ({
      DashboardEntries: Object.values(store.read().dashboards)
        .filter(({ name }) => name.startsWith(prefix))
        .map(({ name, body, modifiedAt }) => ({
          DashboardName: name,
          DashboardArn: arnOf(name),
          LastModified: new Date(modifiedAt),
          Size: Buffer.byteLength(body),
        })),
    })),
    DeleteDashboards: action(deleteInput, ({ DashboardNames }) =>
      store.change((state) => {
        for (const name of DashboardNames) delete state.dashboards[dashboardIn(state, name).name];
        return {};
      }),
    ),
  };
}

/** Rules of names: CloudWatch API reference, PutDashboard. */
const dashboardName = z.string().regex(/^[\w-]{1,255}$/);
const dashboardInput = z.strictObject({ DashboardName: dashboardName });
const putInput = dashboardInput.extend({ DashboardBody: z.string() });
const listInput = z.strictObject({ DashboardNamePrefix: z.string().default('') });
const deleteInput = z.strictObject({ DashboardNames: names });

function dashboardIn(state: MonitoringState, name: string): Dashboard {
  const dashboard = Object.hasOwn(state.dashboards, name) ? state.dashboards[name] : undefined;
  if (!dashboard) throw new AwsFault('ResourceNotFound', `Dashboard ${name} does not exist`, 404);
  return dashboard;
}

/** What CloudWatch checks of each kind of widget is not checked here, but that there are widgets is. */
function checkBody(body: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    throw invalidBody('The field DashboardBody must be a valid JSON object', cause);
  }
  if (!isRecord(parsed) || !Array.isArray(parsed.widgets)) {
    throw invalidBody('The dashboard body is invalid, there is no list of widgets in it');
  }
}

function invalidBody(message: string, cause?: unknown): AwsFault {
  return new AwsFault('InvalidParameterInput', message, 400, { cause });
}
