package io.reprise.cli.compare;

import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.compare.match.Comparison;
import io.reprise.cli.compare.match.GroupTooLargeException;
import io.reprise.cli.compare.match.MatchBy;
import io.reprise.cli.compare.match.Side;
import io.reprise.cli.compare.match.Tally;
import io.reprise.cli.events.EventSchemas;
import io.reprise.cli.events.EventValues;
import io.reprise.cli.output.ProgressDisplay;
import io.reprise.cli.output.Text;
import io.reprise.cli.rehydrate.DatabaseOption;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.cli.schemas.RegistryOption;
import io.reprise.rehydrate.target.TargetUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise compare}. */
@Command(
    name = "compare",
    description = {
      "Compares the records of two topics or replays, or the rows of two read models: what is"
          + " different, what only one side has, and what is in another order. Values are decoded,"
          + " and all events are compared that are committed when the command starts, also"
          + " archived ones.",
      "Exits with 0 only if both sides are equal, the comparison is complete, and nothing of it is"
          + " hidden from you. Ctrl-C ends the comparison and prints what was compared so far."
    })
public final class CompareCommand extends LeafCommand {
  @Mixin private WorkerOption workers = new WorkerOption();
  @Mixin private RegistryOption registry = new RegistryOption();
  @Mixin private DatabaseOption database = new DatabaseOption();
  @Mixin private TimeOptions times = new TimeOptions();
  @Mixin private MatchOptions options = new MatchOptions();

  @Option(
      names = "--left",
      required = true,
      paramLabel = "SIDE",
      description =
          "What is expected: the name of a topic, replay:ID for the records that a replay has"
              + " delivered, or model:NAME@VERSION for a version of a read model. For ID, the"
              + " beginning of an id or the word latest is enough. Without @VERSION, a read model"
              + " is what its view shows.")
  private String left = "";

  @Option(
      names = "--right",
      required = true,
      paramLabel = "SIDE",
      description = "What is compared with the left side, in the same form.")
  private String right = "";

  @Option(
      names = "--from-time",
      paramLabel = "TIME",
      description =
          "Start on both sides at the first record with this timestamp or a later one, for example"
              + " 14:02, 'yesterday 14:02', -2h or 2026-11-29T08:30:00Z (default: the first record"
              + " that is still stored).")
  private @Nullable String fromTime;

  @Option(
      names = "--to-time",
      paramLabel = "TIME",
      description =
          "End on both sides before the first record with this timestamp or a later one (default:"
              + " the end of the committed records).")
  private @Nullable String toTime;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "The directory for the hashes of the records, which needs up to 140 bytes for each record"
              + " of both sides until the command ends (default: the system's directory for"
              + " temporary files).")
  private @Nullable Path directory;

  @Override
  protected ExitCode run() {
    options.check();
    var fields = options.fields();
    var from = times.time("--from-time", fromTime, output());
    var to = times.time("--to-time", toTime, output());
    TimeOptions.requireOrder(from, to);
    boolean areModels = areModels();
    try (var stop = StopRequest.ofProcess();
        var schemas = new EventSchemas(registry::client)) {
      if (!areModels) {
        schemas.open();
      }
      // How far both sides reach is fixed before the first record is read.
      try (var readers = areModels ? models() : topics(from, to)) {
        return compare(readers, fields, new EventValues(schemas), stop);
      }
    } catch (TargetUnavailableException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns whether both sides are read models; refuses what does not fit together. */
  private boolean areModels() {
    boolean areModels = DatabaseOption.isModel(left);
    if (areModels != DatabaseOption.isModel(right)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--left %s and --right %s: a read model can be compared with a read model only"
              .formatted(left, right));
    }
    if (areModels && (fromTime != null || toTime != null || options.by() == MatchBy.ORIGIN)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          ("--left %s: rows of read models have no time and no origin: leave out --from-time,"
                  + " --to-time and --origin")
              .formatted(left));
    }
    return areModels;
  }

  private SideReaders models() {
    var ofLeft = new ModelReader(Side.LEFT, left, database.rows(left));
    try {
      return new SideReaders(ofLeft, new ModelReader(Side.RIGHT, right, database.rows(right)));
    } catch (RuntimeException e) {
      ofLeft.close();
      throw e;
    }
  }

  private SideReaders topics(@Nullable Instant from, @Nullable Instant to) {
    var worker = workers.client();
    var finder = new SideFinder(worker, from, to, output()::say);
    var ofLeft = finder.find(Side.LEFT, left);
    var ofRight = finder.find(Side.RIGHT, right);
    return new SideReaders(
        new TopicReader(worker, ofLeft, output()::say),
        new TopicReader(worker, ofRight, output()::say));
  }

  private ExitCode compare(
      SideReaders readers, ComparedFields fields, EventValues values, StopRequest stop) {
    var tally = new Tally(CompareResult.SAMPLES);
    try (var comparison =
        new Comparison(scratch(), options.by(), fields.limits(), Comparison.LIMIT)) {
      var fingerprints = new RecordFingerprints(options, fields, values);
      boolean isRead = readers.read(fingerprints, comparison::add, stop);
      boolean isComplete = isRead && compare(comparison, readers, tally, stop);
      var result = new CompareResult(options.by(), readers, tally, isRead, isComplete);
      return result.print(
          output(), times.shown(), new DifferenceView(fields, options.headers(), values));
    } catch (GroupTooLargeException e) {
      throw tooManyOfOneKey(e);
    } catch (UncheckedIOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the hashes of the records cannot be kept: %s: name another directory with --directory"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static boolean compare(
      Comparison comparison, SideReaders readers, Tally tally, StopRequest stop) {
    try (var progress = new ProgressDisplay("comparing, records", readers.records())) {
      return comparison.compare(tally, stop, progress::at);
    }
  }

  private Path scratch() {
    try {
      return directory == null
          ? Files.createTempDirectory("reprise-compare-")
          : Files.createTempDirectory(directory, "reprise-compare-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandFailure tooManyOfOneKey(GroupTooLargeException e) {
    return new CommandFailure(
        ExitCode.REFUSED,
        "more than %s records have the same key, which do not fit into memory: give %s"
            .formatted(
                Text.count(e.limit()),
                options.ignoresKey()
                    ? "a shorter time with --from-time and --to-time"
                    : "a shorter time with --from-time and --to-time, or --origin --ignore-key"),
        e);
  }
}
