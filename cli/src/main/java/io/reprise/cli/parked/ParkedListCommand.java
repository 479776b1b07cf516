package io.reprise.cli.parked;

import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.replay.WorkerOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise parked list}. */
@Command(
    name = "list",
    description = {
      "Counts the parked records of a topic by cause, the most frequent cause first. A cause is the"
          + " sentence with which a target refused the records, without their values.",
      "Reads at most the newest 100,000 offsets of the topic. Needs the permission to read it."
    })
final class ParkedListCommand extends LeafCommand {
  private static final List<TableColumn> CAUSES =
      List.of(
          TableColumn.of("FINGERPRINT", "fingerprint"),
          TableColumn.of("RECORDS", "records"),
          TableColumn.time("FIRST", "first"),
          TableColumn.time("LAST", "last"),
          TableColumn.of("CAUSE", "cause"));

  @Mixin private WorkerOption workers = new WorkerOption();
  @Mixin private TimeOptions times = new TimeOptions();

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "TOPIC",
      description = "The parked topic: that of a target with the suffix .parked.")
  private String topic;

  @Option(
      names = "--replay",
      paramLabel = "ID",
      description = "Count only records that this replay parked. The beginning of an id is enough.")
  private @Nullable String replay;

  @Option(
      names = "--cause",
      paramLabel = "FINGERPRINT",
      description = "Count only records with this cause. The beginning of a fingerprint is enough.")
  private @Nullable String cause;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Count only records that were parked at this time or later, for example 14:02 or -2h.")
  private @Nullable String since;

  @Override
  protected ExitCode run() {
    var from = times.time("--since", since, output());
    var found = workers.client().parkedCauses(topic, replay, cause, from);
    if (output().isTable()) {
      output().list(found.path("causes"), CAUSES);
    } else {
      output().listDocument(found, "causes");
    }
    if (!found.path("complete").asBoolean()) {
      output().say("Only the newest records of topic %s were read.".formatted(topic));
    }
    long others = found.path("otherCauses").asLong();
    if (others > 0) {
      output().say("%d records have other causes.".formatted(others));
    }
    return ExitCode.DONE;
  }
}
