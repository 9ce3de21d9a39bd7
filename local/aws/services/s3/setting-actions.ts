import { AwsFault } from '../../protocols/fault';
import type { AwsResponse } from '../../service';
import { bucketIn } from './buckets';
import { documentAnswer, type S3Action } from './call';

interface Setting {
  /** Name of the actions, after Get, Put and Delete. */
  name: string;
  /** Name of its deletion, where it is another. */
  deletion?: string;
  /** Root element of its document; none where that is JSON. */
  root?: string;
  /** Its content in a new bucket, where it has one from the start. */
  initial?: string;
  /** Code of the answer to a bucket that does not have it; without a code an empty document is the answer. */
  absent?: string;
  /** A header that is part of it, and what it is where a put has none. */
  header?: { name: string; initial: string };
}

/** The settings of a bucket by their subresource; new buckets have what S3 has given them since April 2023. */
const settings: Record<string, Setting> = {
  policy: { name: 'BucketPolicy', absent: 'NoSuchBucketPolicy' },
  lifecycle: {
    name: 'BucketLifecycleConfiguration',
    deletion: 'DeleteBucketLifecycle',
    root: 'LifecycleConfiguration',
    absent: 'NoSuchLifecycleConfiguration',
    header: { name: 'x-amz-transition-default-minimum-object-size', initial: 'all_storage_classes_128K' },
  },
  versioning: { name: 'BucketVersioning', root: 'VersioningConfiguration' },
  tagging: { name: 'BucketTagging', root: 'Tagging', absent: 'NoSuchTagSet' },
  encryption: {
    name: 'BucketEncryption',
    root: 'ServerSideEncryptionConfiguration',
    initial:
      '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>',
    absent: 'ServerSideEncryptionConfigurationNotFoundError',
  },
  publicAccessBlock: {
    name: 'PublicAccessBlock',
    root: 'PublicAccessBlockConfiguration',
    initial: ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
      .map((name) => `<${name}>true</${name}>`)
      .join(''),
    absent: 'NoSuchPublicAccessBlockConfiguration',
  },
  ownershipControls: {
    name: 'BucketOwnershipControls',
    root: 'OwnershipControls',
    initial: '<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>',
    absent: 'OwnershipControlsNotFoundError',
  },
};

/**
 * The calls that put, get and delete a bucket's settings. Their documents are kept and given back as they are, with the
 * header that belongs to one; only versioning has an effect here.
 */
export const settingActions: Record<string, S3Action> = Object.assign(
  {},
  ...Object.entries(settings).map(([subresource, setting]) => actionsOf(subresource, setting)),
);

/** The settings of a new bucket. */
export function initialSettings(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([subresource, { root, initial }]) =>
      root === undefined || initial === undefined ? [] : [[subresource, documentOf(root, initial)]],
    ),
  );
}

function actionsOf(subresource: string, setting: Setting): Record<string, S3Action> {
  return {
    [`PUT bucket?${subresource}`]: {
      name: `Put${setting.name}`,
      handle: ({ bucket, context, request }) => {
        const document = request.body.toString('utf8').replace(/^<\?xml[^>]*\?>\s*/, '');
        checkDocument(document, setting);
        const headers = headersOf(setting, request.headers);
        context.store.change((state) => {
          const changed = bucketIn(state, bucket);
          changed.settings[subresource] = document;
          changed.settingHeaders = { ...changed.settingHeaders, ...headers };
        });
        return { status: setting.root ? 200 : 204, headers };
      },
    },
    [`GET bucket?${subresource}`]: {
      name: `Get${setting.name}`,
      handle: ({ bucket, context }) => {
        const { settings: kept, settingHeaders = {} } = bucketIn(context.store.read(), bucket);
        const document = kept[subresource];
        if (document !== undefined) {
          const answer = setting.root ? documentAnswer(document) : jsonAnswer(document);
          return { ...answer, headers: { ...answer.headers, ...headersOf(setting, settingHeaders) } };
        }
        if (setting.absent) throw new AwsFault(setting.absent, `The bucket ${bucket} has no ${setting.name}`, 404);
        return documentAnswer(documentOf(setting.root ?? '', ''));
      },
    },
    [`DELETE bucket?${subresource}`]: {
      name: setting.deletion ?? `Delete${setting.name}`,
      handle: ({ bucket, context }) => {
        context.store.change((state) => {
          delete bucketIn(state, bucket).settings[subresource];
        });
        return { status: 204 };
      },
    },
  };
}

function checkDocument(document: string, { root }: Setting): void {
  if (root && !document.startsWith(`<${root}`)) {
    throw new AwsFault('MalformedXML', `The XML you provided is not a ${root}.`);
  }
  if (!root && !document.startsWith('{')) {
    throw new AwsFault('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'");
  }
}

const headersOf = ({ header }: Setting, from: Record<string, string>): Record<string, string> =>
  header ? { [header.name]: from[header.name] ?? header.initial } : {};

const jsonAnswer = (document: string): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: document,
});

function documentOf(root: string, content: string): string {
  return `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`;
}
