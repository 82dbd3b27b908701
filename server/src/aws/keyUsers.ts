/** Services that use a KMS key as principals of its key policy and do not send to queues with it. */
import type { Known, KeyUser, SourceShape } from './facts';

const user = (source: string, sendsSourceArn: Known, sendsSourceAccount: Known, shapes: readonly SourceShape[] = [], insteadKey?: string): KeyUser =>
  ({ source, date: '2026-11', sendsSourceArn, sendsSourceAccount, shapes, ...(insteadKey === undefined ? {} : { insteadKey }) });
const shape = (service: string, noun: string, resourcePart: string, resource: RegExp, hasRegion = true, hasAccount = true): SourceShape => ({
  service, noun, arn: `arn:\${Partition}:${service}:${hasRegion ? '${Region}' : ''}:${hasAccount ? '${Account}' : ''}:${resourcePart}`, resource, hasRegion, hasAccount,
});

/** By the name before `.amazonaws.com`. */
export const keyUsers: Readonly<Record<string, KeyUser>> = {
  cloudtrail: user('https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html', true, true,
    [shape('cloudtrail', 'a trail', 'trail/${TrailName}', /^(trail|eventdatastore|channel|dashboard)\/.+$/)], 'kms:EncryptionContext:aws:cloudtrail:arn'),
  logs: user('https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html', false, false, [], 'kms:EncryptionContext:aws:logs:arn'),
  'delivery.logs': user('https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html', true, true,
    [shape('logs', 'any delivery source', 'delivery-source:*', /^.+$/)]),
  cloudwatch: user('https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html', true, true, [shape('cloudwatch', 'an alarm', 'alarm:${AlarmName}', /^alarm:.+$/)]),
  guardduty: user('https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html', true, true, [shape('guardduty', 'a detector', 'detector/${DetectorId}', /^detector\/[0-9a-f]{32}$/)]),
  config: user('https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html', 'unknown', true),
  'dnssec-route53': user('https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html', true, true,
    [shape('route53', 'a hosted zone', 'hostedzone/${HostedZoneId}', /^hostedzone\/[A-Z0-9]+$/, false, false)]),
  'storage-lens.s3': user('https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage_lens_encrypt_permissions.html', true, true,
    [shape('s3', 'a Storage Lens dashboard', 'storage-lens/${DashboardId}', /^storage-lens(-group)?\/.+$/)]),
  cloudfront: user('https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html', true, false,
    [shape('cloudfront', 'a distribution', 'distribution/${DistributionId}', /^distribution\/[A-Z0-9]+$/, false)]),
  macie: user('https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html', true, true, [shape('macie2', 'any Macie resource', '*', /^.+$/)]),
  inspector2: user('https://docs.aws.amazon.com/inspector/latest/user/findings-managing-exporting-reports.html', true, true, [shape('inspector2', 'any report', 'report/*', /^report\/.+$/)]),
  budgets: user('https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html', true, true, [shape('budgets', 'any budget', '*', /^.+$/, false)]),
  costalerts: user('https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html', 'unknown', true),
  ses: user('https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html', true, true, [shape('ses', 'a receipt rule', 'receipt-rule-set/${RuleSetName}:receipt-rule/${RuleName}', /^.+$/)]),
  backup: user('https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html', 'unknown', 'unknown'),
  rds: user('https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html', 'unknown', 'unknown', [], 'kms:ViaService'),
};
