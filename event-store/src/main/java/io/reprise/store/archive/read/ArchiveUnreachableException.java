package io.reprise.store.archive.read;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Thrown when the object store that holds the archives does not answer or is overloaded. A retry is
 * safe, as after Kafka's {@link RetriableException}.
 */
public final class ArchiveUnreachableException extends RetriableException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_NAMED = 10;

  ArchiveUnreachableException(ObjectStoreException cause) {
    super(cause.getMessage(), cause);
  }

  private ArchiveUnreachableException(String message) {
    super(message);
  }

  /**
   * Creates the error for partitions whose archives did not answer in time.
   *
   * @param ids the partitions, at least one; all belong to the same topic
   * @param limit how long the caller waited for the answers
   */
  public static ArchiveUnreachableException unanswered(List<PartitionId> ids, Duration limit) {
    return new ArchiveUnreachableException(
        "the archive of topic '%s' did not answer within %d s for %s, whose offsets below Kafka's log start are only in the object store: check that this process reaches the object store and retry, or choose a range that begins at Kafka's log start or later"
            .formatted(ids.get(0).topic(), Math.max(1, limit.toSeconds()), named(ids)));
  }

  private static String named(List<PartitionId> ids) {
    var numbers =
        ids.stream()
            .map(PartitionId::partition)
            .sorted()
            .limit(MOST_NAMED)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    int others = ids.size() - MOST_NAMED;
    return (ids.size() == 1 ? "partition " : "partitions ")
        + numbers
        + (others > 0 ? " and %d more".formatted(others) : "");
  }
}
