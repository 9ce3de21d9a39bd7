/**
 * Whether a resource of this type is a table, or changes the table or its items by itself: all of that is bootstrap's and
 * the migrations'. Tags are settings of the table here. https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export const ownsTable = (type: string): boolean =>
  /^(?:aws|awscc)_dynamodb_(?:table|global_table|table_replica|table_item|tag)$/.test(type);

export const TABLE_REMEDY =
  'Terraform never owns a table, so that no change of a stack can replace or remove it: a table is declared in ' +
  'deployments.ts, its indexes and items are made by migrations, and a stack looks it up (stacks/constructs/table.ts).';
