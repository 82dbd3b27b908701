// `npm run oracle`: what `evaluate` says of generated requests, against @cloud-copilot/iam-simulate, in processes of their own. `-- --cases N`, `-- --seed N`.
// Every difference must have one of the reasons below; one that has none is printed and fails the run. The simulator is installed into test/oracle at the first run.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { generateSources } from './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test/oracle');
const cache = join(root, '.cache/oracle');

/** Whose fault a difference is, and why. Each has the page that says so, or says that there is none. */
const REASONS = [
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html: the statement gives the account full access, its root user included, who needs no IAM policy.
    name: 'the simulator asks for an IAM policy of the root user, whom an Allow to the account lets in by itself',
    is: ({ principal, own }, { theirs, ours, identity }) => own && principal.endsWith(':root') && identity === 'without' && theirs === 'ImplicitlyDenied' && ours === 'Allowed',
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists says true, and
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html false: of the two together neither page speaks. We take IfExists at its word.
    name: 'ForAnyValue with IfExists on an absent key, of which AWS says nothing',
    is: (one) => testsOf(one).some(({ operator, key }) => /^ForAnyValue:.*IfExists$/i.test(operator) && given(one, key) === undefined),
  },
  {
    // The pages define the operators for either version and do not mix them. Outside of every range an address of the other version surely is, so that a negated test holds.
    name: 'the simulator lets NotIpAddress fail on an address of the other IP version',
    is: (one) => testsOf(one).some(({ operator, key, values }) => operator.startsWith('NotIpAddress') && given(one, key) !== undefined && values.some((value) => value.includes(':') !== given(one, key).includes(':'))),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: a variable that cannot be resolved "might" make the whole statement invalid;
    // what a negated test comes to then it does not say. The simulator lets it fail.
    name: 'a variable that the request has no value for, of which AWS says only what may happen',
    is: (one) => testsOf(one).some(({ values }) => values.some((value) => [...value.matchAll(/\$\{([^},]+)\}/g)].some(([, key]) => key.includes(':') && given(one, key) === undefined))),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN: "each of the six colon-delimited components … is
    // checked separately"; of a value with fewer it says nothing. `evaluate` leaves it open.
    name: 'an Arn operator on a value of fewer than six parts, of which AWS says nothing',
    is: (one) => testsOf(one).some(({ operator, values }) => operator.includes('Arn') && values.some((value) => value.split(':').length < 6)),
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context: the part behind the second colon is any key of an encryption
    // context, aws:sqs:arn among them (https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html).
    name: 'the simulator knows no key of an encryption context with a colon in it',
    is: (one) => testsOf(one).some(({ key }) => /^kms:EncryptionContext:.*:/i.test(key)),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn: for a session the key holds the role's ARN, with its path, which the
    // session's own ARN does not have; it is given in the request.
    name: 'the simulator takes the role of a session to have no path, or any',
    is: (one) => /:assumed-role\//.test(one.principal) && new RegExp(`:role/(.+/)?${one.principal.split('/')[1]}"`).test(JSON.stringify(one.policy)) && JSON.stringify([one.policy, given(one, 'aws:PrincipalArn')]).match(new RegExp(`:role/(.+?/)${one.principal.split('/')[1]}"`)) !== null,
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#sts-session-principals: the session of a federated user is named by its own ARN or its account.
    name: 'the simulator takes a federated user for the IAM user of that name',
    is: ({ principal, policy }) => principal.includes(':federated-user/') && JSON.stringify(policy).includes(`:user/${principal.split('/').at(-1)}"`),
  },
];

function testsOf({ policy }) {
  return policy.Statement.flatMap(({ Condition = {} }) => Object.entries(Condition).flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => ({ operator, key, values: [values].flat() }))));
}

