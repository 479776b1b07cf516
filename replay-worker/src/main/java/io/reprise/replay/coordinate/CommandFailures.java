package io.reprise.replay.coordinate;

import io.reprise.replay.journal.StaleControlException;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often the same command could not be applied because of its content. An example is a
 * command whose event is larger than the replay topic accepts. Without this count, the coordinator
 * would read and fail to apply the command again and again, and would never decide the commands
 * after it.
 *
 * <p>Errors that a later attempt may not have are not counted: the cluster does not answer, this
 * coordinator was fenced or has lost its group membership, or a permission is missing. A command is
 * never refused because of such an error.
 *
 * <p>Threading: confined to the coordinator's thread. The next coordinator counts from zero.
 */
final class CommandFailures {
  static final int MOST_ATTEMPTS = 3;
  private static final int LONGEST_CAUSE = 300;

  private long offset = -1;
  private int count;
  private String cause = "";

  /**
   * Counts a failed attempt to apply the command at this offset, if the content of the command
   * caused the failure.
   *
   * @return whether the content of the command caused the failure
   */
  boolean count(long commandOffset, RuntimeException failure) {
    if (!isOfCommand(failure)) {
      return false;
    }
    count = commandOffset == offset ? count + 1 : 1;
    offset = commandOffset;
    cause = brief(failure);
    return true;
  }

  /**
   * Returns whether the command at this offset must be refused, because {@link #MOST_ATTEMPTS}
   * attempts to apply it have failed.
   */
  boolean mustRefuse(long commandOffset) {
    return commandOffset == offset && count >= MOST_ATTEMPTS;
  }

  /** Returns why the command is refused. The operator who sent the command reads this text. */
  String reason() {
    return "the command could not be applied in %d attempts: %s".formatted(count, cause);
  }

  private static boolean isOfCommand(RuntimeException failure) {
    if (failure instanceof KafkaException) {
      return causes(failure).anyMatch(CommandFailures::refusesRecord);
    }
    return !(failure instanceof StaleControlException)
        && !(failure instanceof CommandSource.NotAssignedException);
  }

  /**
   * Returns whether {@code cause} says that Kafka refused a record because of its content. Kafka
   * would refuse the record at every further attempt too.
   */
  private static boolean refusesRecord(Throwable cause) {
    return cause instanceof RecordTooLargeException
        || cause instanceof RecordBatchTooLargeException
        || cause instanceof InvalidRecordException
        || cause instanceof InvalidTimestampException
        || cause instanceof PolicyViolationException
        || cause instanceof SerializationException;
  }

  private static String brief(RuntimeException failure) {
    var root = causes(failure).reduce(failure, (outer, inner) -> inner);
    var text = String.valueOf(root.getMessage());
    var shown = root.getClass().getSimpleName() + ": " + text;
    return shown.length() <= LONGEST_CAUSE ? shown : shown.substring(0, LONGEST_CAUSE) + "...";
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, CommandFailures::isPresent, Throwable::getCause);
  }

  private static boolean isPresent(@Nullable Throwable cause) {
    return cause != null;
  }
}
