package io.reprise.replay.journal;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.ProducerRole;
import io.reprise.replay.state.Operator;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Sends commands to the coordinator and waits for their outcomes.
 *
 * <p>Thread-safe. The opener closes the sender.
 */
public final class CommandSender implements AutoCloseable {

  /** The outcome of a command, as far as its sender knows. */
  public sealed interface Outcome {
    /** The command was carried out. */
    record Done(EventRecord event) implements Outcome {}

    /** The coordinator refused the command; nothing has changed. */
    record Refused(String reason) implements Outcome {}

    /**
     * No outcome arrived in time, so the command may still be carried out. Read the state of the
     * replay before you repeat the command.
     */
    record Unknown(String commandId) implements Outcome {}
  }

  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(3);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final int LARGEST_REQUEST_BYTES = 16 << 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final ReplayLog replays;
  private final ControlRecordLimits limits;
  private final Duration limit;

  /**
   * Creates a sender of commands.
   *
   * @param limit how long each of two waits of {@link #send} may take: first until Kafka has stored
   *     the command, then until the coordinator has decided it
   */
  public CommandSender(
      Map<String, Object> clientSettings,
      Admin admin,
      ControlTopics topics,
      ReplayLog replays,
      Duration limit) {
    this.producer =
        ProducerRole.idempotent(clientSettings, limit.plus(REQUEST_LIMIT))
            .requestsWithin(REQUEST_LIMIT)
            .lingering(Duration.ZERO)
            .largestRequest(LARGEST_REQUEST_BYTES)
            .with(ProducerConfig.MAX_BLOCK_MS_CONFIG, limit.toMillis())
            .open();
    this.topic = topics.commands();
    this.replays = replays;
    this.limits = new ControlRecordLimits(admin, topics);
    this.limit = limit;
  }

  /**
   * Sends one command about {@code replay} on behalf of the operator {@code by}. Waits for the
   * outcome. A command is refused, and not stored, if its record is larger than the control topics
   * accept.
   *
   * @throws org.apache.kafka.common.KafkaException when the limit of a topic cannot be read;
   *     nothing was stored, so a retry is safe
   */
  public Outcome send(String replay, ReplayCommand command, Operator by) {
    var record =
        new CommandRecord(
            UUID.randomUUID().toString(),
            replay,
            by.name(),
            by.authenticated(),
            Instant.now(),
            command);
    var encoded = ControlCodec.encode(record);
    var tooLarge = limits.check(record, encoded);
    if (tooLarge.isPresent()) {
      return new Outcome.Refused(tooLarge.get().reason());
    }
    var outcome = replays.outcomeOf(record.id());
    try {
      return await(record, store(record, encoded), outcome);
    } finally {
      replays.forget(record.id());
    }
  }

  /** Sends a command as the other {@code send} does, of an operator whom nobody has verified. */
  public Outcome send(String replay, ReplayCommand command, String by) {
    return send(replay, command, Operator.unverified(by));
  }

  private Future<RecordMetadata> store(CommandRecord command, byte[] encoded) {
    var key = command.replay().getBytes(StandardCharsets.UTF_8);
    return producer.send(new ProducerRecord<>(topic, key, encoded));
  }

  private Outcome await(
      CommandRecord command, Future<RecordMetadata> stored, Future<EventRecord> outcome) {
    try {
      KafkaAnswer.of(stored, limit);
      var event = KafkaAnswer.of(outcome, limit);
      return event.event() instanceof ReplayEvent.CommandRefused refused
          ? new Outcome.Refused(refused.reason())
          : new Outcome.Done(event);
    } catch (KafkaException e) {
      return new Outcome.Unknown(command.id());
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }
}
