package io.reprise.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the action records of an installation through a replay worker, page by page, and remembers
 * how far it has read. The records of a partition are read in the order in which they were written.
 * Confined to one thread.
 */
final class ActionRecords {
  static final String TOPIC = "reprise.audit";

  private static final String UNKNOWN = "unknown";
  private static final int PAGE = 500;

  private final WorkerClient worker;
  private final Map<Integer, Long> next = new TreeMap<>();

  /**
   * @param next for each partition, the first offset to read
   */
  private ActionRecords(WorkerClient worker, Map<Integer, Long> next) {
    this.worker = worker;
    this.next.putAll(next);
  }

  /**
   * Returns the records that were written at or after a moment.
   *
   * @throws CommandFailure if there is no topic of action records, or if no worker answers
   */
  static ActionRecords since(WorkerClient worker, Instant moment) {
    var next = new TreeMap<Integer, Long>();
    for (var p : offsetsAt(worker, moment).path("partitions")) {
      next.put(p.path("partition").asInt(), p.path("offset").asLong());
    }
    return new ActionRecords(worker, next);
  }

  private static JsonNode offsetsAt(WorkerClient worker, Instant moment) {
    try {
      return worker.offsetsAt(TOPIC, moment);
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.NOT_FOUND) {
        throw e;
      }
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          ("nothing was written down: there is no topic '%s' on this cluster. Services write it if"
                  + " their configuration has http.authentication and their ACLs allow it")
              .formatted(TOPIC),
          e);
    }
  }

  /** Passes on the records that nobody has read before, up to the present end of the topic. */
  void read(Consumer<ObjectNode> consumer) {
    next.replaceAll((partition, from) -> read(partition, from, consumer));
  }

  /** Reads a partition to its end, and returns the offset at which the next read begins. */
  private long read(int partition, long from, Consumer<ObjectNode> consumer) {
    long position = from;
    @Nullable Long end = null;
    while (end == null || position < end) {
      var to = end == null ? "" : "&to=" + end;
      var page =
          worker.records(TOPIC, partition, "?limit=%d&from=%d%s".formatted(PAGE, position, to));
      for (var record : page.path("records")) {
        consumer.accept(action(record));
      }
      long after = page.path("next").asLong();
      if (after == position) {
        break;
      }
      position = after;
      end = page.path("to").asLong();
    }
    return position;
  }

  /** Returns the record; an object without fields of a record if its value is not JSON. */
  private static ObjectNode action(JsonNode record) {
    if (record.has("masked")) {
      return unreadable(record, record.path("masked").asText());
    }
    try {
      var value = record.path("valueBase64").binaryValue();
      if (value != null && Json.json().readTree(value) instanceof ObjectNode action) {
        return action;
      }
    } catch (JsonProcessingException e) {
      return unreadable(record, e.getOriginalMessage());
    } catch (IOException e) {
      return unreadable(record, String.valueOf(e.getMessage()));
    }
    return unreadable(record, "the value is not an object");
  }

  private static ObjectNode unreadable(JsonNode record, String fault) {
    return Json.json()
        .createObjectNode()
        .put("at", record.path("timestamp").asText())
        .put("fault", "offset %d: %s".formatted(record.path("offset").asLong(), fault));
  }

  /** Returns who sent the request, in words. */
  static String principal(JsonNode action) {
    return action.path("principal").asText(UNKNOWN);
  }

  /** Returns the outcome as options and tables have it, such as {@code carried-out}. */
  static String outcome(JsonNode action) {
    return action.path("outcome").asText().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
