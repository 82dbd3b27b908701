/** What `--help` prints. */
import { parameters } from '../recipes';

export function helpText(): string {
  const values = parameters.map((p) => `  ${p.name.padEnd(16)}${p.title}${p.repeatable ? ', repeatable' : ''}${p.default ? ` (${p.default})` : ''}, e.g. ${p.example}`);
  return `Checks Amazon SQS queue policies and AWS KMS key policies for least privilege. Offline: it reads files and nothing else.

Usage:
  sqs-kms-policy check [FILE | FOLDER | GLOB | -]...    the current folder, if none is given
  sqs-kms-policy explain RULE
  sqs-kms-policy new queue | dead-letter-queue | key [--set NAME=VALUE]...
  sqs-kms-policy access FILE...
  sqs-kms-policy simulate FILE --action ACTION --principal WHO [--context KEY=VALUE]...
  sqs-kms-policy diff OLD NEW [--fail-on-new-access]

check:
  --format text|json           text
  --profile recommended|strict the configuration's, else recommended
  --config FILE                instead of the nearest .sqs-kms-policy.json upward
  --account ID                 the account that owns the queues and keys
  --kind KIND                  queue, dead-letter-queue or key, instead of telling it from the content
  --fix                        write the fixes that cannot take anything away that is in use
  --fix=repair                 also those that make a statement do what it plainly says
  --fail-on LEVEL              error (default), warning, information or hint

  Exit code 0: nothing at or above --fail-on. 1: findings. 2: wrong usage, or a file or configuration that cannot be read.

access, who gets in and what they may call:
  --account ID                 the account that owns the queues and keys
  --trust ID                   another account of the zone of trust, repeatable
  --organization ID            an organization of the zone of trust, repeatable
  --kind, --config, --format text|json               as for check

simulate, whether a request is let in:
  --action ACTION              one action, e.g. sqs:SendMessage
  --principal WHO              an ARN, an account id, a service like sns.amazonaws.com, or anonymous
  --context KEY=VALUE          a condition key of the request, repeatable; those that the caller carries are filled in
  --resource ARN               the queue or key, if it is not the policy's own
  --policy ADDRESS             which policy of a file with several, as check --format json names it
  --account, --kind, --config, --format text|json    as for check

diff, what a new version of a policy grants or takes away:
  --fail-on-new-access         exit code 1 where anything is granted that was not, or may be
  --account, --kind, --config, --format text|json    as for check

new, values for --set; what is missing stays a <placeholder> and is named on standard error:
${values.join('\n')}

  --help, --version
`;
}
