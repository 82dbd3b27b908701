/**
 * Global condition keys: in whose requests each is. A row has five letters for anonymous, own account, other account, an AWS service
 * calling directly, an AWS service on a principal's behalf: A always, N never, M maybe.
 *
 * "Maybe" is what no AWS page settles, or what depends on the caller (a tag, an organization, a network). For services calling directly
 * aws:PrincipalArn and aws:PrincipalAccount are maybe: no customer's value ever equals theirs, which is all that a rule may use.
 */
import type { CallerKind, ConditionKeyFact, KeyType, Presence, Provenance, ServiceName, ValueShape } from './facts';
import { callerKinds } from './facts';

const page = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';
const forwardedPage = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html';

export interface GlobalKeyRow extends Provenance {
  /** As AWS spells it; a tag key ends in `/`. */
  readonly name: string;
  readonly presence: Readonly<Record<CallerKind, Presence>>;
  readonly description: string;
  readonly type?: KeyType;
  readonly alsoTypes?: readonly KeyType[];
  readonly deprecated?: string;
  readonly shape?: ValueShape;
  readonly values?: readonly string[];
  /** Absent: both. */
  readonly services?: readonly ServiceName[];
}

type Extra = Partial<Omit<GlobalKeyRow, 'name' | 'presence' | 'description'>>;
const row = (name: string, letters: string, description: string, extra: Extra = {}): GlobalKeyRow =>
  ({ name, presence: presenceOf(letters), description, source: page, date: '2026-11', ...extra });

export function presenceOf(letters: string): ConditionKeyFact['presence'] {
  const words: Readonly<Record<string, Presence>> = { A: 'always', N: 'never', M: 'maybe' };
  return Object.fromEntries(callerKinds.map((kind, position) => [kind, words[letters[position]!]!])) as Record<CallerKind, Presence>;
}

