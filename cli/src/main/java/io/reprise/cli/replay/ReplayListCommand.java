package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.argument.TimeParser;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.replay.state.ReplayState;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.Suggestion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise replay list}. */
@Command(
    name = "list",
    description =
        "Lists replays, the newest first. If there are more than --limit, the last line says how to"
            + " list the next ones.",
    footer = {"", "Times: " + TimeParser.FORMS + "."})
final class ReplayListCommand extends WorkerCommand {
  private static final int LARGEST_PAGE = 1_000;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = StateNames.class,
      description = "List only replays in this state, for example RUNNING, PAUSED or FAILED.")
  private @Nullable String state;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "List only replays of this source topic.")
  private @Nullable String topic;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "List only replays into this target.")
  private @Nullable String target;

  @Option(
      names = "--created-from",
      paramLabel = "TIME",
      description =
          "List only replays that were created at this time or later, for example -2h, 'yesterday"
              + " 14:02' or 2026-01-31T12:00:00Z.")
  private @Nullable String createdFrom;

  @Option(
      names = "--created-to",
      paramLabel = "TIME",
      description = "List only replays that were created before this time.")
  private @Nullable String createdTo;

  @Mixin private TimeOptions times = new TimeOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "List at most this many replays (default: 50).")
  private int limit = 50;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description =
          "Begin after the last replay of an earlier list. CURSOR is the text that the earlier list"
              + " has printed.")
  private @Nullable String cursor;

  /** The values of {@code --state} as completion offers them. */
  static final class StateNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ReplayState.NAMES.iterator();
    }
  }

  @Override
  protected ExitCode run() {
    if (limit < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--limit %d: give 1 or more".formatted(limit));
    }
    requireKnown(state);
    var from = times.time("--created-from", createdFrom, output());
    var to = times.time("--created-to", createdTo, output());
    var replays = Json.json().createArrayNode();
    var next = cursor;
    do {
      next = page(replays, from, to, next);
    } while (next != null && replays.size() < limit);
    output().list(replays, output().isNarrow() ? ReplayViews.NARROW_LIST : ReplayViews.LIST);
    if (next != null) {
      output().say("There are more replays. List the next ones with --cursor %s".formatted(next));
    }
    return ExitCode.DONE;
  }

  private static void requireKnown(@Nullable String state) {
    var name = state == null ? "" : state.strip().toUpperCase(Locale.ROOT);
    if (state != null && !ReplayState.NAMES.contains(name)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--state %s: no replay state has this name%s"
              .formatted(state, Suggestion.among(name, ReplayState.NAMES)));
    }
  }

  /**
   * Requests one page of the list of replays and adds its replays to {@code replays}.
   *
   * @param from the requested replays were created at this time or later; null for no limit
   * @param to the requested replays were created before this time; null for no limit
   * @param after the cursor that came with the previous page; null for the first page
   * @return the cursor of the next page; null after the last page
   */
  private @Nullable String page(
      ArrayNode replays, @Nullable Instant from, @Nullable Instant to, @Nullable String after) {
    int most = Math.min(LARGEST_PAGE, limit - replays.size());
    var answer = worker().list(query(most, from, to, after));
    // A worker of an earlier version does not support pages and answers with an array of all
    // replays.
    var items = answer.isArray() ? answer : answer.path("replays");
    items.forEach(replays::add);
    var next = answer.path("next");
    return next.isTextual() ? next.asText() : null;
  }

  private String query(
      int most, @Nullable Instant from, @Nullable Instant to, @Nullable String after) {
    var parts = new ArrayList<String>();
    add(parts, "state", state);
    add(parts, "topic", topic);
    add(parts, "target", target);
    add(parts, "from", from == null ? null : from.toString());
    add(parts, "to", to == null ? null : to.toString());
    add(parts, "limit", Integer.toString(most));
    add(parts, "cursor", after);
    return "?" + String.join("&", parts);
  }

  private static void add(List<String> parts, String name, @Nullable String value) {
    if (value != null) {
      parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
