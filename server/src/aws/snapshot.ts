/** The form of the generated snapshot. Numbers are positions in the `keys` of the same service. */

/** Name with its placeholder (`aws:ResourceTag/${TagKey}`), AWS's name of the type, description. */
export type SnapshotKey = readonly [name: string, type: string, description: string];
export type SnapshotResource = readonly [name: string, arn: string, keys: readonly number[]];
export type SnapshotAction = readonly [name: string, access: readonly string[], description: string, resources: readonly string[], keys: readonly number[]];

export interface SnapshotService {
  readonly keys: readonly SnapshotKey[];
  readonly resources: readonly SnapshotResource[];
  readonly actions: readonly SnapshotAction[];
}

export interface Snapshot {
  /** The version of the package it was taken from. */
  readonly version: string;
  /** When that package read AWS's pages: `2026-09-26`. */
  readonly date: string;
  readonly services: { readonly sqs: SnapshotService; readonly kms: SnapshotService };
  readonly globals: readonly (readonly [name: string, type: string, category: string])[];
  /** Of the condition keys of other services: `s3`, `sts`. */
  readonly otherPrefixes: readonly string[];
}
