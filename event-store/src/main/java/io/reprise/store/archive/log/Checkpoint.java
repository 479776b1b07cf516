package io.reprise.store.archive.log;

/**
 * The fold of all entries up to one, so that readers need not begin with the first.
 *
 * @param v format version, 1
 */
record Checkpoint(int v, PartitionArchive archive) {
  static final int EVERY = 64;
}
