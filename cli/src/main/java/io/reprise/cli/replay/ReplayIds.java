package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds the replay that an operator names by the beginning of its id, or by the word {@code
 * latest}.
 *
 * @param worker is asked for the replays that may be meant
 */
public record ReplayIds(WorkerClient worker) {
  static final String LATEST = "latest";

  private static final int SHOWN_CANDIDATES = 5;

  /** The form of a replay id. A beginning of an id is completed with the end of this text. */
  private static final String HIGHEST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

  /**
   * The beginning of an id. Fewer than 4 characters are not accepted: ids begin with the time, so
   * all replays of a year have the same first characters.
   */
  private static final Pattern BEGINNING = Pattern.compile("[0-9a-f][0-9a-f-]{3,34}");

  /**
   * Returns the id of a replay. A text that has neither the form of a beginning of an id nor is
   * {@code latest} is returned as it is, and the worker then says that there is no such replay.
   *
   * @param written an id, the beginning of the id of only one replay, or {@code latest}
   * @param topic the source topic of which {@code latest} is the newest replay; null for all topics
   * @throws CommandFailure if there is no such replay, or if several ids have this beginning
   */
  public String find(String written, @Nullable String topic) {
    if (written.equals(LATEST)) {
      return latest(topic);
    }
    if (topic != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--topic %s is given with the id '%s': --topic selects the newest replay of a topic, with latest in place of the id"
              .formatted(topic, written));
    }
    var beginning = written.toLowerCase(Locale.ROOT);
    return BEGINNING.matcher(beginning).matches() ? onlyOne(beginning) : written;
  }

  private String latest(@Nullable String topic) {
    var query = topic == null ? "" : "&topic=" + URLEncoder.encode(topic, StandardCharsets.UTF_8);
    var newest = list("?limit=1" + query);
    if (newest.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "there is no replay%s: start one with reprise replay start"
              .formatted(topic == null ? "" : " of topic '" + topic + "'"));
    }
    return id(newest.get(0));
  }

  /**
   * Returns the only id that begins with {@code beginning}. Lists are in descending order of ids,
   * so the request asks for the ids below the highest id with this beginning.
   */
  private String onlyOne(String beginning) {
    var cursor = beginning + HIGHEST.substring(beginning.length());
    var found =
        list("?limit=%d&cursor=%s".formatted(SHOWN_CANDIDATES + 1, cursor)).stream()
            .filter(replay -> id(replay).startsWith(beginning))
            .toList();
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "no replay has an id that begins with '%s': reprise replay list shows the ids"
              .formatted(beginning));
    }
    if (found.size() > 1) {
      throw new CommandFailure(ExitCode.USAGE, ambiguous(beginning, found));
    }
    return id(found.get(0));
  }

  private static String ambiguous(String beginning, List<JsonNode> found) {
    var more = found.size() > SHOWN_CANDIDATES ? ", and more" : "";
    return found.stream()
        .limit(SHOWN_CANDIDATES)
        .map(ReplayIds::candidate)
        .collect(
            Collectors.joining(
                ", ",
                "'%s' is the beginning of several ids: ".formatted(beginning),
                more + ": give more characters of the id"));
  }

  private static String candidate(JsonNode replay) {
    return "%s (%s, %s, created %s)"
        .formatted(
            id(replay),
            replay.path("topic").asText(),
            replay.path("state").asText(),
            Text.time(replay.path("createdAt")));
  }

  private static String id(JsonNode replay) {
    return replay.path("id").asText();
  }

  private List<JsonNode> list(String query) {
    return StreamSupport.stream(worker.list(query).path("replays").spliterator(), false).toList();
  }
}
