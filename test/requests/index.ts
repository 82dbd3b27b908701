/**
 * Requests and policies drawn at random, and an evaluator of single requests: written from AWS's documents alone, to hold the engine against.
 * Nothing here imports anything of the engine; policies are plain JSON.
 *
 *   policies.ts    policies aimed at what is easily got wrong   <- themes.ts
 *   worlds.ts      what is fixed but unknown: which queue, whose, in which partition; what no document settles
 *   draw.ts        a request: a caller's record first, then what it carries   <- principals.ts, sources.ts, context.ts, scalars.ts, words.ts
 *   evaluate.ts    which statements cover a request, and what comes of it     <- patterns.ts
 *   strangers.ts   whether a request is a stranger's
 *   witness.ts     whether a request that somebody shows exists; complete.ts: the same with all that every such request carries
 */
export { complete } from './complete';
export { changesPolicy, all as allActions, isShared } from './actions';
export { drawingOf, drawRequest, pathsOf, type Blind, type Drawing, type Request } from './draw';
export { compile, coverage, decide, level, matchesAction, type Compiled, type Decision } from './evaluate';
export { drawPolicy, drawVersion, OWN, type Generated } from './policies';
export { listOf, named, testsOf, type Kind, type PolicyJson, type StatementJson } from './policy';
export { isPrincipal, principalArn, sessionArn, TYPES, userId, type Principal, type Who } from './principals';
export { Random } from './random';
export { strangersOf, type IsStranger } from './strangers';
export { examine, type Shown } from './witness';
export { keysOf, wordsOf } from './words';
export { drawWorld, evidenceOf, isPossible, type Evidence, type World } from './worlds';
