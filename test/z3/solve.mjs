// The other side: each question as SMT-LIB, from the policy's JSON alone; nothing of ours is loaded. Which key a caller's requests carry is stated here anew.
import { createInterface } from 'node:readline';
import { init } from 'z3-solver';

const OWNER = '111122223333';
const ACTIONS = ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'PurgeQueue', 'GetQueueUrl', 'SetQueueAttributes'];
const STRANGER = '999988887777';

/** Always, never, maybe. */
const PRESENCE = {
  anonymous: { 'aws:sourcearn': 'never', 'aws:principalarn': 'never', 'aws:principalorgid': 'never', 'aws:principaltag/team': 'never', 'aws:sourcevpce': 'maybe', 'aws:securetransport': 'always', 'aws:principalisawsservice': 'never' },
  principal: { 'aws:sourcearn': 'never', 'aws:principalarn': 'always', 'aws:principalorgid': 'maybe', 'aws:principaltag/team': 'maybe', 'aws:sourcevpce': 'maybe', 'aws:securetransport': 'always', 'aws:principalisawsservice': 'always' },
  service: { 'aws:sourcearn': 'maybe', 'aws:principalarn': 'never', 'aws:principalorgid': 'never', 'aws:principaltag/team': 'never', 'aws:sourcevpce': 'never', 'aws:securetransport': 'always', 'aws:principalisawsservice': 'always' },
};

const literal = (text) => `"${text.replace(/"/g, '""')}"`;
const union = (list, none) => (list.length === 0 ? none : list.length === 1 ? list[0] : `(or ${list.join(' ')})`);

function regex(pattern, any) {
  const parts = [...pattern].map((c) => (c === '*' ? `(re.* ${any})` : c === '?' ? any : `(str.to_re ${literal(c)})`));
  return parts.length === 0 ? '(str.to_re "")' : parts.length === 1 ? parts[0] : `(re.++ ${parts.join(' ')})`;
}
const NOT_COLON = '(re.diff re.allchar (str.to_re ":"))';

/** Up to the fifth colon a wildcard stays within its part. */
function arnRegex(pattern) {
  const parts = pattern.split(':');
  const pieces = parts.slice(0, 5).flatMap((part) => [regex(part, NOT_COLON), '(str.to_re ":")']);
  return `(re.++ ${[...pieces, regex(parts.slice(5).join(':'), 're.allchar')].join(' ')})`;
}

const variable = (key) => key.replace(/[^a-z]/g, '_');

function testOf(operator, key, values) {
  const [p, v] = [`p_${variable(key)}`, `v_${variable(key)}`];
  if (operator === 'Null') return union(values.map((value) => (value === 'true' ? `(not ${p})` : p)), 'false');
  const ifExists = operator.endsWith('IfExists');
  const plain = operator.replace(/IfExists$/, '');
  const negated = plain.includes('Not');
  const base = plain.replace('Not', '');
  const one = (value) => {
    switch (base) {
      case 'StringEquals':
        return `(= ${v} ${literal(value)})`;
      case 'Bool':
        return `(= ${v} ${literal(value)})`;
      case 'StringLike':
        return `(str.in_re ${v} ${regex(value, 're.allchar')})`;
      case 'ArnLike':
        return `(str.in_re ${v} ${arnRegex(value)})`;
    }
    throw new Error(operator);
  };
  const matched = union(values.map(one), 'false');
  const present = negated ? `(not ${matched})` : matched;
  return negated || ifExists ? `(or (not ${p}) ${present})` : `(and ${p} ${present})`;
}

/** Whether the statement names the caller: true, false, or that its ARN is one of these. */
function principalOf({ Principal }, caller) {
  if (Principal === '*') return 'true';
  const found = [];
  for (const value of [Principal.AWS ?? []].flat()) {
    if (value === '*') return 'true';
    if (caller.kind !== 'principal') continue;
    if (value === caller.account || value === `arn:aws:iam::${caller.account}:root`) return 'true';
    if (value.startsWith('arn:')) found.push(`(= v_aws_principalarn ${literal(value)})`);
  }
  if (caller.kind === 'service' && [Principal.Service ?? []].flat().includes(caller.name)) return 'true';
  return union(found, 'false');
}

function covers({ Action }, action) {
  return [Action].flat().some((pattern) => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i').test(`sqs:${action}`));
}

const CALLERS = [
  { kind: 'anonymous' },
  ...[OWNER, '444455556666', STRANGER].flatMap((account) => [{ kind: 'principal', account }, { kind: 'principal', account, root: true }]),
  { kind: 'service', name: 'sns.amazonaws.com' },
  { kind: 'service', name: 's3.amazonaws.com' },
  { kind: 'service', name: 'another-service.amazonaws.com' },
];

function smt(policy, caller, action) {
  const lines = [];
  for (const [key, presence] of Object.entries(PRESENCE[caller.kind])) {
    lines.push(`(declare-const p_${variable(key)} Bool)`, `(declare-const v_${variable(key)} String)`);
    if (presence !== 'maybe') lines.push(`(assert (= p_${variable(key)} ${presence === 'always'}))`);
  }
  lines.push('(assert (or (= v_aws_securetransport "true") (= v_aws_securetransport "false")))');
  if (caller.kind === 'service') lines.push('(assert (= v_aws_securetransport "true"))', '(assert (= v_aws_principalisawsservice "true"))');
  if (caller.kind === 'principal') {
    lines.push('(assert (= v_aws_principalisawsservice "false"))');
    lines.push(caller.root ? `(assert (= v_aws_principalarn "arn:aws:iam::${caller.account}:root"))` : `(assert (and (str.prefixof "arn:aws:iam::${caller.account}:role/" v_aws_principalarn) (> (str.len v_aws_principalarn) ${`arn:aws:iam::${caller.account}:role/`.length})))`);
  }
  const truth = (statement) => `(and ${principalOf(statement, caller)} ${covers(statement, action)} true ${Object.entries(statement.Condition).flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => testOf(operator, key.toLowerCase(), values))).join(' ')})`;
  const [first, ...others] = policy.Statement;
  lines.push(`(assert ${truth(first)})`, ...others.map((statement) => `(assert (not ${truth(statement)}))`), '(check-sat)');
  return `(reset)\n(set-option :timeout 5000)\n${lines.join('\n')}`;
}

const { Z3 } = await init();
const context = Z3.mk_context(Z3.mk_config());
for await (const line of createInterface({ input: process.stdin })) {
  const { policy } = JSON.parse(line);
  let answer = 'no';
  const seen = new Set();
  search: for (const action of ACTIONS) {
    // What the statements treat alike needs to be asked once.
    const profile = policy.Statement.map((statement) => covers(statement, action)).join();
    if (!profile.startsWith('true') || seen.has(profile)) continue;
    seen.add(profile);
    for (const caller of CALLERS) {
      if (principalOf(policy.Statement[0], caller) === 'false') continue;
      const said = (await Z3.eval_smtlib2_string(context, smt(policy, caller, action))).trim();
      if (said === 'sat') {
        answer = 'yes';
        break search;
      }
      if (said !== 'unsat') answer = `unknown: ${said}`;
    }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
