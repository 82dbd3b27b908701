/** The reasoning: one request against one policy, and the requests worth asking. */
export { evaluate, type EvaluateOptions } from './evaluate';
export { coversActions, satisfiable, type Question, type Satisfiable, type SatisfiableOptions } from './satisfiable';
export { STRANGER, type Candidate } from './callers';
export { contextOf } from './callerContext';
export { requestsFor, vocabularyOf, type RequestOptions, type Round, type Vocabulary } from './requests';
export { dateOf } from './conditionValues';
export { parseAddress, parseRange, inRange, type AddressRange } from './ipAddress';
export type { AccessAnswer, AccessRequest, Caller, Decision, StatementVerdict } from './request';
