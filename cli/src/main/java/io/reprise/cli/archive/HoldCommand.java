package io.reprise.cli.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise archive hold}. */
@Command(
    name = "hold",
    description = "Keeps offsets in Kafka, whatever is archived of them.",
    subcommands = {HoldCommand.Add.class, HoldCommand.Show.class, HoldCommand.Remove.class})
final class HoldCommand extends CommandGroup {
  private static final List<TableColumn> HOLDS =
      List.of(
          TableColumn.of("HOLD", "hold.id"),
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("FROM", "hold.from"),
          TableColumn.of("REASON", "hold.reason"),
          TableColumn.of("BY", "hold.by"),
          TableColumn.of("SINCE", "hold.since"));

  /** What all three have. */
  abstract static class OnTopic extends ArchiverCommand {
    @Option(
        names = "--topic",
        required = true,
        paramLabel = "T",
        description = "the archived topic")
    private String topic = "";

    final String topic() {
      return topic;
    }

    final ExitCode show(JsonNode holds) {
      output().list(holds, HOLDS);
      return ExitCode.DONE;
    }
  }

  /** The first that must stay. */
  static final class From {
    @Option(
        names = "--from-offset",
        paramLabel = "A",
        description = "the first offset that must stay")
    private @Nullable Long offset;

    @Option(
        names = "--from-time",
        paramLabel = "TIME",
        description = "or the ISO-8601 time from which records must stay")
    private @Nullable Instant time;

    void writeTo(ObjectNode request) {
      if (offset != null) {
        request.put("from", offset);
      }
      if (time != null) {
        request.put("since", time.toString());
      }
    }
  }

  /** {@code reprise archive hold add}. */
  @Command(name = "add", description = "Holds offsets from one on; refused where they are trimmed.")
  static final class Add extends OnTopic {
    @Option(
        names = "--partition",
        paramLabel = "P",
        split = ",",
        description = "partitions, comma-separated (default: all)")
    private List<Integer> partitions = List.of();

    @ArgGroup(multiplicity = "1")
    private From from = new From();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "for people")
    private String reason = "";

    @Override
    protected ExitCode run() {
      var request = Json.json().createObjectNode().put("topic", topic()).put("reason", reason);
      from.writeTo(request);
      partitions.forEach(request.withArray("partitions")::add);
      return show(archiver().hold(request));
    }
  }

  /** {@code reprise archive hold list}. */
  @Command(name = "list", description = "Lists the holds of a topic.")
  static final class Show extends OnTopic {
    @Override
    protected ExitCode run() {
      return show(archiver().holds(topic()));
    }
  }

  /** {@code reprise archive hold remove}. */
  @Command(name = "remove", description = "Lifts a hold.")
  static final class Remove extends OnTopic {
    @Parameters(paramLabel = "HOLD", description = "its id")
    private String id = "";

    @Override
    protected ExitCode run() {
      return show(archiver().unhold(topic(), id));
    }
  }
}
