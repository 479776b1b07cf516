package io.reprise.replay.journal;

import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends commands and waits for what the coordinator makes of them.
 *
 * <p>Thread-safe. The opener closes it.
 */
public final class CommandSender implements AutoCloseable {

  /** What became of a command, as far as its sender knows. */
  public sealed interface Outcome {
    /** It was carried out. */
    record Done(EventRecord event) implements Outcome {}

    /** It was not, and nothing changed. */
    record Refused(String reason) implements Outcome {}

    /**
     * Nobody answered in time: it may still be carried out. Look at the replay before repeating.
     */
    record Unknown(String commandId) implements Outcome {}
  }

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final ReplayLog replays;
  private final Duration limit;

  /**
   * @param limit how long to wait for an outcome
   */
  public CommandSender(
      Map<String, Object> clientSettings, ControlTopics topics, ReplayLog replays, Duration limit) {
    var settings = new HashMap<>(clientSettings);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, limit.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000 + (int) limit.toMillis());
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topics.commands();
    this.replays = replays;
    this.limit = limit;
  }

  /** Sends one command about {@code replay} on behalf of {@code by} and waits for its outcome. */
  public Outcome send(String replay, ReplayCommand command, String by) {
    var record =
        new CommandRecord(UUID.randomUUID().toString(), replay, by, Instant.now(), command);
    var outcome = replays.outcomeOf(record.id());
    try {
      producer
          .send(
              new ProducerRecord<>(
                  topic, replay.getBytes(StandardCharsets.UTF_8), ControlCodec.encode(record)))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
      var event = outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return event.event() instanceof ReplayEvent.CommandRefused refused
          ? new Outcome.Refused(refused.reason())
          : new Outcome.Done(event);
    } catch (ExecutionException | TimeoutException e) {
      return new Outcome.Unknown(record.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unknown(record.id());
    } finally {
      replays.forget(record.id());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
