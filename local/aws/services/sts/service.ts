import { z } from 'zod';
import type { AwsPlace } from '../../arn';
import { globalArn } from '../../arn';
import type { Credentials } from '../../credentials';
import { action } from '../../protocols/action';
import { queryService } from '../../protocols/query';
import type { AwsService } from '../../service';

/** STS: who am I. Every run of Terraform begins with it. */
export function stsService(place: AwsPlace, credentials: Pick<Credentials, 'sessionOf'>): AwsService {
  return queryService({
    service: 'sts',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    actions: {
      GetCallerIdentity: action(z.strictObject({}), (_, { accessKeyId }) => {
        const session = credentials.sessionOf(accessKeyId);
        if (session) return { UserId: `${session.roleId}:${session.name}`, Account: place.accountId, Arn: session.arn };
        return { UserId: place.accountId, Account: place.accountId, Arn: globalArn('iam', place, 'root') };
      }),
    },
  });
}
