/**
 * The reasoning: who can do what.
 *
 *   evaluate.ts       one request against one policy, three-valued        <- principal.ts, condition.ts, conditionValues.ts, ipAddress.ts
 *   explain.ts        the same with every reason
 *   satisfiable.ts    is there any request: a witness, a proof, or what it depends on
 *     worlds.ts, ownResource.ts, owners.ts   what is as it is though it is not known
 *     callers.ts, records.ts, solveRecord.ts   who can call, as records of fields;  textPatterns.ts, textConstraints.ts: texts as automata
 *     statementParts.ts, principal.ts, constraints.ts   what statements ask;  domains.ts, unsettled.ts: what a key can be
 *     requestDemands.ts, solveValues.ts   the search;  answers.ts: what was asked before
 *   questions.ts      reachable, covers, blockedService, lockout, externalAccess
 *   publicVerdict.ts  does a stranger get in, and which key keeps them out
 *   whoCan.ts         every caller that gets in;  newAccess.ts: what another version grants
 *   summarize.ts      a statement as a sentence
 *   requests.ts       requests worth trying;  callerContext.ts: what a caller carries by itself
 */
export { evaluate, type EvaluateOptions } from './evaluate';
export { explain, type Check, type Explanation, type StatementExplanation } from './explain';
export { areKnown, satisfiable, type Question, type Satisfiable, type SatisfiableOptions } from './satisfiable';
export { coversActions, shareActions, speaksOf } from './statementParts';
export { blockedService, covers, externalAccess, lockout, reachable, stoppedForOwnAccount, withEffect, type Stopped, type Zone } from './questions';
export { stoppedParts, type StoppedPart, type StoppedParts } from './stoppedParts';
export { everybodyIn } from './principal';
export { publicStatement, publicVerdict, strangersRequest, type PublicStatement, type PublicVerdict } from './publicVerdict';
export { circumstancesOf } from './worlds';
export { whoCan, type Access, type AccessReport, type CallerName, type WhoCanOptions } from './whoCan';
export { newAccess, type NewAccess, type NewRequest } from './newAccess';
export { summarize } from './summarize';
export type { CallerKind, Candidate, Who } from './callers';
export { textDemand, type Alternatives } from './constraints';
export { contextOf } from './callerContext';
export type { Given } from './domains';
export { requestsFor, vocabularyOf, type RequestOptions, type Round, type Vocabulary } from './requests';
export { dateOf } from './conditionValues';
export { isPrivate, parseAddress, parseRange, inRange, type AddressRange } from './ipAddress';
export type { AccessAnswer, AccessRequest, Caller, Decision, StatementVerdict } from './request';
