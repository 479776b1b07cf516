package io.reprise.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.compare.match.Side;
import io.reprise.cli.replay.ReplayIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is to be read of a side. Asks a replay worker. Confined to one thread.
 *
 * @param from only records with this timestamp or a later one; null for all
 * @param to only records before the first one with this timestamp or a later one; null for all
 * @param messages gets a sentence about what may make the result of little use
 */
record SideFinder(
    WorkerClient worker, @Nullable Instant from, @Nullable Instant to, Consumer<String> messages) {

  /** Names a replay in place of a topic. No name of a topic has a colon. */
  private static final String REPLAY = "replay:";

  private static final Set<String> ENDED =
      Set.of("COMPLETED", "COMPLETED_WITH_PARKED", "CANCELLED");

  /**
   * Returns a side, with the committed ends of its partitions at this moment.
   *
   * @param written the name of a topic, or {@code replay:} and the id of a replay
   */
  ComparedSide find(Side side, String written) {
    return written.startsWith(REPLAY)
        ? replay(side, written.substring(REPLAY.length()))
        : side(side, written, null, Map.of());
  }

  private ComparedSide replay(Side side, String written) {
    var id = new ReplayIds(worker).find(written, null);
    var replay = worker.replay(id);
    var topic = replay.at("/plan/targetTopic/name");
    if (!topic.isTextual()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "replay %s delivers to target '%s', which is not a topic: there are no records to compare"
              .formatted(id, replay.at("/summary/target").asText()));
    }
    var state = replay.at("/summary/state").asText();
    if (!ENDED.contains(state)) {
      messages.accept(
          "replay %s is %s: records that it delivers from now on are not compared"
              .formatted(id, state));
    }
    return side(side, topic.asText(), id, starts(replay.at("/plan/targetStarts")));
  }

  /** Returns the offsets of the target below which the replay has delivered nothing. */
  private static Map<Integer, Long> starts(JsonNode targetStarts) {
    var starts = new HashMap<Integer, Long>();
    targetStarts
        .properties()
        .forEach(start -> starts.put(Integer.parseInt(start.getKey()), start.getValue().asLong()));
    return starts;
  }

  private ComparedSide side(
      Side side, String topic, @Nullable String replay, Map<Integer, Long> starts) {
    var partitions = worker.topic(topic).path("partitions");
    var fromOffsets = at(topic, from);
    var toOffsets = at(topic, to);
    List<ComparedSide.Range> ranges = new ArrayList<>();
    for (var facts : partitions) {
      int partition = facts.path("partition").asInt();
      long start = ComparedSide.start(facts);
      long end = facts.path("committedEnd").asLong();
      long first = Math.max(start, starts.getOrDefault(partition, start));
      ranges.add(
          new ComparedSide.Range(
              partition,
              Math.max(first, fromOffsets.getOrDefault(partition, first)),
              Math.min(end, toOffsets.getOrDefault(partition, end))));
    }
    return new ComparedSide(side, topic, replay, ranges);
  }

  private Map<Integer, Long> at(String topic, @Nullable Instant time) {
    var offsets = new HashMap<Integer, Long>();
    if (time != null) {
      for (var p : worker.offsetsAt(topic, time).path("partitions")) {
        offsets.put(p.path("partition").asInt(), p.path("offset").asLong());
      }
    }
    return offsets;
  }
}
