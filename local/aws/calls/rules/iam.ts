import { globalArn } from '../../arn';
import { type RightsRule, textOf } from '../call';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export const iamRights: RightsRule = ({ operation, input: { Path: path, RoleName: role }, place }) => [
  {
    action: `iam:${operation}`,
    resource: role ? globalArn('iam', place, `role${textOf(path) || '/'}${textOf(role)}`) : '*',
  },
];
