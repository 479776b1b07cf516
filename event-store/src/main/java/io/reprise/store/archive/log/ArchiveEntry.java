package io.reprise.store.archive.log;

import java.time.Instant;

/**
 * One object of the commit log.
 *
 * @param v format version, 1
 * @param seq its number, from 0, without gaps
 * @param epoch of the writer's claim; for a {@link ArchiveOp.Claim} the new one; for holds the one
 *     in force
 * @param nonce chosen by whoever wrote it: tells a retried creation from a lost race
 * @param at the writer's clock, for people
 * @param prevSha256 of the bytes of the entry before; 64 zeros for the first
 * @param op what it does
 */
public record ArchiveEntry(
    int v, long seq, long epoch, String nonce, Instant at, String prevSha256, ArchiveOp op) {
  public static final int VERSION = 1;
  public static final String NO_PREDECESSOR = "0".repeat(64);
}
