// The other side: reads cases from standard input, a JSON object a line, and prints for each what iam-simulate says, without any IAM policy and with
// one that allows everything. A process of its own: nothing of ours is loaded here, and this package nowhere else.
import * as simulator from '@cloud-copilot/iam-simulate';
import { createInterface } from 'node:readline';

const everything = [{ name: 'everything', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }];

async function ask({ policy, action, principal, resource, owner, context }, identityPolicies) {
  const { resultType, overallResult, errors } = await simulator.runSimulation(
    { request: { principal: principal === 'anonymous' ? (simulator.anonymousPrincipal ?? 'anonymousPrincipal') : principal, action, resource: { resource, accountId: owner }, contextVariables: context }, identityPolicies, serviceControlPolicies: [], resourceControlPolicies: [], resourcePolicy: policy },
    {},
  );
  return resultType === 'error' ? `error ${JSON.stringify(errors)}` : overallResult;
}

for await (const line of createInterface({ input: process.stdin })) {
  const one = JSON.parse(line);
  const without = await ask(one, []);
  process.stdout.write(`${JSON.stringify({ without, with: one.principal.startsWith('arn:') ? await ask(one, everything) : undefined })}\n`);
}
