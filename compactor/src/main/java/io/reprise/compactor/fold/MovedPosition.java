package io.reprise.compactor.fold;

import io.reprise.store.OffsetRange;

/**
 * A consumer's position that was not in the log, and was moved to the start of the log.
 *
 * @param position the next offset that the consumer wanted to read
 * @param log the offsets that Kafka had at that time
 */
record MovedPosition(long position, OffsetRange log) {

  /**
   * Returns whether the log now begins above the position: Kafka has deleted older events. If not,
   * the log lacks events that were read before: it was truncated, or the topic was recreated.
   */
  boolean isTrimmed() {
    return position < log.from();
  }
}
