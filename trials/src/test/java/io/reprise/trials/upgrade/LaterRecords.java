package io.reprise.trials.upgrade;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes control records as a later version might. Each call has its own producer. */
final class LaterRecords {
  private final String bootstrapServers;

  LaterRecords(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Appends a command that pauses a replay, with fields that no version has. */
  void pauseWithUnknownFields(String replay) {
    var command = command(replay, 1);
    command.putObject("laterObject").put("a", 1);
    ((ObjectNode) command.path("command")).put("laterField", "later");
    send("reprise.commands", replay, command);
  }

  /** Appends a command in a format version that no version knows. */
  void pauseInFormat(int formatVersion, String replay) {
    send("reprise.commands", replay, command(replay, formatVersion));
  }

  private static ObjectNode command(String replay, int formatVersion) {
    var command =
        Json.json()
            .createObjectNode()
            .put("id", UUID.randomUUID().toString())
            .put("replay", replay)
            .put("by", "later")
            .put("at", Instant.now().toString())
            .put("v", formatVersion);
    command.putObject("command").put("type", "pause");
    return command;
  }

  /** Appends an event, of a replay of its own, whose type no version knows. */
  void eventOfUnknownType() {
    var replay = UUID.randomUUID().toString();
    var event =
        Json.json()
            .createObjectNode()
            .put("replay", replay)
            .put("seq", 0)
            .put("at", Instant.now().toString())
            .put("by", "later")
            .put("v", 1);
    event.putObject("event").put("type", "laterEvent");
    send("reprise.replays", "%s/%020d".formatted(replay, 0), event);
  }

  private void send(String topic, String key, ObjectNode value) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, key, value.toString())).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
