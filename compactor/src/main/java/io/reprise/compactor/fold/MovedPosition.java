package io.reprise.compactor.fold;

import io.reprise.store.OffsetRange;

/**
 * Says that a consumer's position was not in a partition's log, and that the consumer has moved its
 * position to the start of the log.
 *
 * @param position the position before the move: the next offset that the consumer wanted to read
 * @param log the range of offsets that Kafka had when the consumer moved its position
 */
record MovedPosition(long position, OffsetRange log) {

  /**
   * Returns whether the start of the log is now above the position before the move. Kafka has then
   * deleted events that the consumer had not read. Otherwise the log lacks events that the consumer
   * had read: the log was truncated, or the topic was recreated.
   */
  boolean isTrimmed() {
    return position < log.from();
  }
}
