import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';

/** A function whose client has an operation with event streams: S3's SelectObjectContent. */
export const handler = () => new S3Client({}).send(new ListBucketsCommand({}));
