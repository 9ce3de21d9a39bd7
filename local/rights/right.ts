/** One thing that a role may do: an action on a resource. */
export interface Right {
  /** As `dynamodb:GetItem`. */
  action: string;
  /** ARN, or what stands for it. */
  resource: string;
}
