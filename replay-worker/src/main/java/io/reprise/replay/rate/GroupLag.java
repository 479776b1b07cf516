package io.reprise.replay.rate;

/** By how many records a consumer group lags. */
public sealed interface GroupLag {
  String group();

  /**
   * A lag that was read.
   *
   * @param records the records between the group's committed offsets and the ends of the
   *     partitions, in all partitions together
   * @param readNanos when the reading began, as {@link io.reprise.kafka.time.Ticker#nanos} tells it
   */
  record Known(String group, long records, long readNanos) implements GroupLag {}

  /**
   * A lag that could not be read.
   *
   * @param reason a clause that completes "the lag of group 'x' is not known: ..."
   */
  record Unknown(String group, String reason) implements GroupLag {}
}
