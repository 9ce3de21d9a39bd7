/** With what the ARNs of a region begin: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html, partitions. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
