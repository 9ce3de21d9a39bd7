/** What was asked for and is not allowed. */
export interface DeniedRequest {
  /** As the service spells it in its messages: `dynamodb:PutItem`, `sqs:sendmessage`, `SNS:Publish`. */
  action: string;
  resource: string;
  /** The kind of policy in which a Deny applies; absent where no Allow does. */
  deniedBy?: 'identity-based' | 'resource-based';
}

/** What AWS says where a call is not allowed. `arn`: the role's session. */
export function denialMessage(arn: string, { action, resource, deniedBy }: DeniedRequest): string {
  const because = deniedBy
    ? `with an explicit deny in ${deniedBy === 'identity-based' ? 'an' : 'a'} ${deniedBy} policy`
    : `because no identity-based policy allows the ${action} action`;
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}
