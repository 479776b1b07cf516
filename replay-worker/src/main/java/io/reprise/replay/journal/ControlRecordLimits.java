package io.reprise.replay.journal;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.state.CommandDecision;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Checks a command before it is stored: the command, and the event that would answer it, must not
 * be larger than the largest record that the control topics accept. If a command was stored and its
 * event was too large, no coordinator could apply the command.
 *
 * <p>Thread-safe.
 */
final class ControlRecordLimits {
  /**
   * Every control topic is expected to accept a record of this size. If a command is smaller, the
   * check does not ask Kafka for the limits of the topics.
   */
  private static final int ALWAYS_TAKEN_BYTES = 8 << 10;

  /**
   * Upper bound of the bytes that a stored record has in addition to its value: Kafka's framing,
   * the key, and the header that names the written partitions.
   */
  private static final int OVERHEAD_BYTES = 2 << 10;

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final String SETTING = "max.message.bytes";

  private final Admin admin;
  private final ControlTopics topics;

  ControlRecordLimits(Admin admin, ControlTopics topics) {
    this.admin = admin;
    this.topics = topics;
  }

  /**
   * Returns the refusal of a command that is too large, or whose event is too large. Empty if both
   * are small enough.
   *
   * @param encoded the command as it would be stored
   * @throws org.apache.kafka.common.KafkaException when the cluster does not answer; a retry is
   *     safe
   */
  Optional<CommandDecision.Refused> check(CommandRecord command, byte[] encoded) {
    if (encoded.length + OVERHEAD_BYTES <= ALWAYS_TAKEN_BYTES) {
      return Optional.empty();
    }
    return check(topics.commands(), encoded.length)
        .or(() -> check(topics.replays(), eventBytes(command, encoded)));
  }

  private static int eventBytes(CommandRecord command, byte[] encoded) {
    if (command.command() instanceof ReplayCommand.Create create) {
      var event =
          new EventRecord(
              command.replay(),
              0,
              command.at(),
              command.by(),
              command.id(),
              new ReplayEvent.Created(create.plan()));
      return ControlCodec.encode(event).length;
    }
    return encoded.length;
  }

  private Optional<CommandDecision.Refused> check(String topic, int bytes) {
    long most = limitOf(topic);
    return bytes + OVERHEAD_BYTES <= most
        ? Optional.empty()
        : Optional.of(
            new CommandDecision.Refused(
                ("the command needs a record of %d bytes, above %s %d of topic '%s': choose a"
                        + " smaller range or fewer keys, or raise the setting of the topic")
                    .formatted(bytes + OVERHEAD_BYTES, SETTING, most, topic)));
  }

  private long limitOf(String topic) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      var config =
          KafkaAnswer.of(admin.describeConfigs(List.of(resource)).all(), ANSWER_LIMIT)
              .get(resource);
      var entry = config == null ? null : config.get(SETTING);
      return entry == null ? ControlTopics.LARGEST_RECORD_BYTES : Long.parseLong(entry.value());
    } catch (AuthorizationException e) {
      return ControlTopics.LARGEST_RECORD_BYTES;
    }
  }
}
