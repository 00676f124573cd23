/**
 * Which shape stored rows, snapshots and journals have. It is written with each of them, and grows
 * when one of them changes; what carries none was written by version 0.1.0 (see `earlier/`).
 */
export const SCHEMA_VERSION = 5
