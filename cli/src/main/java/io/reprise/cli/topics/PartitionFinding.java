package io.reprise.cli.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Checks the events of one partition and counts the misplaced and the foreign ones. An event is
 * misplaced if its key belongs to another partition. An event is foreign if its schema is
 * registered for other topics only, or not at all. Used by one thread.
 */
final class PartitionFinding {
  private static final int MOST_LISTED = 100;

  private final String topic;
  private final int partition;
  private final int partitions;
  private final SubjectIds schemas;
  private final ArrayNode foreignEvents = Json.json().createArrayNode();
  private long checked;
  private long withoutKey;
  private long misplaced;
  private long withoutSchema;
  private long foreign;
  private String example = "";

  PartitionFinding(String topic, int partition, int partitions, SubjectIds schemas) {
    this.topic = topic;
    this.partition = partition;
    this.partitions = partitions;
    this.schemas = schemas;
  }

  /** Checks one event. The event has the JSON form in which a worker's HTTP API returns events. */
  void check(JsonNode event) {
    checked++;
    checkKey(event.path("key"));
    if (schemas.isKnown() && event.path("valueBase64").isTextual()) {
      checkSchema(event);
    }
  }

  private void checkKey(JsonNode key) {
    if (!key.isTextual()) {
      withoutKey++;
      return;
    }
    int home = KeyPartition.of(key.asText().getBytes(StandardCharsets.UTF_8), partitions);
    if (home != partition) {
      misplaced++;
      example = "'%s' belongs to %d".formatted(key.asText(), home);
    }
  }

  private void checkSchema(JsonNode event) {
    var id = WireFormat.schemaId(Base64.getDecoder().decode(event.path("valueBase64").asText()));
    if (id.isEmpty()) {
      withoutSchema++;
    } else if (schemas.isForeign(id.getAsInt())) {
      foreign++;
      if (foreignEvents.size() < MOST_LISTED) {
        list(event, id.getAsInt());
      }
    }
  }

  private void list(JsonNode event, int id) {
    var line = foreignEvents.addObject();
    line.set("offset", event.path("offset"));
    line.put("schemaId", id);
    var subjects = line.putArray("subjects");
    schemas.subjectsOf(id).forEach(subjects::add);
  }

  long misplaced() {
    return misplaced;
  }

  long foreign() {
    return foreign;
  }

  ObjectNode json() {
    var json =
        Json.json()
            .createObjectNode()
            .put("topic", topic)
            .put("partition", partition)
            .put("checked", checked)
            .put("withoutKey", withoutKey)
            .put("misplaced", misplaced)
            .put("example", example)
            .put("withoutSchema", withoutSchema)
            .put("foreign", foreign);
    json.set("foreignEvents", foreignEvents);
    return json;
  }
}
