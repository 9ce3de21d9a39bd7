import type { AwsPlace } from '../../arn';
import { queryService } from '../../protocols/query';
import type { AwsService } from '../../service';
import { policyActions } from './policy-actions';
import { roleActions } from './role-actions';
import type { IamStore } from './roles';

/** IAM: roles, their inline policies and the attachment of managed ones. Documents are held against the evaluator when put. */
export function iamService(store: IamStore, place: AwsPlace): AwsService {
  return queryService({
    service: 'iam',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    actions: { ...roleActions(store, place), ...policyActions(store) },
  });
}