export const globalKeys: readonly GlobalKeyRow[] = [
  // the request
  row('aws:CurrentTime', 'AAAAA', 'Date and time of the request.'),
  row('aws:EpochTime', 'AAAAA', 'Date and time of the request, in seconds since 1970.', { alsoTypes: ['Numeric'] }),
  row('aws:SecureTransport', 'AAAAA', 'Whether the request came over TLS.'),
  row('aws:RequestedRegion', 'AAAAA', 'The Region that was called.', { shape: 'region' }),
  row('aws:UserAgent', 'AAAAA', 'The client application, as it calls itself; the caller chooses it.'),
  row('aws:referer', 'MMMMM', 'The HTTP referer; the caller chooses it.'),
  row('aws:ViaAWSService', 'AAAAA', 'Whether an AWS service made the request with a principal\'s credentials; false for a service\'s own call.', { source: forwardedPage }),
  // Only some services fill these, and SQS is not among them.
  row('aws:CalledVia', 'NNNNM', 'The services in the chain that made the request for the principal.', { shape: 'service-principal', source: forwardedPage }),
  row('aws:CalledViaFirst', 'NNNNM', 'The first service in the chain that made the request for the principal.', { shape: 'service-principal', source: forwardedPage }),
  row('aws:CalledViaLast', 'NNNNM', 'The last service in the chain that made the request for the principal.', { shape: 'service-principal', source: forwardedPage }),
  row('aws:CalledViaAWSMCP', 'NMMNM', 'The AWS managed MCP server through which the request came.'),
  row('aws:ViaAWSMCPService', 'NMMNM', 'Whether the request came through an AWS managed MCP server.'),
  row('aws:IsMcpServiceAction', 'NMMNM', 'Whether the request is an action of an AWS managed MCP server.'),
  row('aws:RequestTag/', 'NMMMM', 'A tag that the request sets.'),
  row('aws:TagKeys', 'NMMMM', 'The keys of the tags in the request.', { shape: 'tag-key' }),
  // the source: set by AWS services alone, in direct calls, where the service supports it
  row('aws:SourceArn', 'NNNMN', 'The resource for which an AWS service makes the request.'),
  row('aws:SourceAccount', 'NNNMN', 'The account of the resource for which an AWS service makes the request.', { shape: 'account' }),
  row('aws:SourceOrgID', 'NNNMN', 'The organization of the resource for which an AWS service makes the request.', { shape: 'organization' }),
  row('aws:SourceOrgPaths', 'NNNMN', 'The organization path of the resource for which an AWS service makes the request.', { shape: 'organization-path' }),
  row('aws:SourceOwner', 'NNNMN', 'Old form of aws:SourceAccount that a few services still send.', { deprecated: 'aws:SourceAccount', shape: 'account' }),
  // the principal
  row('aws:PrincipalIsAWSService', 'NAAAA', 'Whether the caller is an AWS service with its own identity.'),
  row('aws:PrincipalServiceName', 'NNNAN', 'The calling service\'s principal name.', { shape: 'service-principal' }),
  row('aws:PrincipalServiceNamesList', 'NNNAN', 'All principal names of the calling service.', { shape: 'service-principal' }),
  row('aws:PrincipalArn', 'NAAMA', 'The caller\'s ARN; for a role session the role\'s, with its path.', { shape: 'principal-arn' }),
  row('aws:PrincipalAccount', 'AAAMA', 'The caller\'s account.', { shape: 'account' }),
  row('aws:PrincipalType', 'AAAMA', 'The kind of caller.', { values: ['Account', 'User', 'FederatedUser', 'AssumedRole', 'Anonymous'] }),
  row('aws:userid', 'AAAMA', 'The caller\'s unique id; for a role session with the session\'s name.'),
  row('aws:username', 'NMMNM', 'The IAM user\'s name; absent for roles.'),
  row('aws:PrincipalOrgID', 'NMMNM', 'The caller\'s organization; absent for AWS services.', { shape: 'organization' }),
  row('aws:PrincipalOrgPaths', 'NMMNM', 'The caller\'s organization path; absent for AWS services.', { shape: 'organization-path' }),
  row('aws:PrincipalTag/', 'NMMNM', 'A tag of the caller.'),
  // the session
  row('aws:MultiFactorAuthPresent', 'NMMNM', 'Whether the temporary credentials came from a multi-factor sign-in; absent for long-term keys.'),
  row('aws:MultiFactorAuthAge', 'NMMNM', 'Seconds since the multi-factor sign-in.'),
  row('aws:TokenIssueTime', 'NMMNM', 'When the temporary credentials were issued.'),
  row('aws:FederatedProvider', 'NMMNM', 'The identity provider of the session.', { alsoTypes: ['ARN'] }),
  row('aws:SourceIdentity', 'NMMNM', 'The source identity set when the role was assumed.'),
  row('aws:AssumedRoot', 'NMMNM', 'Whether the session is a privileged root session of a member account.'),
  row('aws:ChatbotSourceArn', 'NMMNM', 'The chat configuration from which the session came.'),
  row('aws:Ec2InstanceSourceVpc', 'NMMNM', 'The VPC to which the role credentials were delivered.', { shape: 'vpc' }),
  row('aws:Ec2InstanceSourcePrivateIPv4', 'NMMNM', 'The private address to which the role credentials were delivered.'),
  row('ec2:RoleDelivery', 'NMMNM', 'The version of the instance metadata service that delivered the credentials.'),
  row('ec2:SourceInstanceArn', 'NMMNM', 'The instance whose role makes the request.'),
  row('glue:RoleAssumedBy', 'NMMNM', 'Set where AWS Glue assumed the role.', { shape: 'service-principal' }),
  row('glue:CredentialIssuingService', 'NMMNM', 'Set where AWS Glue issued the credentials.', { shape: 'service-principal' }),
  row('lambda:SourceFunctionArn', 'NMMNM', 'The Lambda function whose execution role makes the request.'),
  row('ssm:SourceInstanceArn', 'NMMNM', 'The managed instance whose role makes the request.'),
  row('identitystore:UserId', 'NMMNM', 'The IAM Identity Center user behind the session.'),
  // the network. Of the original request only the address survives when a service forwards it; a service's own call has none that is of use
  row('aws:SourceIp', 'MMMMM', 'The caller\'s public address; absent through a VPC endpoint.'),
  row('aws:VpcSourceIp', 'MMMNN', 'The caller\'s private address behind a VPC endpoint.'),
  row('aws:SourceVpc', 'MMMNN', 'The VPC of the VPC endpoint through which the request came.', { shape: 'vpc' }),
  row('aws:SourceVpcArn', 'MMMNN', 'The ARN of the VPC of the VPC endpoint through which the request came.', { type: 'ARN', services: ['kms'] }),
  row('aws:SourceVpce', 'MMMNN', 'The VPC endpoint through which the request came.', { shape: 'vpc-endpoint' }),
  row('aws:VpceAccount', 'MMMNN', 'The account of the VPC endpoint through which the request came.', { shape: 'account', services: ['kms'] }),
  row('aws:VpceOrgID', 'MMMNN', 'The organization of the VPC endpoint through which the request came.', { shape: 'organization' }),
  row('aws:VpceOrgPaths', 'MMMNN', 'The organization path of the VPC endpoint through which the request came.', { shape: 'organization-path', services: ['kms'] }),
  // the resource: in a resource policy always its own
  row('aws:ResourceAccount', 'AAAAA', 'The account of the queue or key.', { shape: 'account' }),
  row('aws:ResourceOrgID', 'MMMMM', 'The organization of the queue or key.', { shape: 'organization' }),
  row('aws:ResourceOrgPaths', 'MMMMM', 'The organization path of the queue or key.', { shape: 'organization-path' }),
  row('aws:ResourceTag/', 'MMMMM', 'A tag of the queue or key.'),
];

