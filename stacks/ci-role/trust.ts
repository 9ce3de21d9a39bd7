import type { CiRole } from '../../table/deployment';
import { type CiPlace, globalArn } from './right';

const ISSUER = 'token.actions.githubusercontent.com';

/**
 * Who may take the role: a job of that repository that names that environment, and nobody else. Which branches may, and who has
 * to approve, are rules of the environment.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export const trustPolicy = ({ repository }: CiRole, environment: string, place: CiPlace): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: globalArn('iam', place, `oidc-provider/${ISSUER}`) },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            [`${ISSUER}:sub`]: `repo:${repository}:environment:${environment}`,
          },
        },
      },
    ],
  });
