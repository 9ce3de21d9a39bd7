import { evaluate } from '../../iam/evaluate';
import { AwsFault } from '../../protocols/fault';
import { parsedPolicy } from '../iam/policy-documents';
import { findRoleByArn } from '../iam/roles';
import type { LambdaContext } from './context';
import { functionArn } from './functions';

/**
 * Throws InvalidParameterValueException where the role does not exist or its trust policy does not let Lambda assume it,
 * in Lambda's words: the Terraform provider knows them, and tries again for a while.
 */
export function checkRole({ iam, place }: LambdaContext, functionName: string, roleArn: string): void {
  const role = findRoleByArn(iam.read(), place, roleArn);
  const decision =
    role &&
    evaluate([parsedPolicy(role.trustPolicy, 'trust')], {
      action: 'sts:AssumeRole',
      resource: roleArn,
      context: { 'aws:SourceArn': [functionArn(place, functionName)], 'aws:SourceAccount': [place.accountId] },
      principal: { type: 'Service', identifier: 'lambda.amazonaws.com' },
    });
  if (decision !== 'allowed') {
    throw new AwsFault(
      'InvalidParameterValueException',
      'The role defined for the function cannot be assumed by Lambda.',
    );
  }
}
