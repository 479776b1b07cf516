package io.reprise.store.archive.log;

/**
 * The state of an archive after one entry, so that readers need not start with the first entry.
 *
 * @param v format version, 1
 */
record Checkpoint(int v, PartitionArchive archive) {
  static final int EVERY = 64;
}
