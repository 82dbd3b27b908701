/** Rules about `.sqs-kms-policy.json` itself, and what they see of it. The service reads the file; here it is data. */
import type { ArrayNode, Member, ObjectNode, ScalarNode, Tree } from '../syntax';
import type { Finding, RuleMeta } from './rule';

/** Findings that a person has accepted, and why. All that is given must agree. */
export interface Suppression {
  readonly rule: string;
  /** A glob, relative to the configuration's folder. */
  readonly file: string;
  /** The address of one policy of the file, as `check` names it: `$.Resources.Policy.Properties.PolicyDocument`. */
  readonly policy?: string;
  /** One statement, by its Sid. */
  readonly sid?: string;
  /** One statement, by the hash of what it says; any change of it ends the suppression. */
  readonly statement?: string;
  readonly reason: string;
  /** The last day that it holds, in UTC: `2027-01-31`. */
  readonly expires?: string;
}

/** A suppression where it stands. */
export interface WrittenSuppression {
  readonly suppression: Suppression;
  readonly node: ObjectNode;
  readonly list: ArrayNode;
  /** The value of `expires`. */
  readonly expires?: ScalarNode;
}

/** A place of the configuration that names a rule: a key of `rules`, or the `rule` of a suppression. */
export interface RuleName {
  readonly id: string;
  readonly node: ScalarNode;
  /** Present where it is a key. */
  readonly member?: Member;
}

export interface ConfigurationFile {
  readonly tree: Tree;
  readonly ruleNames: readonly RuleName[];
  readonly suppressions: readonly WrittenSuppression[];
}

export interface ConfigurationContext {
  readonly ruleIds: readonly string[];
  readonly nearest: (text: string, candidates: Iterable<string>, maxDistance?: number) => string | undefined;
  /** In UTC: `2026-11-24`. */
  readonly today: string;
  /** Whether a finding meets it; undefined where the files that it speaks of are not all at hand. */
  readonly met: (suppression: Suppression) => boolean | undefined;
}

export interface ConfigurationRule {
  readonly meta: RuleMeta;
  check(file: ConfigurationFile, context: ConfigurationContext): Iterable<Finding>;
}

/** Whether its last day is over. */
export function isExpired({ expires }: Pick<Suppression, 'expires'>, today: string): boolean {
  return expires !== undefined && expires < today;
}