/** Keys of role sessions that AWS's page has and the data lacks. */
const sessionKey = (name: string, description: string): GlobalKeyRow => row(name, 'NMMNM', description, { type: 'ARN' });
export const sessionKeys: readonly GlobalKeyRow[] = [
  sessionKey('aws:SignInSessionArn', 'The AWS Sign-In session from which the request came.'),
  sessionKey('codebuild:BuildArn', 'The CodeBuild build whose role makes the request.'),
  sessionKey('codebuild:ProjectArn', 'The CodeBuild project whose role makes the request.'),
];

/** Wildcards in their values are never meant. */
export const sensitiveKeys: ReadonlySet<string> = new Set([
  'aws:PrincipalAccount', 'aws:PrincipalOrgID', 'aws:ResourceAccount', 'aws:ResourceOrgID', 'aws:SourceAccount', 'aws:SourceOrgID',
  'aws:SourceVpc', 'aws:SourceVpce', 'aws:VpceAccount', 'aws:VpceOrgID',
]);

const federationPage = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html';
const federated = (name: string, description: string, type: KeyType = 'String'): GlobalKeyRow =>
  ({ name, presence: presenceOf('NMMNM'), description, type, source: federationPage, date: '2026-11' });

/** Keys of federated sessions that stay with the session; the data of no service lists them. */
export const federatedKeys: readonly GlobalKeyRow[] = [
  federated('saml:namequalifier', 'Hash of the SAML issuer, account and provider.'),
  federated('saml:sub', 'The subject of the SAML assertion.'),
  federated('saml:sub_type', 'The form of the SAML subject.'),
  ...['accounts.google.com', 'cognito-identity.amazonaws.com', 'graph.facebook.com', 'www.amazon.com', 'token.actions.githubusercontent.com'].flatMap((provider) => [
    federated(`${provider}:aud`, 'The audience of the web identity token.'),
    federated(`${provider}:sub`, 'The subject of the web identity token.'),
  ]),
  federated('graph.facebook.com:app_id', 'The application id of the web identity.'),
  federated('graph.facebook.com:id', 'The user id of the web identity.'),
  federated('www.amazon.com:app_id', 'The application id of the web identity.'),
  federated('www.amazon.com:user_id', 'The user id of the web identity.'),
];
