package io.reprise.cli.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.Partitions;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.argument.TimeParser;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Subcommands;
import io.reprise.cli.output.Output;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise archive hold}. */
@Command(
    name = "hold",
    description =
        "Manages legal holds. The archiver never trims the records of a hold from Kafka, even"
            + " after it has archived them.")
@Subcommands({HoldCommand.Add.class, HoldCommand.Show.class, HoldCommand.Remove.class})
final class HoldCommand extends CommandGroup {
  private static final List<TableColumn> HOLDS = columns("HOLD");
  private static final List<TableColumn> REMOVED = columns("REMOVED HOLD");

  private static List<TableColumn> columns(String id) {
    return List.of(
        TableColumn.of(id, "hold.id"),
        TableColumn.of("TOPIC", "topic"),
        TableColumn.of("PARTITION", "partition"),
        TableColumn.of("FROM", "hold.from"),
        TableColumn.of("REASON", "hold.reason"),
        TableColumn.of("BY", "hold.by"),
        TableColumn.time("SINCE", "hold.since"));
  }

  /** The base class of commands about the holds of one topic. */
  abstract static class OnTopic extends ArchiverCommand {
    @Option(
        names = "--topic",
        required = true,
        paramLabel = "T",
        description = "The archived topic to which the hold belongs.")
    private String topic = "";

    final String topic() {
      return topic;
    }

    final ExitCode show(JsonNode holds) {
      output().list(holds, HOLDS);
      return ExitCode.DONE;
    }
  }

  /** The options that say where a hold starts; exactly one must be given. */
  static final class From {
    @Option(
        names = "--from-offset",
        paramLabel = "A",
        description = "The first offset that must stay in Kafka. All later offsets stay too.")
    private @Nullable Long offset;

    @Option(
        names = "--from-time",
        paramLabel = "TIME",
        description =
            "The first record with this timestamp or a later one must stay in Kafka, for example"
                + " 'yesterday 14:02' or 2026-01-31T12:00:00Z. All later offsets stay too.")
    private @Nullable String time;

    void writeTo(ObjectNode request, TimeOptions times, Output output) {
      if (offset != null) {
        request.put("from", offset);
      }
      var since = times.time("--from-time", time, output);
      if (since != null) {
        request.put("since", since.toString());
      }
    }
  }

  /** Implements {@code reprise archive hold add}. */
  @Command(
      name = "add",
      description =
          "Adds a legal hold: the records from --from-offset or --from-time on stay in Kafka until"
              + " the hold is removed. The hold is refused if its first offset is already trimmed.",
      footer = {"", "Times: " + TimeParser.FORMS + "."})
  static final class Add extends OnTopic {
    @Option(
        names = "--partition",
        paramLabel = "P,...",
        hideParamSyntax = true,
        split = ",",
        description = "The numbers of the partitions to hold, separated by commas (default: all).")
    private List<Integer> partitions = List.of();

    @ArgGroup(multiplicity = "1")
    private From from = new From();

    @Mixin private TimeOptions times = new TimeOptions();

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description =
            "Why the hold is needed. `reprise archive hold list` shows the reason, and the"
                + " archive's commit log keeps it.")
    private String reason = "";

    @Override
    protected ExitCode run() {
      Partitions.requireValid("--partition", partitions);
      var request = Json.json().createObjectNode().put("topic", topic()).put("reason", reason);
      from.writeTo(request, times, output());
      partitions.forEach(request.withArray("partitions")::add);
      var isUnarchived = isUnarchived();
      var holds = archiver().hold(request);
      if (isUnarchived) {
        output()
            .say(
                ("warning: no archiver archives topic '%s'. The hold is kept, but it does not stop"
                        + " Kafka's own retention (retention.ms, retention.bytes), which deletes"
                        + " records of this topic as before")
                    .formatted(topic()));
      }
      return show(holds);
    }

    /**
     * Returns whether no archiver archives the topic. Returns false if the archiver does not
     * answer: the hold is then added without the warning that the topic is not archived.
     */
    private boolean isUnarchived() {
      try {
        return archiver().isUnarchived(topic());
      } catch (CommandFailure e) {
        return false;
      }
    }
  }

  /** Implements {@code reprise archive hold list}. */
  @Command(name = "list", description = "Lists the legal holds of a topic.")
  static final class Show extends OnTopic {
    @Override
    protected ExitCode run() {
      return show(archiver().holds(topic()));
    }
  }

  /** Implements {@code reprise archive hold remove}. */
  @Command(
      name = "remove",
      description =
          "Removes a legal hold. The archiver may then trim the records of the hold from Kafka,"
              + " unless something else forbids it.")
  static final class Remove extends OnTopic {
    @Parameters(
        paramLabel = "HOLD",
        description = "The id of the hold, as `reprise archive hold list` shows it.")
    private String id = "";

    @Override
    protected ExitCode run() {
      output().list(archiver().unhold(topic(), id), REMOVED);
      return ExitCode.DONE;
    }
  }
}
