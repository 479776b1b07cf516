package io.reprise.cli.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Json;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.snapshot.SnapshotTopic;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options {@code --topic} and {@code --reducer}, which together name a snapshot topic. */
public final class ReducerOption {
  private static final Pattern WITH_VERSION = Pattern.compile("(.+)\\.v([0-9]{1,9})");

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "T",
      description = "The topic whose events the reducer folds into snapshots.")
  private String topic = "";

  @Option(
      names = "--reducer",
      required = true,
      paramLabel = "R",
      description =
          "The reducer that folds the events of each key into a snapshot: its name, or name and"
              + " version as in merge.v1 (default version: 1).")
  private String reducer = "";

  public String topic() {
    return topic;
  }

  /** Returns the reducer's name and version; the version is 1 unless the option names another. */
  public ReducerId id() {
    var match = WITH_VERSION.matcher(reducer);
    try {
      return match.matches()
          ? new ReducerId(match.group(1), Integer.parseInt(match.group(2)))
          : new ReducerId(reducer, 1);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--reducer: " + e.getMessage(), e);
    }
  }

  public SnapshotTopic snapshots() {
    return new SnapshotTopic(topic, id());
  }

  /** Returns the topic, reducer and version as a request body of the archiver's HTTP API. */
  ObjectNode request() {
    return Json.json()
        .createObjectNode()
        .put("topic", topic)
        .put("reducer", id().name())
        .put("version", id().version());
  }
}