function given({ context }, key) {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

const expected = { allowed: 'Allowed', 'explicit-deny': 'ExplicitlyDenied', 'implicit-deny': 'ImplicitlyDenied' };

/** What the simulator ought to say: without any IAM policy, and with one that allows everything. */
function predictions({ ours: { decision, identityPolicy }, principal }) {
  if (decision === 'depends') return undefined;
  const without = decision === 'allowed' && identityPolicy === 'irrelevant' ? 'Allowed' : decision === 'explicit-deny' ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
  if (!principal.startsWith('arn:')) return { without };
  return { without, with: decision !== 'explicit-deny' && identityPolicy !== 'irrelevant' ? 'Allowed' : expected[decision] };
}

async function main({ cases, seed }) {
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).devDependencies['@cloud-copilot/iam-simulate'];
  const manifest = join(folder, 'node_modules/@cloud-copilot/iam-simulate/package.json');
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== wanted) {
    const { status } = spawnSync('npm', ['ci', '--no-workspaces'], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) return 1;
  }
  mkdirSync(cache, { recursive: true });
  await esbuild.build({ entryPoints: [join(folder, 'cases.ts')], outfile: join(cache, 'cases.cjs'), bundle: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], logLevel: 'warning' });
  const [asked, answered] = [join(cache, 'cases.jsonl'), join(cache, 'answers.jsonl')];
  await run([join(cache, 'cases.cjs'), String(seed), String(cases)], undefined, asked);
  await run([join(folder, 'simulate.mjs')], asked, answered);
  const lines = (path) => readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  const answers = lines(answered);
  const counts = { compared: 0, equal: 0, depends: 0, drawn: 0 };
  const byReason = new Map();
  const unexplained = [];
  for (const [i, one] of lines(asked).entries()) {
    // The evaluator of the drawn requests is held against the simulator as well.
    const drawn = one.drawn && (one.drawn === 'explicit-deny' ? 'ExplicitlyDenied' : one.drawn === 'allowed' && (one.own || !one.principal.startsWith('arn:')) ? 'Allowed' : 'ImplicitlyDenied');
    if (drawn) counts.drawn++;
    if (drawn && drawn !== answers[i].without && !REASONS.some((r) => r.is(one, { identity: 'without', theirs: answers[i].without, ours: drawn }))) unexplained.push({ ...one, identity: 'drawn', theirs: answers[i].without, expected: drawn });
    const predicted = predictions(one);
    if (!predicted) {
      counts.depends++;
      continue;
    }
    for (const identity of Object.keys(predicted)) {
      counts.compared++;
      const theirs = answers[i][identity];
      if (theirs === predicted[identity]) {
        counts.equal++;
        continue;
      }
      const reason = REASONS.find((r) => r.is(one, { identity, theirs, ours: predicted[identity] }));
      if (reason) byReason.set(reason.name, (byReason.get(reason.name) ?? 0) + 1);
      else unexplained.push({ ...one, identity, theirs, expected: predicted[identity] });
    }
  }
  process.stdout.write(`seed ${seed}: ${cases} requests, ${counts.compared} comparisons, ${counts.equal} equal, ${counts.depends} requests that evaluate leaves open; ${counts.drawn} compared with the drawn requests' evaluator\n`);
  for (const [name, count] of byReason) process.stdout.write(`  ${count} differ: ${name}\n`);
  process.stdout.write(`  ${unexplained.length} differ without a reason\n`);
  for (const one of unexplained.sort((a, b) => JSON.stringify(a.policy).length - JSON.stringify(b.policy).length).slice(0, Number(option('--shown', 8)))) process.stdout.write(`${JSON.stringify(one)}\n`);
  return unexplained.length > 0 ? 1 : 0;
}

async function run(args, input, output) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.all([...(input === undefined ? [] : [pipeline(createReadStream(input), child.stdin)]), pipeline(child.stdout, createWriteStream(output))]);
  const [status] = await ended;
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}`);
}

const option = (name, otherwise) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise);
await generateSources();
process.exitCode = await main({ cases: option('--cases', 50_000), seed: option('--seed', 20261124) });
